package engine

import (
	"time"

	"seatrial.dev/xk6-seatrial/internal/clock"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// closedLoop is a level of streams that each send their next request when the one before is over. They live on from
// level to level.
type closedLoop struct {
	engine  *Engine
	profile profile
}

// startClosed brings the number of streams to a level's; new ones start one after another, so that they do not march
// in step.
func (e *Engine) startClosed(level *Level, start, begin, end int64) *closedLoop {
	wanted := profile{from: level.Streams, to: level.Streams, begin: begin, end: end}
	if level.RampTo > 0 {
		wanted.to = int(level.RampTo)
	}
	before := e.seats.wanted()
	spread := int64(min(seconds(e.input.Plan.WarmupSeconds)/2, time.Second))
	for _, seat := range e.seats.resize(wanted, e.setup.Segment) {
		at := start
		switch {
		case seat >= wanted.from:
			at = wanted.grows(seat)
		case seat >= before:
			at += spread * int64(seat-before) / int64(wanted.from-before)
		}
		e.workers.Add(1)
		go e.stream(seat, at)
	}
	return &closedLoop{engine: e, profile: wanted}
}

// stream sends one request after another, until it is one too many. Its n-th asks for the input that follows the one
// before: whatever the streams' number, each of them asks for all inputs alike.
func (e *Engine) stream(seat int, at int64) {
	defer e.workers.Done()
	w := worker{engine: e}
	intended, failures := at, 0
	for nth := int64(seat); e.sleep(intended) && e.seats.keep(seat, clock.Now()); nth++ {
		if !w.call(intended, nth, e.window.enter(intended)) {
			return
		}
		intended, failures = w.line.End, failures+1
		if w.line.Outcome == timeline.Complete {
			failures = 0
		} else {
			intended += pause(failures, w.line.RetryAfter)
		}
	}
}

// pause after a failure: a platform in trouble must not be hammered, and is listened to when it says how long.
func pause(failures int, retryAfter int64) int64 {
	const most, mostAsked = time.Second, 5 * time.Second
	own := min(25*time.Millisecond<<min(failures, 10), most)
	return max(int64(own), min(retryAfter, int64(mostAsked)))
}

// sleep waits for a moment and is false when the load is over.
func (e *Engine) sleep(until int64) bool {
	if wait := time.Duration(until - clock.Now()); wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-e.run.Done():
		}
	}
	return e.run.Err() == nil
}

func (c *closedLoop) streams(now int64) int {
	return int(c.engine.setup.Segment.share(int64(c.profile.wanted(now))))
}

func (c *closedLoop) rate(int64) float64 { return 0 }

func (c *closedLoop) late() int64 { return 0 }

func (c *closedLoop) passed(int64) bool { return true }

// end leaves the streams to the next level, which says how many it wants.
func (c *closedLoop) end() {}
