package engine

import (
	"math"
	"math/rand/v2"
	"sort"
)

// arrival is one request of an open loop.
type arrival struct {
	at       int64 // when it is to start, clock.Now
	nth      int64 // of its level, over all segments
	measured bool
}

// schedule tells the moments of an open loop one after another, without an end: the load is kept on after the window
// until what was measured in it is over. Every segment goes through all of them and keeps its own.
type schedule struct {
	segment Segment
	moment  func() float64 // of the next request, seconds since the start of the level
	start   int64
	nth     int64
}

// newSchedule starts at the start of a level; seed and level fix what is drawn.
func newSchedule(plan *Plan, level int, segment Segment, start int64) *schedule {
	l := &plan.Levels[level]
	s := &schedule{segment: segment, start: start}
	if len(l.Trace) > 0 {
		s.moment = replay(l.Trace, plan.WarmupSeconds, plan.MeasureSeconds)
		return s
	}
	to := l.RampTo
	if to == 0 {
		to = l.Rate
	}
	due := intensity{from: l.Rate, to: to, warmup: plan.WarmupSeconds, window: plan.MeasureSeconds}
	point, step := 0.0, func() float64 { return 1 }
	if l.Arrivals == poisson {
		random := rand.New(rand.NewPCG(plan.Workload.Seed, uint64(level)+1))
		step = func() float64 { return -math.Log1p(-random.Float64()) }
		point = step()
	}
	s.moment = func() float64 {
		at := due.moment(point)
		point += step()
		return at
	}
	return s
}

func (s *schedule) next() arrival {
	for {
		at, nth := s.moment(), s.nth
		s.nth++
		if s.segment.has(nth) {
			return arrival{at: s.start + int64(at*1e9), nth: nth}
		}
	}
}

// intensity is the rate over time: even during the warm-up, then changing evenly until the end of the window.
type intensity struct{ from, to, warmup, window float64 }

// moment is when so many requests are due since the start of the level: the inverse of the rate's integral. Points
// one apart make a constant rate, points of a Poisson process of rate one make one of this intensity.
func (i intensity) moment(due float64) float64 {
	before := i.from * i.warmup
	if due < before {
		return due / i.from
	}
	due -= before
	within := i.window * (i.from + i.to) / 2
	if due < within {
		slope := (i.to - i.from) / i.window
		return i.warmup + 2*due/(i.from+math.Sqrt(max(0, i.from*i.from+2*slope*due)))
	}
	return i.warmup + i.window + (due-within)/i.to
}

// replay gives a trace's moments. The part of it that lies in the window comes again and again, so that the load is
// on during the warm-up, as it will be at the end of the window, and during the cool-down, as it was at the start.
func replay(trace []float64, warmup, window float64) func() float64 {
	trace = trace[:sort.SearchFloat64s(trace, window)]
	rounds := math.Ceil(warmup / window)
	i := sort.SearchFloat64s(trace, rounds*window-warmup)
	return func() float64 {
		if i == len(trace) {
			i, rounds = 0, rounds-1
		}
		i++
		return warmup - rounds*window + trace[i-1]
	}
}
