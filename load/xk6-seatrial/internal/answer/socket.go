package answer

import (
	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// socket is an answer in messages: JSON, and audio as binary ones where the protocol says so.
type socket struct{ told told }

func (s *socket) Take([]byte) int { return 0 }

func (s *socket) Message(raw []byte, binary bool) (content int, done bool) {
	switch {
	case !binary:
		content = s.told.read(raw)
	case s.told.p.Format == protocol.Bytes:
		content = len(raw)
		s.told.heard = true
	default:
		s.told.line.Fail(timeline.ProtocolError, "a binary message, where the protocol has JSON")
	}
	return content, s.told.ended || s.told.line.Outcome != ""
}

func (s *socket) Finish() {}
