package guard

import (
	"fmt"
	"time"

	"seatrial.dev/xk6-seatrial/internal/clock"
)

// scraped takes a page of metrics in, or why there was none.
func (w *Watch) scraped(address string, text []byte, err error) {
	w.mu.Lock()
	for _, m := range w.meters {
		if !m.reads(address) {
			continue
		}
		if err == nil && m.take(address, clock.Now(), samplesOf(text, m.guard.Metric, m.guard.Labels)) {
			if value, oldest := m.value(); oldest > 0 {
				w.now(m.guard.Name).add(value)
			}
			continue
		}
		w.now(m.guard.Name).Failed++
		w.trouble[m.guard.Name] = fmt.Sprintf("%s does not tell %s", address, m.guard.Metric)
		if err != nil {
			w.trouble[m.guard.Name] = err.Error()
		}
	}
	w.mu.Unlock()
	w.check()
}

// probed takes a verdict of the probe in.
func (w *Watch) probed(one verdict, over bool) {
	w.mu.Lock()
	w.verdicts.add(one)
	if seen := w.now(w.plan.Probe.Name); over && one.failed != "" {
		seen.Failed++
	} else if over {
		seen.add(one.ms)
		if !w.loaded {
			w.before = append(w.before, one.ms)
		}
	}
	w.mu.Unlock()
	w.check()
}

// now is where to write down what is seen at this time.
func (w *Watch) now(name string) *Seen {
	one := w.seen[name]
	if w.loaded {
		if one.During == nil {
			one.During = &Seen{}
		}
		return one.During
	}
	if one.Before == nil {
		one.Before = &Seen{}
	}
	return one.Before
}

// check ends the load when it must not go on.
func (w *Watch) check() {
	w.mu.Lock()
	if !w.loaded || w.tripped != nil {
		w.mu.Unlock()
		return
	}
	tripped := w.judge()
	w.tripped = tripped
	w.mu.Unlock()
	if tripped != nil {
		w.options.Stop(tripped)
	}
}

// judge finds the first guard that speaks against the load.
func (w *Watch) judge() *Tripped {
	for _, m := range w.meters {
		value, oldest := m.value()
		if oldest > 0 && m.guard.Max != nil && value > *m.guard.Max {
			return &Tripped{Name: m.guard.Name, Kind: bound, Value: value, Bound: *m.guard.Max, At: time.Now().UTC()}
		}
	}
	if w.probe != nil && w.verdicts.tripped() {
		return w.badProbe()
	}
	for _, m := range w.meters {
		if w.cannotSee(m) {
			return w.blindness(m.guard.Name, w.trouble[m.guard.Name])
		}
	}
	return nil
}

func (w *Watch) badProbe() *Tripped {
	slow, failed, worst, words := w.verdicts.sum()
	limit := float64(w.probe.limit.Load()) / 1e3
	trip := &Tripped{Name: w.plan.Probe.Name, Kind: bound, Value: worst, Bound: limit, Unit: " ms", At: time.Now().UTC()}
	switch {
	case failed > 0:
		trip.Words = fmt.Sprintf("%d of the last %d light requests failed (%s)", failed, len(w.verdicts.ring), words)
		if slow > 0 {
			trip.Words += fmt.Sprintf(", %d took more than %.0f ms", slow, limit)
		}
		trip.Value, trip.Bound, trip.Unit = float64(failed+slow), float64(w.plan.Probe.Bad-1), ""
	default:
		trip.Words = fmt.Sprintf("%d of the last %d light requests had to wait for more than %.0f ms",
			slow, len(w.verdicts.ring), limit)
	}
	return trip
}

func (w *Watch) blindness(name, why string) *Tripped {
	if why == "" {
		why = "no answer in time"
	}
	return &Tripped{Name: name, Kind: blind, Bound: float64(w.plan.BlindAfterMs), Unit: " ms", At: time.Now().UTC(), Words: why}
}

// cannotSee: an address was not read for too long. What is only recorded may be missing.
func (w *Watch) cannotSee(m *meter) bool {
	_, oldest := m.value()
	if m.guard.MayBeBlind || m.guard.Max == nil {
		return false
	}
	return oldest == 0 || clock.Now()-oldest > int64(ms(w.plan.BlindAfterMs))
}

// unseen is a guard that was never read so far.
func (w *Watch) unseen() *meter {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, m := range w.meters {
		if _, oldest := m.value(); oldest == 0 && w.cannotSee(m) {
			return m
		}
	}
	return nil
}
