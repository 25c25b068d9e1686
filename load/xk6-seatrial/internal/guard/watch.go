package guard

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"seatrial.dev/xk6-seatrial/internal/clock"
	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/wire"
)

// Options are what a watch needs besides its plan.
type Options struct {
	Run      string // id of the run
	Dialer   *wire.Dialer
	Protocol *protocol.Protocol // of the probe; may be nil where there is none
	Workload *protocol.Workload // that the probe takes where it has none of its own
	// Stop ends the load; called once, with a *Tripped.
	Stop func(error)
}

// Watch reads the platform's metrics and probes it, from before the load until Close.
type Watch struct {
	plan    *Plan
	options Options
	probe   *prober
	cancel  context.CancelFunc
	tasks   sync.WaitGroup
	started int64

	mu       sync.Mutex
	meters   []*meter
	seen     map[string]*Background
	trouble  map[string]string // why an address could not be read last
	verdicts verdicts
	before   []float64 // of the probe, ms
	loaded   bool      // the load has begun
	tripped  *Tripped
}

// Start begins to watch; a nil plan watches nothing.
func Start(ctx context.Context, plan *Plan, options Options) (*Watch, error) {
	if plan == nil {
		plan = &Plan{}
	}
	ctx, cancel := context.WithCancel(ctx)
	w := &Watch{
		plan: plan, options: options, cancel: cancel, started: clock.Now(),
		seen: map[string]*Background{}, trouble: map[string]string{},
	}
	if err := w.prepareProbe(); err != nil {
		cancel()
		return nil, err
	}
	addresses := map[string]bool{}
	for i := range plan.Metrics {
		w.meters = append(w.meters, newMeter(&plan.Metrics[i]))
		w.seen[plan.Metrics[i].Name] = &Background{}
		for _, address := range plan.Metrics[i].URLs {
			addresses[address] = true
		}
	}
	client := newClient(options.Dialer, ms(max(plan.BlindAfterMs, 1)))
	for address := range addresses {
		s := &scraper{address: address, every: ms(max(plan.EveryMs, 1)), client: client, told: w.scraped}
		w.tasks.Go(func() { s.run(ctx) })
	}
	if w.probe != nil {
		w.tasks.Go(func() { w.probe.loop(ctx) })
	}
	w.tasks.Go(func() { w.lookOut(ctx) })
	return w, nil
}

func (w *Watch) prepareProbe() error {
	plan := w.plan.Probe
	if plan == nil {
		return nil
	}
	workload := plan.Workload
	if workload == nil {
		workload = w.options.Workload
	}
	inputs, err := w.options.Protocol.PrepareInputs(workload)
	if err != nil {
		return fmt.Errorf("the probe %s: %w", plan.Name, err)
	}
	w.verdicts = verdicts{bad: plan.Bad, last: plan.Last}
	w.seen[plan.Name] = &Background{}
	w.probe = &prober{
		plan: plan, run: w.options.Run, protocol: w.options.Protocol, inputs: inputs, told: w.probed,
		transport: wire.New(w.options.Protocol, w.options.Dialer, time.Duration(plan.TimeoutSeconds*float64(time.Second))),
	}
	if plan.MaxMs != nil {
		w.probe.limit.Store(int64(*plan.MaxMs * 1e3))
	}
	return nil
}

// Begin returns when the load may begin, or why it must not: a bound is passed already, or nothing can be seen.
func (w *Watch) Begin(stopped <-chan struct{}) error {
	if len(w.meters) == 0 && w.probe == nil {
		return nil
	}
	calm := w.started + int64(w.plan.BeforeSeconds*1e9)
	give := calm + int64(ms(w.plan.BlindAfterMs))
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	for now := clock.Now(); now < calm || (now < give && w.unseen() != nil); now = clock.Now() {
		select {
		case <-ticker.C:
		case <-stopped:
			return nil
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.tripped = w.judge(); w.tripped != nil {
		return w.tripped
	}
	if w.probe != nil && !w.probe.settle(w.before) {
		w.tripped = w.blindness(w.plan.Probe.Name, fmt.Sprintf("only %d answers before the load", len(w.before)))
		return w.tripped
	}
	for _, m := range w.meters {
		m.restart()
	}
	w.loaded = true
	return nil
}

// lookOut notices what does not come any more.
func (w *Watch) lookOut(ctx context.Context) {
	ticker := time.NewTicker(25 * time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			w.check()
		case <-ctx.Done():
			return
		}
	}
}

// Told is what the last record says: the guard that ended the load, where that is the cause, and what was seen, by
// name of the guard.
func (w *Watch) Told(cause error) (tripped *Tripped, seen map[string]Background) {
	errors.As(cause, &tripped)
	w.mu.Lock()
	defer w.mu.Unlock()
	seen = map[string]Background{}
	for name, one := range w.seen {
		seen[name] = *one
	}
	return tripped, seen
}

// Close ends watching.
func (w *Watch) Close() {
	w.cancel()
	w.tasks.Wait()
	if w.probe != nil {
		w.probe.transport.Close()
	}
}

func ms(n int) time.Duration { return time.Duration(n) * time.Millisecond }
