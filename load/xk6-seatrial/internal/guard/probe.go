package guard

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"seatrial.dev/xk6-seatrial/internal/clock"
	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/timeline"
	"seatrial.dev/xk6-seatrial/internal/wire"
)

// underwayMost bounds the requests of a probe that nobody answers; by then it has long told so.
const underwayMost = 16

// prober sends a light request at fixed moments, whether the earlier ones are answered or not.
type prober struct {
	plan      *Probe
	run       string
	protocol  *protocol.Protocol
	inputs    []protocol.Input
	transport wire.Transport
	// told gets a verdict as soon as one can be given, and a second time when a slow request has ended after all.
	told func(one verdict, over bool)

	limit    atomic.Int64 // microseconds to the first content; zero: none
	underway atomic.Int64
	requests sync.WaitGroup
}

func (p *prober) loop(ctx context.Context) {
	defer p.requests.Wait()
	every := time.Duration(p.plan.EveryMs) * time.Millisecond
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for nth := int64(0); ctx.Err() == nil; nth++ {
		if p.underway.Add(1) > underwayMost {
			p.underway.Add(-1)
			p.told(verdict{nth: nth, failed: fmt.Sprintf("%d requests are not answered", underwayMost)}, true)
		} else {
			p.requests.Go(func() { p.ask(ctx, nth) })
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
		}
	}
}

func (p *prober) ask(ctx context.Context, nth int64) {
	defer p.underway.Add(-1)
	var line timeline.Timeline
	var send protocol.Send
	var heard atomic.Bool
	line.Reset(fmt.Sprintf("%s-probe-%d", p.run, nth), clock.Now())
	line.OnFirst = func() { heard.Store(true) }
	input := &p.inputs[nth%int64(len(p.inputs))]
	line.Characters, line.InputSeconds = input.Characters, input.Seconds
	p.protocol.Fill(&send, input, line.ID)
	limit := p.limit.Load()
	if limit > 0 {
		// A request that is late is known to be late before its answer comes.
		late := time.AfterFunc(time.Duration(limit)*time.Microsecond, func() {
			if !heard.Load() {
				p.told(verdict{nth: nth, ms: float64(limit) / 1e3, slow: true}, false)
			}
		})
		defer late.Stop()
	}
	p.transport.Do(ctx, &send, &line)
	if ctx.Err() != nil {
		return
	}
	one := verdict{nth: nth}
	if line.Outcome == timeline.Complete {
		one.ms = float64(line.FirstContent-line.Intended) / 1e6
		one.slow = limit > 0 && one.ms*1e3 > float64(limit)
	} else {
		one.failed = string(line.Outcome) + ": " + line.Message
	}
	p.told(one, true)
}

// settle sets the bound by what requests took before the load; false when there are too few to tell.
func (p *prober) settle(before []float64) bool {
	limit := 0.0
	if p.plan.MaxMs != nil {
		limit = *p.plan.MaxMs
	}
	if p.plan.MaxTimes != nil {
		if len(before) < 3 {
			return false
		}
		slices.Sort(before)
		median := before[len(before)/2]
		if own := max(median**p.plan.MaxTimes, median+p.plan.MarginMs); limit == 0 || own < limit {
			limit = own
		}
	}
	p.limit.Store(int64(limit * 1e3))
	return true
}
