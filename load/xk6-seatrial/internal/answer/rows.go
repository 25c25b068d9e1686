package answer

import (
	"bytes"

	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// rows cuts a body into its lines as it comes.
type rows struct {
	line    *timeline.Timeline
	partial []byte
}

// rowMost bounds one line, and the data of one event.
const rowMost = 16 << 20

// take calls each with every line that is whole by now, without its end.
func (r *rows) take(piece []byte, each func(row []byte)) {
	for {
		at := bytes.IndexByte(piece, '\n')
		if at < 0 {
			r.partial = append(r.partial, piece...)
			if len(r.partial) > rowMost {
				r.line.Fail(timeline.TooLarge, "a message does not end")
				r.partial = r.partial[:0]
			}
			return
		}
		row := piece[:at]
		if len(r.partial) > 0 {
			row = append(r.partial, row...)
			r.partial = row[:0]
		}
		each(bytes.TrimSuffix(row, []byte("\r")))
		piece = piece[at+1:]
	}
}
