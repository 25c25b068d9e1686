package answer

import (
	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// socket is an answer in messages of JSON.
type socket struct {
	messages *protocol.Messages
	line     *timeline.Timeline
}

func (s *socket) Take([]byte) int { return 0 }

func (s *socket) Message(raw []byte, _ bool) (content int, done bool) {
	message := s.messages.Read(raw, s.line.ID)
	note(s.line, message)
	return message.Content, message.End || s.line.Outcome != ""
}

func (s *socket) Finish() {}
