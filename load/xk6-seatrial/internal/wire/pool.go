package wire

import (
	"io"
	"sync"
)

// pool keeps idle connections, the newest on top. It never holds more than were in use at one time.
type pool[T io.Closer] struct {
	mu     sync.Mutex
	idle   []T
	closed bool
}

func (p *pool[T]) get() (item T, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.idle) == 0 {
		return item, false
	}
	item = p.idle[len(p.idle)-1]
	p.idle = p.idle[:len(p.idle)-1]
	return item, true
}

func (p *pool[T]) put(item T) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		_ = item.Close()
		return
	}
	p.idle = append(p.idle, item)
}

func (p *pool[T]) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	for _, item := range p.idle {
		_ = item.Close()
	}
	p.idle = nil
}
