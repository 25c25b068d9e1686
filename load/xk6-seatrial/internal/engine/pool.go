package engine

import (
	"sync"
	"sync/atomic"
)

const (
	backlogLeast = 1 << 10
	backlogMost  = 1 << 17
)

// pool has the workers of open loops: as many as were busy at one time, at most the budget's streams. A request that
// finds none free waits in the queue; it is not dropped, and its latency counts from its moment.
type pool struct {
	queue   chan arrival
	pending atomic.Int64 // handed out and not over
	workers int          // of the one who puts
	limit   int
	busy    atomic.Int64
	peak    atomic.Int64
	once    sync.Once
}

// newPool has room for as many waiting requests as arrive while one may last.
func newPool(plan *Plan, limit int) *pool {
	peak := 0.0
	for i := range plan.Levels {
		if level := &plan.Levels[i]; level.open() {
			peak = max(peak, level.peak(plan.MeasureSeconds))
		}
	}
	room := min(max(peak*plan.RequestTimeoutSeconds, backlogLeast), backlogMost)
	return &pool{limit: limit, queue: make(chan arrival, int(room))}
}

// put hands a request out. It waits when all workers are busy, and is not taken when too many wait.
func (p *pool) put(due arrival, grow func()) (waits, taken bool) {
	pending := int(p.pending.Add(1))
	if pending > p.workers && p.workers < p.limit {
		p.workers++
		grow()
	}
	select {
	case p.queue <- due:
		return pending > p.limit, true
	default:
		return true, false
	}
}

// work takes requests until the pool is closed.
func (e *Engine) work() {
	defer e.workers.Done()
	p, w := e.pool, worker{engine: e}
	for due := range p.queue {
		if e.run.Err() != nil {
			e.window.forget(due.measured)
			continue
		}
		p.rise(p.busy.Add(1))
		w.call(due.at, due.nth, due.measured)
		p.busy.Add(-1)
		p.pending.Add(-1)
	}
}

func (p *pool) rise(to int64) {
	for seen := p.peak.Load(); to > seen; seen = p.peak.Load() {
		if p.peak.CompareAndSwap(seen, to) {
			return
		}
	}
}

// most is how many were under way at one time since the last look.
func (p *pool) most() int { return int(max(p.peak.Swap(p.busy.Load()), p.busy.Load())) }

// close lets the workers end after what is in the queue; nothing may be put in any more.
func (p *pool) close() { p.once.Do(func() { close(p.queue) }) }
