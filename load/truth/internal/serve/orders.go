package serve

import (
	"math"

	"golang.org/x/sys/unix"

	"seatrial.dev/truth/internal/answer"
	"seatrial.dev/truth/internal/clock"
	"seatrial.dev/truth/internal/truthlog"
)

const (
	slowEach  = int64(100e6) // a line of a slow head
	slowLines = 30
	never     = math.MaxInt64 / 2
)

// orderAtOnce obeys what is wanted before the first chunk is due.
func (l *Loop) orderAtOnce(s *stream) {
	if s.pieces == &s.own {
		s.own.Faults(s.id)
	}
	switch s.order {
	case answer.Refuse429, answer.Refuse503:
		status := s.order.Status()
		if s.kind == nil {
			l.whole(s, answer.Refusal(s.id, status))
		} else {
			l.whole(s, answer.RefusalHTTP(status))
		}
	case answer.Hang:
		l.again(s, never)
	case answer.SlowHeaders:
		if s.kind != nil {
			s.nth = -slowLines
			l.again(s, clock.Now())
		}
	case answer.RoleEarly:
		if s.kind != nil {
			l.write(s.conn, s.kind.Early)
		}
	}
}

// obeyOrder does what is wanted instead of the chunk that is due; false when the chunk is to be written.
func (l *Loop) obeyOrder(s *stream) (obeyed bool) {
	breaks := s.nth == min(s.count/5, 10)
	switch s.order {
	case answer.Stall:
		if s.nth == s.count/2 {
			s.order = answer.None
			s.base += int64(l.stall)
			l.again(s, s.due+int64(l.stall))
			return true
		}
	case answer.Truncate:
		return breaks && l.breakOff(s, s.pieces.Half)
	case answer.NoTerminator:
		return breaks && l.stopShort(s)
	case answer.Garbage:
		return breaks && l.breakOff(s, s.pieces.Garbage)
	case answer.Reset:
		if breaks {
			_ = unix.SetsockoptLinger(s.conn.fd, unix.SOL_SOCKET, unix.SO_LINGER, &unix.Linger{Onoff: 1})
			l.close(s.conn)
		}
		return breaks
	case answer.EndlessSlow:
		s.count = math.MaxInt
	case answer.Endless:
		return l.endless(s)
	case answer.Huge:
		return l.huge(s)
	case answer.WrongType:
		return s.kind != nil && l.whole(s, answer.Page)
	case answer.NoContent:
		return l.whole(s, s.pieces.Nothing)
	case answer.SlowHeaders:
		return s.nth < 0 && l.slowly(s)
	case answer.Pairs:
		return s.nth+2 < s.count && l.pair(s)
	}
	return false
}

// whole writes an answer that ends in good order.
func (l *Loop) whole(s *stream, bytes []byte) bool {
	if _, alive := l.write(s.conn, bytes); alive {
		l.end(s, truthlog.Ordered)
	}
	return true
}

// breakOff writes what is no good, and closes the connection.
func (l *Loop) breakOff(s *stream, bytes []byte) bool {
	c := s.conn
	if _, alive := l.write(c, bytes); alive {
		l.end(s, truthlog.Ordered)
		l.closeAfter(c)
	}
	return true
}

// stopShort ends the message in good order, but not the answer.
func (l *Loop) stopShort(s *stream) bool {
	if s.kind != nil && len(s.pieces.Close) > 0 {
		return l.whole(s, s.pieces.Close)
	}
	return l.breakOff(s, s.pieces.Close)
}

func (l *Loop) endless(s *stream) bool {
	c, flooded := s.conn, flood{block: s.pieces.Flood, remaining: math.MaxInt64}
	l.again(s, never)
	if _, alive := l.write(c, s.pieces.First); alive {
		c.flood = flooded
		l.pour(c)
	}
	return true
}

func (l *Loop) huge(s *stream) bool {
	c, head, filler := s.conn, answer.HugeMessage(), s.pieces.Flood
	if s.kind != nil {
		head, filler = s.kind.Huge, s.kind.Filler
	}
	l.again(s, never)
	if _, alive := l.write(c, head); alive {
		c.flood = flood{block: filler, remaining: answer.HugeSize}
		l.pour(c)
	}
	return true
}

// slowly writes one more line of the head.
func (l *Loop) slowly(s *stream) bool {
	line := []byte("X-Slow: yes\r\n")
	if s.nth == -slowLines {
		line = s.kind.Bare
	}
	s.nth++
	if s.nth == 0 {
		line = append(line, "\r\n"...)
		s.base = clock.Now() + slowEach
		s.order = answer.RoleEarly // its head is there
	}
	due := s.due + slowEach
	if _, alive := l.write(s.conn, line); alive {
		l.again(s, due)
	}
	return true
}

func (l *Loop) pair(s *stream) bool {
	piece := append(append(l.scratch[:0], s.pieces.Chunk...), s.pieces.Chunk...)
	if s.nth == 0 {
		piece = append(append(l.scratch[:0], s.pieces.First...), s.pieces.Chunk...)
	}
	l.scratch = piece[:0]
	l.put(s, piece, 2)
	return true
}
