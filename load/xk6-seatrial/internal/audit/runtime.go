package audit

import (
	"math"
	"runtime/metrics"
)

// runtimeFigures reads what the Go runtime knows of its own pauses, since a moment.
type runtimeFigures struct {
	pauses, waits []uint64
	gc            float64
}

// readRuntime gives histograms of pauses and of waits, and the CPU seconds that garbage collection has taken from the
// rest; cores that had nothing else to do are not counted.
func readRuntime() (pauses, waits *metrics.Float64Histogram, gc float64) {
	samples := []metrics.Sample{
		{Name: "/sched/pauses/total/gc:seconds"}, {Name: "/sched/latencies:seconds"},
		{Name: "/cpu/classes/gc/total:cpu-seconds"}, {Name: "/cpu/classes/gc/mark/idle:cpu-seconds"},
	}
	metrics.Read(samples)
	histogram := func(sample metrics.Sample) *metrics.Float64Histogram {
		if sample.Value.Kind() != metrics.KindFloat64Histogram {
			return &metrics.Float64Histogram{}
		}
		return sample.Value.Float64Histogram()
	}
	number := func(sample metrics.Sample) float64 {
		if sample.Value.Kind() != metrics.KindFloat64 {
			return 0
		}
		return sample.Value.Float64()
	}
	return histogram(samples[0]), histogram(samples[1]), number(samples[2]) - number(samples[3])
}

func (r *runtimeFigures) rewind() {
	pauses, waits, gc := readRuntime()
	r.pauses = append(r.pauses[:0], pauses.Counts...)
	r.waits = append(r.waits[:0], waits.Counts...)
	r.gc = gc
}

// since gives the pauses for garbage collection, the waits of goroutines, and the collector's CPU since rewind.
func (r *runtimeFigures) since() (pauses, waited waits, gc float64) {
	nowPauses, nowWaits, nowGC := readRuntime()
	return gained(nowPauses, r.pauses), gained(nowWaits, r.waits), max(0, nowGC-r.gc)
}

func gained(now *metrics.Float64Histogram, before []uint64) waits {
	gain := waits{}
	for i, count := range now.Counts {
		if i < len(before) {
			count -= before[i]
		}
		if count == 0 {
			continue
		}
		bound := now.Buckets[i+1]
		if math.IsInf(bound, 1) {
			bound = now.Buckets[i]
		}
		gain[bound] += count
	}
	return gain
}
