package engine

import (
	"errors"
	"fmt"
)

// Level is one level of load: a closed loop (Streams), an open loop (Rate), or the replay of a trace.
type Level struct {
	Streams  int       `json:"streams"`
	Rate     float64   `json:"rate"`
	RampTo   float64   `json:"rampTo"` // streams, or requests a second; zero for a constant load
	Arrivals string    `json:"arrivals"`
	Trace    []float64 `json:"trace"` // seconds since the start of the window
}

const poisson = "poisson"

func (l *Level) open() bool { return l.Rate > 0 || len(l.Trace) > 0 }

// most streams of a closed loop; zero for an open one.
func (l *Level) most() int {
	if l.open() {
		return 0
	}
	return max(l.Streams, int(l.RampTo))
}

// peak is the highest rate of an open loop, requests a second.
func (l *Level) peak(window float64) float64 {
	if len(l.Trace) > 0 {
		return float64(len(l.Trace)) / window
	}
	return max(l.Rate, l.RampTo)
}

// String says in words what the level asks for.
func (l *Level) String() string {
	ramp := ""
	if l.RampTo > 0 {
		ramp = fmt.Sprintf(" to %g", l.RampTo)
	}
	switch {
	case len(l.Trace) > 0:
		return fmt.Sprintf("a trace of %d requests", len(l.Trace))
	case l.Rate > 0:
		return fmt.Sprintf("%g%s requests/s (%s)", l.Rate, ramp, l.Arrivals)
	}
	return fmt.Sprintf("%d%s streams", l.Streams, ramp)
}

func (l *Level) check(plan *Plan) error {
	switch {
	case l.open() && l.Streams > 0, len(l.Trace) > 0 && l.Rate > 0:
		return errors.New("a level asks for two kinds of load")
	case len(l.Trace) > 0:
		return l.checkTrace(plan.MeasureSeconds)
	case l.Rate > 0 && l.Arrivals != "constant" && l.Arrivals != poisson:
		return fmt.Errorf("arrivals %q are not known", l.Arrivals)
	case l.RampTo < 0 || l.Rate < 0 || !l.open() && l.Streams <= 0:
		return errors.New("a level asks for no load")
	case l.most() > plan.Budget.MaxStreams:
		return fmt.Errorf("%d streams are not within the budget of %d", l.most(), plan.Budget.MaxStreams)
	}
	return nil
}

func (l *Level) checkTrace(window float64) error {
	for i, at := range l.Trace {
		if at < 0 || i > 0 && at < l.Trace[i-1] {
			return fmt.Errorf("the trace is not in order at its request %d", i+1)
		}
	}
	if l.Trace[0] >= window {
		return fmt.Errorf("the trace has no request in the window of %g seconds", window)
	}
	return nil
}
