package wire

import (
	"time"

	"seatrial.dev/xk6-seatrial/internal/clock"
	"seatrial.dev/xk6-seatrial/internal/protocol"
)

// utterance is a request on its way out: parts after the first go out each at its moment, while answers come in on the
// same socket.
type utterance struct {
	stop, over chan struct{}
	sent       int // parts
	last, late int64
	bytes      int64
	err        error
}

// speak sends what a request has to say, the first of it before it returns; settle must be called.
func (s *webSocket) speak(trip *trip) (*utterance, error) {
	parts := trip.send.Parts
	first, op := trip.send.Body, byte(opText)
	if len(parts) > 0 {
		first, op = parts[0].Data, opcode(parts[0])
	}
	sent, err := s.send(op, first)
	if trip.line.Sent == 0 {
		trip.line.Sent = sent
	}
	talk := &utterance{sent: 1, last: sent, bytes: int64(len(first))}
	if err == nil && len(parts) > 1 {
		talk.stop, talk.over = make(chan struct{}), make(chan struct{})
		go talk.goOn(s, parts, sent)
	}
	return talk, err
}

func opcode(part protocol.Part) byte {
	if part.Binary {
		return opBinary
	}
	return opText
}

func (t *utterance) goOn(s *webSocket, parts []protocol.Part, began int64) {
	defer close(t.over)
	timer := time.NewTimer(0)
	defer timer.Stop()
	for _, part := range parts[1:] {
		due := began + int64(part.After)
		if wait := due - clock.Now(); wait > 0 {
			timer.Reset(time.Duration(wait))
			select {
			case <-timer.C:
			case <-t.stop:
				return
			}
		}
		at, err := s.send(opcode(part), part.Data)
		if err != nil {
			t.err = err
			return
		}
		t.sent++
		t.last, t.late, t.bytes = at, max(t.late, at-due), t.bytes+int64(len(part.Data))
		select {
		case <-t.stop:
			return
		default:
		}
	}
}

// settle ends it, notes it in the timeline, and tells whether all of it went out.
func (t *utterance) settle(trip *trip) (whole bool) {
	if t.stop != nil {
		close(t.stop)
		<-t.over
		trip.line.SentLast, trip.line.SendLate = t.last, t.late
	}
	trip.line.BytesOut += t.bytes
	return t.err == nil && t.sent >= len(trip.send.Parts)
}
