package answer

import (
	"bytes"

	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// events is a body of server-sent events with JSON data.
type events struct {
	rows rows
	told told
	data []byte
	name string
}

func (e *events) Take(piece []byte) (content int) {
	e.rows.take(piece, func(row []byte) { content += e.row(row) })
	return content
}

func (e *events) row(row []byte) (content int) {
	if value, ok := field(row, "data:"); ok {
		if len(e.data) > 0 {
			e.data = append(e.data, '\n')
		}
		if e.data = append(e.data, value...); len(e.data) > rowMost {
			e.told.line.Fail(timeline.TooLarge, "an event does not end")
			e.data = e.data[:0]
		}
		return 0
	}
	if value, ok := field(row, "event:"); ok {
		e.name = string(value)
		return 0
	}
	if len(row) > 0 {
		return 0 // a field that does not matter, or a comment
	}
	data, name := e.data, e.name
	e.data, e.name = e.data[:0], ""
	switch {
	case len(data) == 0:
		return 0
	case name == "error":
		return e.told.note(e.told.messages.Failure(data))
	}
	return e.told.read(data)
}

func field(row []byte, name string) (value []byte, ok bool) {
	value, ok = bytes.CutPrefix(row, []byte(name))
	return bytes.TrimPrefix(value, []byte(" ")), ok
}

func (e *events) Message([]byte, bool) (int, bool) { return 0, true }

func (e *events) Finish() { e.told.finish("stream ended without its last event") }
