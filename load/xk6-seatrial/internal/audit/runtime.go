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

// since gives the waits of goroutines and the pauses for garbage collection since rewind.
func (r *runtimeHistograms) since() (pauses, waited waits) {
	nowPauses, nowWaits := readHistograms()
	return gained(nowPauses, r.pauses), gained(nowWaits, r.waits)
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
