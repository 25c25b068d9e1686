// Package record keeps what a run has to tell and hands it out: over a pipe to a parent, or to whoever asks by HTTP.
package record

import (
	"time"

	"seatrial.dev/xk6-seatrial/internal/guard"
	"seatrial.dev/xk6-seatrial/internal/tally"
)

// Kinds of records. Each is one line of JSON with its kind and a sequence number that counts from 0.
const (
	KindStart    = "start"
	KindInterval = "interval"
	KindLevel    = "level"
	KindEnd      = "end"
	// KindReset: forget what was read; what follows is the whole story, with the old intervals summed up.
	KindReset = "reset"
	// KindSnapshot: the sum of a level's intervals up to this sequence number.
	KindSnapshot = "snapshot"
)

// Phase of a level.
type Phase string

// The phases of a level; only requests that start during Measure are measured.
const (
	Warmup   Phase = "warmup"
	Measure  Phase = "measure"
	Cooldown Phase = "cooldown"
)

// Start is the first record.
type Start struct {
	Kind   string    `json:"kind"`
	Seq    int       `json:"seq"`
	Run    string    `json:"run"`
	Wall   time.Time `json:"wall"`
	Engine string    `json:"engine"`
	Clock  string    `json:"clock"`
	// Levels in words.
	Levels []string `json:"levels"`
}

// Interval is about one second; its tally is what came in since the one before.
type Interval struct {
	Kind    string       `json:"kind"`
	Seq     int          `json:"seq"`
	At      float64      `json:"at"` // seconds since the start
	Level   int          `json:"level"`
	Streams int          `json:"streams"`        // now; of an open loop the most requests under way since the one before
	Rate    float64      `json:"rate,omitempty"` // requests a second that an open loop is to start now
	Phase   Phase        `json:"phase"`
	Window  float64      `json:"window"` // seconds of the measured window so far
	Tally   *tally.Tally `json:"tally"`
}

// Level sums a level up when it is over; also the form of a snapshot.
type Level struct {
	Kind     string       `json:"kind"`
	Seq      int          `json:"seq"`
	Level    int          `json:"level"`
	Streams  int          `json:"streams"`  // the most in the window
	Complete bool         `json:"complete"` // the whole window was measured and all of its requests ended
	Wall     *time.Time   `json:"wall"`     // start of the window
	Window   float64      `json:"window"`
	Tally    *tally.Tally `json:"tally"`
}

// Statuses of a run's end.
const (
	StatusComplete = "complete"
	StatusPartial  = "partial"
	StatusAborted  = "aborted"
)

// End is the last record.
type End struct {
	Kind   string    `json:"kind"`
	Seq    int       `json:"seq"`
	Wall   time.Time `json:"wall"`
	Status string    `json:"status"`
	Reason string    `json:"reason,omitempty"`
	// Requests sent in all, measured or not.
	Requests int64 `json:"requests"`
	// LinesLost is how many requests are missing in the requests file.
	LinesLost int64 `json:"linesLost,omitempty"`
	// Guard is the one that ended the load, Background what the guards saw.
	Guard      *guard.Tripped              `json:"guard,omitempty"`
	Background map[string]guard.Background `json:"background,omitempty"`
}
