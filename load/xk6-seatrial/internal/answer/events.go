package answer

import (
	"bytes"

	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// events is a body of server-sent events with JSON data.
type events struct {
	messages *protocol.Messages
	line     *timeline.Timeline
	partial  []byte
	data     []byte
	ended    bool
}

const eventMost = 16 << 20

func (e *events) Take(piece []byte) (content int) {
	for {
		at := bytes.IndexByte(piece, '\n')
		if at < 0 {
			e.partial = append(e.partial, piece...)
			if len(e.partial) > eventMost {
				e.line.Fail(timeline.ProtocolError, "event does not end")
			}
			return content
		}
		row := piece[:at]
		if len(e.partial) > 0 {
			row = append(e.partial, row...)
			e.partial = row[:0]
		}
		content += e.row(bytes.TrimSuffix(row, []byte("\r")))
		piece = piece[at+1:]
	}
}

func (e *events) row(row []byte) (content int) {
	if value, ok := bytes.CutPrefix(row, []byte("data:")); ok {
		if len(e.data) > 0 {
			e.data = append(e.data, '\n')
		}
		e.data = append(e.data, bytes.TrimPrefix(value, []byte(" "))...)
		return 0
	}
	if len(row) > 0 || len(e.data) == 0 {
		return 0 // a field that does not matter, a comment, or an event without data
	}
	message := e.messages.Read(e.data, e.line.ID)
	e.data = e.data[:0]
	e.ended = e.ended || message.End
	note(e.line, message)
	return message.Content
}

func (e *events) Message([]byte, bool) (int, bool) { return 0, true }

func (e *events) Finish() {
	if !e.ended {
		e.line.Fail(timeline.MissingTerminator, "stream ended without its last event")
	}
}
