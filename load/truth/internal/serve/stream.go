package serve

import (
	"bytes"

	"seatrial.dev/truth/internal/answer"
	"seatrial.dev/truth/internal/clock"
	"seatrial.dev/truth/internal/truthlog"
)

// stream is one answer under way.
type stream struct {
	conn   *conn
	kind   *answer.Kind // nil on a WebSocket
	pieces *answer.Pieces
	own    answer.Pieces // of a WebSocket's context
	order  answer.Order
	id     []byte
	record *truthlog.Record

	count int   // chunks of the answer
	nth   int   // the next one
	base  int64 // when the first chunk is due
	due   int64 // when the next one is
	place int   // in the heap
	next  *stream
}

// begin takes up a request.
func (l *Loop) begin(c *conn, kind *answer.Kind, id []byte, order answer.Order) {
	record := l.log.Begin(id)
	if record == nil {
		l.refuse(c, "503 Service Unavailable")
		return
	}
	s := l.free
	if s == nil {
		s = &stream{}
	} else {
		l.free = s.next
	}
	*s = stream{conn: c, kind: kind, own: s.own, order: order, id: append(s.id[:0], id...), record: record, count: l.model.Chunks}
	s.next, c.streams = c.streams, s
	record.Arrival, record.Seen, record.Order = c.arrival, c.seen, order.String()
	record.Protocol = answer.SocketName
	if kind != nil {
		record.Protocol, s.pieces = kind.Name, &kind.Pieces
		if kind.Single {
			s.count = 1
		}
	} else {
		s.pieces = &s.own
		s.own.ForContext(s.id)
	}
	s.base = max(c.arrival, l.thawed) + l.model.First(id)
	s.due = s.base
	l.timers.add(s)
	if order != answer.None {
		l.orderAtOnce(s)
	}
}

// fire writes the chunk that is due.
func (l *Loop) fire(s *stream) {
	if s.order != answer.None && l.obeyOrder(s) {
		return
	}
	if l.put(s, s.piece(), 1) && s.nth == s.count {
		l.end(s, truthlog.Whole)
	}
}

func (s *stream) piece() []byte {
	p := s.pieces
	piece := p.First
	switch {
	case s.count == 1:
		piece = p.Only
	case s.nth == s.count-1:
		return p.Last
	case s.nth > 0:
		return p.Chunk
	}
	if s.order == answer.RoleEarly && s.kind != nil {
		return piece[len(s.kind.Early):] // that is there
	}
	return piece
}

// put writes a piece that holds so many chunks, notes it, and sets when the next one is due; false when the connection
// is gone.
func (l *Loop) put(s *stream, piece []byte, chunks int) (alive bool) {
	record := s.record
	before := clock.Now()
	whole, alive := l.write(s.conn, piece)
	after := clock.Now()
	for range chunks {
		l.log.Wrote(record, s.due, before, after, whole)
	}
	if !alive {
		return false
	}
	if s.nth += chunks; s.nth < s.count {
		l.again(s, s.base+int64(s.nth)*int64(l.model.Gap))
	}
	return true
}

// again sets when a stream is due next.
func (l *Loop) again(s *stream, due int64) {
	s.due = due
	l.timers.moved(s)
}

// end takes a stream off its connection.
func (l *Loop) end(s *stream, ending truthlog.Ending) {
	s.record.Ending = ending
	if s.place >= 0 {
		l.timers.remove(s)
	}
	at := &s.conn.streams
	for *at != s {
		at = &(*at).next
	}
	*at = s.next
	c := s.conn
	s.conn, s.record, s.next = nil, nil, l.free
	l.free = s
	// The next request may lie there already.
	if ending == truthlog.Whole && !c.socket && len(c.in) > 0 && !c.over {
		l.understand(c)
	}
}

// ending of a stream whose connection ends.
func (s *stream) ending() truthlog.Ending {
	if s.order != answer.None && s.order != answer.Stall && s.order != answer.Pairs && s.order != answer.RoleEarly {
		return truthlog.Ordered
	}
	return truthlog.Left
}

func (c *conn) find(id []byte) *stream {
	for s := c.streams; s != nil; s = s.next {
		if bytes.Equal(s.id, id) {
			return s
		}
	}
	return nil
}
