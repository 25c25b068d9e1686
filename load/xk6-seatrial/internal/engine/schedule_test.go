package engine

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

func planned(level Level) *Plan {
	plan := &Plan{Levels: []Level{{Streams: 1}, level}, WarmupSeconds: 2, MeasureSeconds: 10}
	plan.Workload.Seed = 7
	return plan
}

// take gives the arrivals of the first so many seconds.
func take(s *schedule, most float64) (all []arrival) {
	for one := s.next(); one.at < int64(most*1e9); one = s.next() {
		all = append(all, one)
	}
	return all
}

func between(all []arrival, from, to float64) (n int) {
	for _, one := range all {
		if at := float64(one.at) / 1e9; from <= at && at < to {
			n++
		}
	}
	return n
}

var openLevels = map[string]Level{
	"constant":      {Rate: 40, Arrivals: "constant"},
	"poisson":       {Rate: 40, Arrivals: poisson},
	"ramp":          {Rate: 10, RampTo: 70, Arrivals: "constant"},
	"poisson ramp":  {Rate: 70, RampTo: 10, Arrivals: poisson},
	"trace":         {Trace: []float64{0, 0.25, 0.25, 3, 9.5, 9.99, 10, 11}},
	"scarce":        {Rate: 0.4, Arrivals: "constant"},
	"many segments": {Rate: 400, Arrivals: poisson},
}

func TestArrivalsComeAsTheLevelSays(t *testing.T) {
	for name, want := range map[string][3]float64{ // warm-up, window, the 5 s after it
		"constant": {80, 400, 200}, "poisson": {80, 400, 200}, "ramp": {20, 400, 350},
		"poisson ramp": {140, 400, 50}, "trace": {2, 6, 4}, "scarce": {1, 4, 2},
	} {
		level := openLevels[name]
		all := take(newSchedule(planned(level), 1, Segment{}, 0), 17)
		tolerance := 0.0
		if level.Arrivals == poisson {
			tolerance = 4 // standard deviations
		}
		for i, got := range []int{between(all, 0, 2), between(all, 2, 12), between(all, 12, 17)} {
			if math.Abs(float64(got)-want[i]) > tolerance*math.Sqrt(want[i]) {
				t.Errorf("%s: %d in part %d, not about %v", name, got, i, want[i])
			}
		}
		if !slices.IsSortedFunc(all, func(a, b arrival) int { return int(a.at - b.at) }) {
			t.Errorf("%s: not in order", name)
		}
	}
}

func TestAConstantRateIsEven(t *testing.T) {
	all := take(newSchedule(planned(openLevels["constant"]), 1, Segment{}, 0), 30)
	for i, one := range all {
		if off := one.at - int64(i)*25_000_000; off < -1 || off > 1 {
			t.Fatalf("request %d is %d ns off", i, off)
		}
	}
}

func TestATraceIsReplayedToTheNanosecond(t *testing.T) {
	got := []float64{}
	for _, one := range take(newSchedule(planned(openLevels["trace"]), 1, Segment{}, 0), 16) {
		got = append(got, float64(one.at)/1e9)
	}
	want := []float64{1.5, 1.99, 2, 2.25, 2.25, 5, 11.5, 11.99, 12, 12.25, 12.25, 15}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Error(got)
	}
}

func TestPoissonIsExponentialAndOfItsSeed(t *testing.T) {
	plan := planned(Level{Rate: 1000, Arrivals: poisson})
	all := take(newSchedule(plan, 1, Segment{}, 0), 12)
	longer, sum := 0, 0.0
	for i := 1; i < len(all); i++ {
		gap := float64(all[i].at-all[i-1].at) / 1e6
		sum += gap
		if gap > 1 {
			longer++
		}
	}
	n := float64(len(all) - 1)
	if mean := sum / n; math.Abs(mean-1) > 0.05 {
		t.Errorf("the mean gap is %v ms", mean)
	}
	if share := float64(longer) / n; math.Abs(share-math.Exp(-1)) > 0.02 {
		t.Errorf("%v of the gaps are longer than their mean", share)
	}
	again := take(newSchedule(plan, 1, Segment{}, 0), 12)
	plan.Workload.Seed++
	other := take(newSchedule(plan, 1, Segment{}, 0), 12)
	if !slices.Equal(all, again) || slices.Equal(all, other) {
		t.Error("the seed does not fix the arrivals")
	}
}

func TestSegmentsMakeTheWhole(t *testing.T) {
	for name, level := range openLevels {
		for _, of := range []int{2, 3, 7} {
			whole := take(newSchedule(planned(level), 1, Segment{}, 5), 20)
			var parts []arrival
			for i := range of {
				parts = append(parts, take(newSchedule(planned(level), 1, Segment{i, of}, 5), 20)...)
			}
			slices.SortFunc(parts, func(a, b arrival) int { return int(a.nth - b.nth) })
			if !slices.Equal(whole, parts) {
				t.Errorf("%s: %d segments are not the whole", name, of)
			}
		}
	}
}

func TestSegmentsShareSeatsAndBudget(t *testing.T) {
	for _, wanted := range []profile{constant(1), constant(16), {from: 3, to: 11, begin: 10, end: 20}, {from: 9, to: 2, end: 9}} {
		var whole seats
		var parts []int
		requests, streams := int64(0), 0
		for i := range 3 {
			var part seats
			segment := Segment{i, 3}
			got := part.resize(wanted, segment)
			if int64(len(got)) != segment.share(int64(max(wanted.from, wanted.to))) {
				t.Errorf("segment %d has seats %v", i, got)
			}
			parts = append(parts, got...)
			budget, err := segment.of(Budget{MaxRequests: 1000, MaxStreams: 17})
			if err != nil {
				t.Fatal(err)
			}
			requests, streams = requests+budget.MaxRequests, streams+budget.MaxStreams
		}
		slices.Sort(parts)
		if !slices.Equal(whole.resize(wanted, Segment{}), parts) || requests != 1000 || streams != 17 {
			t.Errorf("%v in segments: %v, %d requests, %d streams", wanted, parts, requests, streams)
		}
	}
	if _, err := (Segment{2, 3}).of(Budget{MaxRequests: 9, MaxStreams: 2}); err == nil {
		t.Error("two streams are shared by three")
	}
	for text, want := range map[string]Segment{"": {}, "0/1": {0, 1}, "2/3": {2, 3}} {
		if got, err := ParseSegment(text); err != nil || got != want {
			t.Error(text, got, err)
		}
	}
	for _, text := range []string{"3/3", "-1/3", "1", "a/b", "1/0"} {
		if _, err := ParseSegment(text); err == nil {
			t.Errorf("segment %s is taken", text)
		}
	}
}
