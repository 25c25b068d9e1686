package answer

import "bytes"

// lines is a body with a JSON message in each line.
type lines struct {
	rows rows
	told told
}

func (l *lines) Take(piece []byte) (content int) {
	l.rows.take(piece, func(row []byte) {
		if len(bytes.TrimSpace(row)) > 0 {
			content += l.told.read(row)
		}
	})
	return content
}

func (l *lines) Message([]byte, bool) (int, bool) { return 0, true }

func (l *lines) Finish() {
	// The last line needs no end of its own; content in it was too late for a stamp.
	if rest := bytes.TrimSpace(l.rows.partial); len(rest) > 0 {
		l.told.read(rest)
	}
	l.told.finish("stream ended without its last line")
}
