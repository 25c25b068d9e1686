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

// Setup is what an engine needs besides its input.
type Setup struct {
	APIKey  string
	Dialer  *wire.Dialer
	Journal *record.Journal
	Segment Segment
	// Hold tells whether what follows the k-th level (from 1) may begin; nil where nothing is waited for.
	Hold func(k int) bool
	// Requests gets a line for each request; nil for none.
	Requests *record.Requests
}

// Engine runs the levels of one plan. Streams live on from level to level, and an open loop goes on until the next
// level begins, so that the load is never drained in between.
type Engine struct {
	input     *Input
	setup     Setup
	budget    Budget // the segment's
	protocol  *protocol.Protocol
	transport wire.Transport
	watch     *audit.Watch
	inputs    []protocol.Input
	window    *window
	prefix    string // of the requests' ids

	run     context.Context
	stop    context.CancelCauseFunc
	workers sync.WaitGroup
	network sync.WaitGroup
	seats   seats
	pool    *pool
	load    load
	level   atomic.Int64
	sent    atomic.Int64            // requests
	stats   wire.Stats              // at the last look
	link    atomic.Pointer[float64] // bytes a second; nil where that is not known
	began   int64
	whole   int // levels that were measured to their end
}

// load is a level's way to make requests.
type load interface {
	// streams of a closed loop at this moment; of an open one the most requests under way since the last look.
	streams(now int64) int
	// rate that an open loop asks for at this moment.
	rate(now int64) float64
	// late is how many measured requests of an open loop had to wait for a stream since the last look.
	late() int64
	// passed tells whether all that was to start before a moment is in the window's books.
	passed(at int64) bool
	// end stops what must not go on beside the next level.
	end()
}

// New makes an engine; ctx ends the load.
func New(ctx context.Context, input *Input, setup Setup) (*Engine, error) {
	plan := &input.Plan
	budget, err := setup.Segment.of(plan.Budget)
	if err != nil {
		return nil, err
	}
	p, err := protocol.Compile(&input.Protocol, plan.Target.URL, protocol.Values{
		Params: plan.Workload.Params, APIKey: setup.APIKey, Headers: headers(input), Batch: plan.Workload.Batch,
	})
	if err != nil {
		return nil, err
	}
	inputs, err := p.PrepareInputs(&plan.Workload)
	if err != nil {
		return nil, err
	}
	run, stop := context.WithCancelCause(ctx)
	e := &Engine{
		input: input, setup: setup, budget: budget, protocol: p, inputs: inputs, window: newWindow(),
		watch: audit.Start(), prefix: setup.Segment.id(input.ID) + "-", pool: newPool(plan, budget.MaxStreams),
		transport: wire.New(p, setup.Dialer, seconds(plan.RequestTimeoutSeconds)),
		run:       run, stop: stop, began: clock.Now(),
	}
	go func() { e.link.Store(audit.LinkBytes(hostPort(p.URL))) }()
	return e, nil
}

// Level runs one level and is true when the next one may follow.
func (e *Engine) Level(index int) bool {
	plan := &e.input.Plan
	if index == 0 {
		e.begin()
	}
	start := clock.Now()
	begin := start + int64(seconds(plan.WarmupSeconds))
	end := begin + int64(seconds(plan.MeasureSeconds))
	e.window.open(begin, end)
	e.level.Store(int64(index))
	e.setup.Journal.OpenLevel(index, int(e.setup.Segment.share(int64(plan.Levels[index].most()))))
	e.change(index, start, begin, end)

	say := func(phase record.Phase) { e.flush(index, phase) }
	never := func() bool { return false }
	whole := e.pass(begin, never, func() { say(record.Warmup) }) &&
		e.pass(end, never, func() { say(record.Measure) }) &&
		e.cooldown(index, end, func() { say(record.Cooldown) })
	if e.run.Err() != nil {
		e.end() // at once, and what was under way is counted as cancelled
		say(record.Cooldown)
	}
	if err := e.setup.Journal.CloseLevel(whole); err != nil {
		e.stop(err)
	}
	if whole {
		e.whole++
	} else {
		e.stop(fmt.Errorf("not every request of the level with %s ended", &plan.Levels[index]))
	}
	return e.run.Err() == nil
}

func (e *Engine) begin() {
	e.began = clock.Now()
	most := e.budget.MaxSeconds
	cut := time.AfterFunc(seconds(most), func() { e.stop(fmt.Errorf("the budget of %g seconds is used up", most)) })
	context.AfterFunc(e.run, func() { cut.Stop() })
	e.network.Go(e.watchNetwork)
}

// change goes over to the load of a level.
func (e *Engine) change(index int, start, begin, end int64) {
	if e.load != nil {
		e.load.end()
	}
	if level := &e.input.Plan.Levels[index]; level.open() {
		e.load = e.startOpen(index, start, begin)
	} else {
		e.load = e.startClosed(level, start, begin, end)
	}
}

// cooldown keeps the load on until every measured request has ended, here and in the other segments.
func (e *Engine) cooldown(index int, end int64, say func()) bool {
	over := func() bool { return e.load.passed(end) && e.window.drained() }
	// Twice, because a request may wait as long for a stream as the one that has it may last.
	grace := 2*seconds(e.input.Plan.RequestTimeoutSeconds) + 5*time.Second
	held := func() bool { return over() && (e.setup.Hold == nil || e.setup.Hold(index+1)) }
	_ = e.pass(end+int64(grace), held, say)
	return e.run.Err() == nil && over()
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

func (e *Engine) flush(index int, phase record.Phase) {
	now := clock.Now()
	taken := e.window.take()
	figures := e.figures()
	if phase != record.Warmup {
		taken.Audit = figures
	}
	taken.Settle()
	begin := clock.Wall(e.window.begin).UTC()
	err := e.setup.Journal.Interval(record.Interval{
		At: float64(now-e.began) / 1e9, Level: index, Streams: e.load.streams(now), Rate: e.load.rate(now),
		Phase: phase, Window: e.window.length(now), Tally: taken,
	}, &begin)
	if err != nil {
		e.stop(err)
	}
}

// end lets no more requests begin and waits for those under way.
func (e *Engine) end() {
	if e.load != nil {
		e.load.end()
	}
	e.seats.resize(profile{}, e.setup.Segment)
	e.pool.close()
	e.workers.Wait()
}

// Close lets the last requests end, or breaks them off when the load was stopped.
func (e *Engine) Close() {
	e.end()
	e.stop(nil)
	e.network.Wait()
	e.transport.Close()
	e.watch.Close()
}

// Stop ends the load at once.
func (e *Engine) Stop(why error) { e.stop(why) }
