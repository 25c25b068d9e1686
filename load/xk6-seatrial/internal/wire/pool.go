package wire

import (
	"io"
	"sync"
	"time"

	"seatrial.dev/xk6-seatrial/internal/clock"
)

// idleMost is how long a connection may lie idle. Servers close idle ones, some after 5 s: a request sent into a
// closing connection would be lost, and counted against the service.
const idleMost = 2 * time.Second

// pool keeps idle connections, the newest on top. It never holds more than were in use at one time.
type pool[T io.Closer] struct {
	mu     sync.Mutex
	idle   []idle[T]
	closed bool
}

type idle[T io.Closer] struct {
	item  T
	since int64
}

func (p *pool[T]) get() (item T, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.idle) == 0 {
		return item, false
	}
	top := p.idle[len(p.idle)-1]
	if clock.Now()-top.since > int64(idleMost) {
		p.drop()
		return item, false
	}
	p.idle = p.idle[:len(p.idle)-1]
	return top.item, true
}

func (p *pool[T]) put(item T) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		_ = item.Close()
		return
	}
	p.idle = append(p.idle, idle[T]{item, clock.Now()})
}

func (p *pool[T]) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	p.drop()
}

func (p *pool[T]) drop() {
	for _, one := range p.idle {
		_ = one.item.Close()
	}
	p.idle = nil
}
