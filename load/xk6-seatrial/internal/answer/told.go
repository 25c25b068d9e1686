package answer

import (
	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// told is what the messages of one answer have told so far.
type told struct {
	p        *protocol.Protocol
	messages *protocol.Messages
	line     *timeline.Timeline
	heard    bool // some content
	ended    bool
}

// read understands a message and tells how much content it brought.
func (t *told) read(raw []byte) int { return t.note(t.messages.Read(raw, t.line.ID)) }

// note writes down what a message says.
func (t *told) note(message protocol.Message) int {
	if message.Usage.Prompt > 0 {
		t.line.PromptTokens = message.Usage.Prompt
	}
	if message.Usage.Output > 0 {
		t.line.OutputTokens = message.Usage.Output
	}
	switch {
	case message.Garbage != "":
		t.line.Fail(timeline.ProtocolError, message.Garbage)
	case message.Failed:
		t.line.Status = message.Status
		if t.line.Status == "" {
			t.line.Status = "error"
		}
		t.line.Fail(timeline.HTTPStatus, t.line.Status+" "+message.Text)
	}
	t.heard = t.heard || message.Content > 0
	if message.End && !t.ended {
		t.ended = true
		if !t.heard && t.p.Spec.Output.MayBeEmpty {
			return 1 // to say that there is nothing is an answer
		}
	}
	return message.Content
}

// finish judges the end of a body; a protocol that names no last message ends with it.
func (t *told) finish(what string) {
	if spec := t.p.Spec.Messages; !t.ended && (spec.Done != "" || spec.End.Path != "") {
		t.line.Fail(timeline.MissingTerminator, what)
	}
}
