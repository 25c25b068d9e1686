// Package guard watches the platform while it is under load: its own metrics, and what a light request beside the load
// gets. It lives in the engine's process, so that the load stops within a second whoever else watches.
package guard

import (
	"fmt"
	"time"

	"seatrial.dev/xk6-seatrial/internal/protocol"
)

// Plan is `guards` of a LoadPlan (load/guards.ts); it was validated there.
type Plan struct {
	// BeforeSeconds is how long the platform is watched before the load begins.
	BeforeSeconds float64  `json:"beforeSeconds"`
	EveryMs       int      `json:"everyMs"`      // between two readings of the metrics
	BlindAfterMs  int      `json:"blindAfterMs"` // without a reading
	Metrics       []Metric `json:"metrics"`
	Probe         *Probe   `json:"probe"`
}

// Metric is a bound on what the platform tells about itself.
type Metric struct {
	Name   string            `json:"name"`
	URLs   []string          `json:"urls"`
	Metric string            `json:"metric"`
	Labels map[string]string `json:"labels"`
	Of     string            `json:"of"`     // value, or increase since the load began
	Across string            `json:"across"` // sum or max over series and URLs
	Absent string            `json:"absent"` // zero, or blind: what an answer without the series means
	Max    *float64          `json:"max"`    // nil: recorded only
	// MayBeBlind lets the load go on when the metric cannot be read.
	MayBeBlind bool `json:"mayBeBlind"`
}

// Probe is a light request beside the load, as a user would send it, on connections of its own.
type Probe struct {
	Name     string             `json:"name"`
	EveryMs  int                `json:"everyMs"`
	Workload *protocol.Workload `json:"workload"` // nil: the plan's own
	// MaxMs bounds the time to the first content, MaxTimes what it is of its own median before the load, by at least
	// MarginMs more. The lower one counts; nil: no such bound.
	MaxMs          *float64 `json:"maxMs"`
	MaxTimes       *float64 `json:"maxTimes"`
	MarginMs       float64  `json:"marginMs"`
	Bad            int      `json:"bad"`  // so many slow or failed ones
	Last           int      `json:"last"` // of the last so many
	TimeoutSeconds float64  `json:"timeoutSeconds"`
}

// Tripped is why a load ends that would hurt others, or that could not be watched any more. It is also the form in
// which the last record tells it.
type Tripped struct {
	Name string `json:"name"`
	// Kind: bound, or blind (nothing could be read).
	Kind  string    `json:"kind"`
	Value float64   `json:"value"`
	Bound float64   `json:"bound"`
	Unit  string    `json:"unit,omitempty"`
	At    time.Time `json:"at"`
	Words string    `json:"words,omitempty"`
}

func (t *Tripped) Error() string {
	switch {
	case t.Kind == blind:
		return fmt.Sprintf("the guard %s cannot see: %s; nobody is hurt blindly", t.Name, t.Words)
	case t.Words != "":
		return fmt.Sprintf("the guard %s stopped the load: %s", t.Name, t.Words)
	}
	return fmt.Sprintf("the guard %s stopped the load: %g%s is above the bound of %g", t.Name, t.Value, t.Unit, t.Bound)
}

const (
	bound = "bound"
	blind = "blind"
)

// Background is what a guard saw; nil where it saw nothing.
type Background struct {
	Before *Seen `json:"before,omitempty"`
	During *Seen `json:"during,omitempty"`
}

// Seen sums readings up, in the metric's own unit or milliseconds.
type Seen struct {
	Readings int     `json:"readings"`
	Mean     float64 `json:"mean"`
	Max      float64 `json:"max"`
	Failed   int     `json:"failed"` // probes without an answer, scrapes without a reading
}

func (s *Seen) add(value float64) {
	s.Readings++
	s.Mean += (value - s.Mean) / float64(s.Readings)
	if s.Readings == 1 || value > s.Max {
		s.Max = value
	}
}
