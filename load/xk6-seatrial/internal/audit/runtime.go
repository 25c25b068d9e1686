package audit

import (
	"math"
	"runtime/metrics"
)

// runtimeHistograms reads what the Go runtime knows of its own pauses, since a moment.
type runtimeHistograms struct{ pauses, waits []uint64 }

func readHistograms() (pauses, waits *metrics.Float64Histogram) {
	samples := []metrics.Sample{{Name: "/sched/pauses/total/gc:seconds"}, {Name: "/sched/latencies:seconds"}}
	metrics.Read(samples)
	of := func(sample metrics.Sample) *metrics.Float64Histogram {
		if sample.Value.Kind() != metrics.KindFloat64Histogram {
			return &metrics.Float64Histogram{}
		}
		return sample.Value.Float64Histogram()
	}
	return of(samples[0]), of(samples[1])
}

func (r *runtimeHistograms) rewind() {
	pauses, waits := readHistograms()
	r.pauses = append(r.pauses[:0], pauses.Counts...)
	r.waits = append(r.waits[:0], waits.Counts...)
}

// since gives the longest GC pause and the p99 of the waits since rewind, seconds.
func (r *runtimeHistograms) since() (pause, wait float64) {
	pauses, waits := readHistograms()
	return quantile(pauses, r.pauses, 1), quantile(waits, r.waits, 0.99)
}

// quantile of what a histogram gained; the upper bound of the bucket, as far as it has one.
func quantile(now *metrics.Float64Histogram, before []uint64, q float64) float64 {
	var total uint64
	gained := make([]uint64, len(now.Counts))
	for i, count := range now.Counts {
		gained[i] = count
		if i < len(before) {
			gained[i] -= before[i]
		}
		total += gained[i]
	}
	if total == 0 {
		return 0
	}
	rank := uint64(math.Ceil(q * float64(total)))
	var seen uint64
	for i, count := range gained {
		if seen += count; seen >= rank {
			if upper := now.Buckets[i+1]; !math.IsInf(upper, 1) {
				return upper
			}
			return now.Buckets[i]
		}
	}
	return 0
}
