package engine

import (
	"context"
	"fmt"
	"runtime"
	"sync/atomic"
	"time"

	"seatrial.dev/xk6-seatrial/internal/clock"
)

// openLoop is a level of requests that start at their moments, whether earlier ones are over or not. One goroutine
// waits for the moments and hands them to the pool.
type openLoop struct {
	engine   *Engine
	level    *Level
	schedule *schedule
	begin    int64
	next     atomic.Int64 // moment that is waited for; all before it are in the window's books
	waited   atomic.Int64 // requests that found every worker of the budget busy
	ctx      context.Context
	cancel   context.CancelFunc
	over     chan struct{}
}

func (e *Engine) startOpen(index int, start, begin int64) *openLoop {
	e.seats.resize(profile{}, e.setup.Segment)
	o := &openLoop{
		engine: e, level: &e.input.Plan.Levels[index], begin: begin, over: make(chan struct{}),
		schedule: newSchedule(&e.input.Plan, index, e.setup.Segment, start),
	}
	o.ctx, o.cancel = context.WithCancel(e.run)
	go o.run()
	return o
}

func (o *openLoop) run() {
	defer close(o.over)
	e := o.engine
	for {
		due := o.schedule.next()
		o.next.Store(due.at)
		if !sleepUntil(o.ctx, due.at) {
			return
		}
		due.measured = e.window.enter(due.at)
		waits, taken := e.pool.put(due, o.grow)
		runtime.Gosched() // the worker goes first, and not after a nap that holds this thread
		if waits && due.measured {
			o.waited.Add(1)
		}
		if !taken {
			e.window.forget(due.measured)
			e.stop(fmt.Errorf("more than %d requests wait for one of %d streams: the service cannot keep up with %s",
				cap(e.pool.queue), e.budget.MaxStreams, o.level))
			return
		}
	}
}

// end stops the arrivals; what was handed out goes on.
func (o *openLoop) end() {
	o.cancel()
	<-o.over
}

func (o *openLoop) passed(at int64) bool { return o.next.Load() >= at }

// streams is how many requests were under way at one time since the last look.
func (o *openLoop) streams(int64) int { return o.engine.pool.most() }

// rate that is asked for at a moment, over all segments.
func (o *openLoop) rate(now int64) float64 {
	level, window := o.level, o.engine.input.Plan.MeasureSeconds
	if len(level.Trace) > 0 {
		return level.peak(window)
	}
	if level.RampTo == 0 {
		return level.Rate
	}
	part := float64(now-o.begin) / 1e9 / window
	return level.Rate + (level.RampTo-level.Rate)*min(max(part, 0), 1)
}

// late is how many measured requests had to wait for a stream since the last look.
func (o *openLoop) late() int64 { return o.waited.Swap(0) }

// coarse is what is left of a wait to nap, whose kernel timers are exact; the runtime's are late by up to 1 ms.
const coarse = 2 * time.Millisecond

// sleepUntil waits for a moment to within some 0.1 ms; false when the context was done first.
func sleepUntil(ctx context.Context, at int64) bool {
	if wait := time.Duration(at-clock.Now()) - coarse; wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
			return false
		}
	}
	if wait := time.Duration(at - clock.Now()); wait > 0 {
		nap(wait)
	}
	return ctx.Err() == nil
}

func (o *openLoop) grow() {
	o.engine.workers.Add(1)
	go o.engine.work()
}
