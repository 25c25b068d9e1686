package engine

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"seatrial.dev/xk6-seatrial/internal/audit"
	"seatrial.dev/xk6-seatrial/internal/clock"
	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/record"
	"seatrial.dev/xk6-seatrial/internal/wire"
)

// ErrStopped is why a load ends that somebody stopped.
var ErrStopped = errors.New("the load was stopped")

// Engine runs the levels of one plan: a closed loop of streams that live on from level to level, so that the load
// is never drained in between.
type Engine struct {
	input     *Input
	protocol  *protocol.Protocol
	transport wire.Transport
	journal   *record.Journal
	watch     *audit.Watch
	inputs    []protocol.Input
	window    *window

	run     context.Context
	stop    context.CancelCauseFunc
	workers sync.WaitGroup
	seats   seats
	next    atomic.Int64 // input
	sent    atomic.Int64 // requests
	began   int64
	whole   int // levels that were measured to their end
}

// New makes an engine; ctx ends the load.
func New(ctx context.Context, input *Input, apiKey string, dialer *wire.Dialer, journal *record.Journal) (*Engine, error) {
	plan := &input.Plan
	p, err := protocol.Compile(&input.Protocol, plan.Target.URL, protocol.Values{
		Params: plan.Workload.Params, APIKey: apiKey, Headers: headers(input),
	})
	if err != nil {
		return nil, err
	}
	inputs, err := p.PrepareInputs(&plan.Workload)
	if err != nil {
		return nil, err
	}
	run, stop := context.WithCancelCause(ctx)
	return &Engine{
		input: input, protocol: p, inputs: inputs, journal: journal, window: newWindow(), watch: audit.Start(),
		transport: wire.New(p, dialer, seconds(plan.RequestTimeoutSeconds)),
		run:       run, stop: stop, began: clock.Now(),
	}, nil
}

// Level runs one level and is true when the next one may follow.
func (e *Engine) Level(index int) bool {
	plan := &e.input.Plan
	if index == 0 {
		cut := time.AfterFunc(seconds(plan.Budget.MaxSeconds), func() {
			e.stop(fmt.Errorf("the budget of %g seconds is used up", plan.Budget.MaxSeconds))
		})
		context.AfterFunc(e.run, func() { cut.Stop() })
	}
	streams := plan.Levels[index].Streams
	start := clock.Now()
	begin := start + int64(seconds(plan.WarmupSeconds))
	end := begin + int64(seconds(plan.MeasureSeconds))
	e.window.open(begin, end)
	e.journal.OpenLevel(index, streams)
	e.watch.Take()
	e.scale(streams, start)

	say := func(phase record.Phase) { e.flush(index, streams, phase) }
	whole := e.pass(begin, func() bool { return false }, func() { say(record.Warmup) }) &&
		e.pass(end, func() bool { return false }, func() { say(record.Measure) }) &&
		e.cooldown(end, func() { say(record.Cooldown) })
	if e.run.Err() != nil {
		e.workers.Wait() // they end at once, and what they were at is counted as cancelled
		say(record.Cooldown)
	}
	if err := e.journal.CloseLevel(whole); err != nil {
		e.stop(err)
	}
	if whole {
		e.whole++
	} else {
		e.stop(fmt.Errorf("not every request of the level with %d streams ended", streams))
	}
	return e.run.Err() == nil
}

// cooldown keeps the load on until every measured request has ended.
func (e *Engine) cooldown(end int64, say func()) bool {
	grace := seconds(e.input.Plan.RequestTimeoutSeconds) + 5*time.Second
	_ = e.pass(end+int64(grace), e.window.drained, say)
	return e.run.Err() == nil && e.window.drained()
}

// pass lets time go by until a moment, or until done, and tells every second how it goes.
func (e *Engine) pass(until int64, done func() bool, say func()) bool {
	const look = 5 * time.Millisecond
	ticker := time.NewTicker(look)
	defer ticker.Stop()
	said := clock.Now()
	for now := said; now < until && !done(); now = clock.Now() {
		if now-said >= int64(time.Second) {
			said = now
			say()
		}
		select {
		case <-ticker.C:
		case <-e.run.Done():
			return false
		}
	}
	say()
	return true
}

func (e *Engine) flush(index, streams int, phase record.Phase) {
	now := clock.Now()
	taken := e.window.take()
	if figures := e.watch.Take(); phase != record.Warmup {
		taken.Audit = figures
	}
	begin := clock.Wall(e.window.begin).UTC()
	err := e.journal.Interval(record.Interval{
		At: float64(now-e.began) / 1e9, Level: index, Streams: streams, Phase: phase,
		Window: e.window.length(now), Tally: taken,
	}, &begin)
	if err != nil {
		e.stop(err)
	}
}

// Close lets the last requests end, or breaks them off when the load was stopped.
func (e *Engine) Close() {
	e.seats.resize(0)
	e.workers.Wait()
	e.stop(nil)
	e.transport.Close()
	e.watch.Close()
}

// Outcome tells how the run ended, as the status and reason of its last record.
func (e *Engine) Outcome() (status, reason string) {
	cause := context.Cause(e.run)
	switch {
	case e.whole == len(e.input.Plan.Levels):
		return record.StatusComplete, ""
	case cause == nil || errors.Is(cause, context.Canceled) || errors.Is(cause, ErrStopped):
		return record.StatusAborted, ErrStopped.Error()
	}
	return record.StatusPartial, cause.Error()
}

// Requests is how many were sent in all, measured or not.
func (e *Engine) Requests() int64 { return min(e.sent.Load(), e.input.Plan.Budget.MaxRequests) }

// Stop ends the load at once.
func (e *Engine) Stop(why error) { e.stop(why) }
