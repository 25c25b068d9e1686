package wire

import (
	"bytes"

	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// consumer understands the payload of one response.
type consumer interface {
	// take returns how many bytes of audio were in the piece.
	take(piece []byte) int
	// finish judges a response that came to its end.
	finish(line *timeline.Timeline)
}

// rawAudio is a body that is audio itself.
type rawAudio struct{ wav *protocol.WAVSkipper }

func (r *rawAudio) take(piece []byte) int {
	if r.wav != nil {
		return r.wav.Feed(piece)
	}
	return len(piece)
}

func (r *rawAudio) finish(*timeline.Timeline) {}

// failure keeps the beginning of an error's body.
type failure struct {
	status string
	body   []byte
}

const failureMost = 2 << 10

func (f *failure) take(piece []byte) int {
	f.body = append(f.body, piece[:min(len(piece), failureMost-len(f.body))]...)
	return 0
}

func (f *failure) finish(line *timeline.Timeline) {
	line.Status = f.status
	line.Fail(timeline.HTTPStatus, f.status+" "+string(bytes.TrimSpace(f.body)))
}

// events is a body of server-sent events with JSON data.
type events struct {
	messages *protocol.Messages
	line     *timeline.Timeline
	partial  []byte
	data     []byte
	ended    bool
}

const eventMost = 16 << 20

func (e *events) take(piece []byte) (audio int) {
	for {
		at := bytes.IndexByte(piece, '\n')
		if at < 0 {
			e.partial = append(e.partial, piece...)
			if len(e.partial) > eventMost {
				e.line.Fail(timeline.ProtocolError, "event does not end")
			}
			return audio
		}
		row := piece[:at]
		if len(e.partial) > 0 {
			row = append(e.partial, row...)
			e.partial = row[:0]
		}
		audio += e.row(bytes.TrimSuffix(row, []byte("\r")))
		piece = piece[at+1:]
	}
}

func (e *events) row(row []byte) (audio int) {
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
	return message.Audio
}

func (e *events) finish(line *timeline.Timeline) {
	if !e.ended {
		line.Fail(timeline.MissingTerminator, "stream ended without its last event")
	}
}

// note writes down what a message says about how the request ends.
func note(line *timeline.Timeline, message protocol.Message) {
	switch {
	case message.Garbage != "":
		line.Fail(timeline.ProtocolError, message.Garbage)
	case message.Failed:
		line.Status = message.Status
		if line.Status == "" {
			line.Status = "error"
		}
		line.Fail(timeline.HTTPStatus, line.Status+" "+message.Text)
	}
}
