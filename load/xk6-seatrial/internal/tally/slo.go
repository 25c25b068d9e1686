package tally

import (
	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// SLO is a bound on a measure of one request (sloSchema in load/plan.ts); Max is in milliseconds, or a ratio.
type SLO struct {
	Measure string  `json:"measure"`
	Max     float64 `json:"max"`
}

// Within is true for a complete request that keeps every SLO. A measure that the request does not have is not kept:
// what was not measured cannot count as good.
func Within(line *timeline.Timeline, p *protocol.Protocol, slos []SLO) bool {
	if line.Outcome != timeline.Complete {
		return false
	}
	for _, slo := range slos {
		value, ok := worst(line, p, slo.Measure)
		if !ok || value > slo.Max {
			return false
		}
	}
	return true
}

// worst is a request's value of a measure in the unit of its definition; of many values the largest.
func worst(line *timeline.Timeline, p *protocol.Protocol, measure string) (value float64, ok bool) {
	each(line, p, func(id string, raw int64) {
		if id == measure && (!ok || float64(raw) > value) {
			value, ok = float64(raw), true
		}
	})
	if inMillionths[measure] {
		return value / 1e6, ok
	}
	return value / 1e3, ok
}
