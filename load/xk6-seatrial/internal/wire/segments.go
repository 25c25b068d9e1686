package wire

import (
	"net"
	"sync"
	"time"

	"go.k6.io/k6/v2/lib/netext"
)

// countEvery is how often the kernel is asked about a connection that is in use.
const countEvery = int64(time.Second)

// link is what the kernel tells of a connection.
type link struct {
	rtt      time.Duration // smoothed
	segments int64         // with data, in both directions
	resent   int64         // of them, sent again, or received after a gap
}

// segments counts a connection's segments, each once.
type segments struct {
	tcp *net.TCPConn // nil where there is no kernel to ask

	mu   sync.Mutex // the one who reads, and the one who closes
	seen link
}

func (s *segments) count(into *meter) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now, ok := linkOf(s.tcp)
	if !ok {
		return
	}
	into.segments.Add(now.segments - s.seen.segments)
	into.resent.Add(now.resent - s.seen.resent)
	s.seen = now
}

// socketOf is what is under k6's wrapper.
func socketOf(raw net.Conn) net.Conn {
	if wrapped, ok := raw.(*netext.Conn); ok {
		return wrapped.Conn
	}
	return raw
}
