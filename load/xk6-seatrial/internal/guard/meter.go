package guard

import (
	"math"
	"slices"
)

// meter turns the samples of one metric guard, from one or several addresses, into one number.
type meter struct {
	guard *Metric
	by    map[string]reading // by address
}

type reading struct {
	at     int64 // when it was read, clock.Now
	value  float64
	series map[string]counted
}

// counted follows a counter: what it has grown by since the load began, restarts of the platform survived.
type counted struct{ last, grown float64 }

func newMeter(guard *Metric) *meter { return &meter{guard: guard, by: map[string]reading{}} }

// take notes what an address told; false when it did not tell the metric.
func (m *meter) take(address string, at int64, samples []sample) bool {
	if len(samples) == 0 && m.guard.Absent != "zero" {
		return false
	}
	old, known := m.by[address]
	now := reading{at: at, series: map[string]counted{}}
	values := make([]float64, 0, len(samples))
	for _, s := range samples {
		if m.guard.Of != "increase" {
			values = append(values, s.value)
			continue
		}
		one := counted{last: s.value}
		if before, ok := old.series[s.series]; ok && s.value >= before.last {
			one.grown = before.grown + s.value - before.last
		} else if known { // new, or begun again at zero
			one.grown = before.grown + s.value
		}
		now.series[s.series] = one
		values = append(values, one.grown)
	}
	now.value = m.join(values)
	m.by[address] = now
	return true
}

// restart counts increases from here on: the load begins.
func (m *meter) restart() {
	for address, one := range m.by {
		for series, counter := range one.series {
			one.series[series] = counted{last: counter.last}
		}
		if m.guard.Of == "increase" {
			one.value = 0
		}
		m.by[address] = one
	}
}

// value over all addresses; oldest is when the stalest of them was read, zero when one never was.
func (m *meter) value() (value float64, oldest int64) {
	oldest = math.MaxInt64
	values := make([]float64, 0, len(m.guard.URLs))
	for _, address := range m.guard.URLs {
		one := m.by[address]
		oldest = min(oldest, one.at)
		values = append(values, one.value)
	}
	return m.join(values), oldest
}

func (m *meter) join(values []float64) (joined float64) {
	for i, value := range values {
		switch {
		case m.guard.Across != "max":
			joined += value
		case i == 0 || value > joined:
			joined = value
		}
	}
	return joined
}

func (m *meter) reads(address string) bool { return slices.Contains(m.guard.URLs, address) }
