package engine

import (
	"sync"
	"time"

	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/tally"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// window is the measured stretch of a level, and what came in since the last look.
type window struct {
	mu         sync.Mutex
	begin, end int64
	inFlight   int
	current    *tally.Tally
	spare      *tally.Tally
}

func newWindow() *window { return &window{current: tally.New(), spare: tally.New()} }

// open sets the stretch of the next level.
func (w *window) open(begin, end int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.begin, w.end = begin, end
}

// enter tells whether a request that was intended for this moment is measured.
func (w *window) enter(intended int64) (measured bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	measured = w.begin <= intended && intended < w.end
	if measured {
		w.inFlight++
	}
	return measured
}

// forget takes back what entered and was never sent.
func (w *window) forget(measured bool) {
	if !measured {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.inFlight--
}

// leave counts a request that has ended.
func (w *window) leave(line *timeline.Timeline, p *protocol.Protocol, measured bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if measured {
		w.inFlight--
	}
	share := 0.0
	if inside := min(line.End, w.end) - max(line.Intended, w.begin); inside > 0 {
		share = float64(inside) / float64(line.End-line.Intended)
	}
	w.current.Record(line, p, measured, share)
}

// roundTrip notes one of the network, unless it was before the window or after it.
func (w *window) roundTrip(now int64, took time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.begin <= now && now < w.end {
		w.current.Histograms.Record("network_rtt", took.Microseconds())
	}
}

// drained tells whether all that is measured has ended.
func (w *window) drained() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.inFlight == 0
}

// take hands out what came in, and is ready for more at once; the tally is good until the next take. One goroutine
// takes.
func (w *window) take() *tally.Tally {
	w.spare.Reset() // megabytes: not while a stream waits
	w.mu.Lock()
	defer w.mu.Unlock()
	w.current, w.spare = w.spare, w.current
	return w.spare
}

// length of the window until now, seconds.
func (w *window) length(now int64) float64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return max(0, float64(min(now, w.end)-w.begin)/1e9)
}
