package audit

import (
	"maps"
	"math"
	"slices"
)

// waits counts how long something waited, by the upper bound of the runtime's bucket in seconds.
type waits map[float64]uint64

func (w waits) plus(o waits) waits {
	sum := make(waits, max(len(w), len(o)))
	for _, part := range []waits{w, o} {
		for bound, n := range part {
			sum[bound] += n
		}
	}
	return sum
}

// quantile is zero where nothing waited.
func (w waits) quantile(q float64) float64 {
	var total, seen uint64
	for _, n := range w {
		total += n
	}
	rank := uint64(math.Ceil(q * float64(total)))
	for _, bound := range slices.Sorted(maps.Keys(w)) {
		if seen += w[bound]; seen >= rank {
			return bound
		}
	}
	return 0
}
