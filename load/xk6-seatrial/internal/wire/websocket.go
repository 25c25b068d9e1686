package wire

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// webSocket is an open WebSocket. One goroutine reads, any may send.
type webSocket struct {
	net.Conn // with TLS, where there is
	stamped  *Conn
	frames   frames
	buffer   []byte
	early    []byte // came together with the answer to the upgrade

	mu      sync.Mutex // one frame at a time
	out     []byte
	patient time.Duration // bounds a write; zero where the request's own deadline does
}

// closed is the service's close frame.
type closed struct {
	code uint16
	text string
}

func (c closed) Error() string { return fmt.Sprintf("socket was closed (%d %s)", c.code, c.text) }

// read waits for a piece and hands its whole messages to take. Pings are answered. The error says how the socket
// ended: closed, io.EOF, one of the network, or what makes its frames unreadable.
func (s *webSocket) read(take func(payload []byte, binary bool)) (stamp Stamp, raw int, err error) {
	piece := s.early
	if s.early = nil; len(piece) == 0 {
		n, failed := s.Conn.Read(s.buffer)
		if piece, err = s.buffer[:n], failed; n > 0 {
			err = nil
		}
	}
	stamp, raw = s.stamped.take()
	if err != nil {
		return stamp, raw, err
	}
	err = s.frames.feed(piece, func(op byte, payload []byte) error {
		switch op {
		case opText, opBinary:
			take(payload, op == opBinary)
		case opPing:
			_, err := s.send(opPong, payload)
			return err
		case opClose:
			end := closed{code: 1005}
			if len(payload) >= 2 {
				end = closed{binary.BigEndian.Uint16(payload), string(payload[2:])}
			}
			_, _ = s.send(opClose, payload[:min(2, len(payload))])
			return end
		}
		return nil
	})
	return stamp, raw, err
}

// send writes one message in one piece, and tells when it was handed to the socket.
func (s *webSocket) send(op byte, payload []byte) (sent int64, err error) {
	return s.sendWithin(s.patient, op, payload)
}

func (s *webSocket) sendWithin(patience time.Duration, op byte, payload []byte) (sent int64, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.out = appendFrame(s.out[:0], op, payload)
	if patience > 0 {
		_ = s.SetWriteDeadline(time.Now().Add(patience))
	}
	s.stamped.sent = 0
	_, err = s.Conn.Write(s.out)
	if err != nil && s.patient > 0 {
		_ = s.Conn.Close() // half a frame may be out, and others share the socket
	}
	if cap(s.out) > keptMost {
		s.out = nil
	}
	return s.stamped.sent, err
}

// callOff tells the service to stop what nobody waits for any more, if the protocol has words for it.
func (s *webSocket) callOff(words []byte) {
	if len(words) > 0 {
		_, _ = s.sendWithin(farewell, opText, words)
	}
}

const farewell = 100 * time.Millisecond

// Close says goodbye and closes the socket.
func (s *webSocket) Close() error {
	_, _ = s.sendWithin(farewell, opClose, []byte{3, 232})
	return s.Conn.Close()
}

// ending is the outcome of a request whose socket ended before its answer did.
func (s *webSocket) ending(err error) (timeline.Outcome, string) {
	var bye closed
	var network net.Error
	switch {
	case errors.As(err, &bye):
		return timeline.MissingTerminator, bye.Error() + " before the last message"
	case errors.Is(err, io.EOF) && s.frames.between():
		return timeline.Truncated, "connection ended in mid-stream, without a close frame"
	case errors.Is(err, io.EOF):
		return timeline.Truncated, "connection ended within a frame"
	case errors.As(err, &network), errors.Is(err, context.Canceled):
		return timeline.Truncated, "connection ended in mid-stream: " + err.Error()
	}
	return unfit(err), err.Error()
}
