// Package tally counts and measures the requests of a stretch of time.
package tally

import (
	"seatrial.dev/xk6-seatrial/internal/audit"
	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// Counts are of requests that started in the measured window; failed ones are in Errors too, cancelled ones only there.
type Counts struct {
	Started      int64   `json:"started"`
	Complete     int64   `json:"complete"`
	Failed       int64   `json:"failed"`
	Characters   int64   `json:"characters"`
	AudioSeconds float64 `json:"audioSeconds"`
	AudioBytes   int64   `json:"audioBytes"`
	Connections  int64   `json:"connections"`
	Reads        int64   `json:"reads"`
	Unmeasured   int64   `json:"unmeasured"`
}

// Shares add up what was done inside the window, whenever it started: each complete request counts by the share of
// its time that lies in it.
type Shares struct {
	Requests     float64 `json:"requests"`
	Characters   float64 `json:"characters"`
	AudioSeconds float64 `json:"audioSeconds"`
}

// Tally is what happened in a stretch of time.
type Tally struct {
	Counts     Counts
	Shares     Shares
	Errors     map[string]int64
	Statuses   map[string]int64
	Samples    []string
	Histograms Histograms
	Audit      audit.Figures
}

const (
	samplesMost = 5
	sampleMost  = 200
	statusMost  = 64
)

// New makes an empty tally.
func New() *Tally {
	return &Tally{Errors: map[string]int64{}, Statuses: map[string]int64{}, Histograms: Histograms{}}
}

// Reset empties it and keeps the memory of its histograms.
func (t *Tally) Reset() {
	t.Histograms.Reset()
	*t = Tally{Errors: map[string]int64{}, Statuses: map[string]int64{}, Histograms: t.Histograms}
}

// Merge adds another tally.
func (t *Tally) Merge(other *Tally) {
	t.Counts.add(other.Counts)
	t.Shares.Requests += other.Shares.Requests
	t.Shares.Characters += other.Shares.Characters
	t.Shares.AudioSeconds += other.Shares.AudioSeconds
	addAll(t.Errors, other.Errors)
	addAll(t.Statuses, other.Statuses)
	for _, sample := range other.Samples {
		t.sample(sample)
	}
	t.Histograms.Merge(other.Histograms)
	t.Audit.Merge(other.Audit)
}

func (c *Counts) add(o Counts) {
	c.Started += o.Started
	c.Complete += o.Complete
	c.Failed += o.Failed
	c.Characters += o.Characters
	c.AudioSeconds += o.AudioSeconds
	c.AudioBytes += o.AudioBytes
	c.Connections += o.Connections
	c.Reads += o.Reads
	c.Unmeasured += o.Unmeasured
}

func addAll(to, from map[string]int64) {
	for key, n := range from {
		to[key] += n
	}
}

// Record counts one request that has ended. Share is the part of its time that lies in the measured window.
func (t *Tally) Record(line *timeline.Timeline, p *protocol.Protocol, measured bool, share float64) {
	if line.Outcome == timeline.Complete {
		t.Shares.Requests += share
		t.Shares.Characters += share * float64(line.Characters)
		t.Shares.AudioSeconds += share * p.Rate.Seconds(line.Content)
	}
	if !measured {
		t.Counts.Unmeasured++
		return
	}
	if line.ConnectStart != 0 {
		t.Counts.Connections++
	}
	t.Counts.Reads += int64(len(line.Reads))
	switch line.Outcome {
	case timeline.Cancelled:
		t.Errors[string(line.Outcome)]++
		return
	case timeline.Complete:
		t.Counts.Started++
		t.Counts.Complete++
		t.Counts.Characters += int64(line.Characters)
		t.Counts.AudioBytes += int64(line.Content)
		t.Counts.AudioSeconds += p.Rate.Seconds(line.Content)
		// A failed request would flatter the latencies, or spoil them.
		each(line, p, t.Histograms.Record)
	default:
		t.Counts.Started++
		t.Counts.Failed++
		t.Errors[string(line.Outcome)]++
		if line.Outcome == timeline.HTTPStatus && (len(t.Statuses) < statusMost || t.Statuses[line.Status] > 0) {
			t.Statuses[line.Status]++
		}
		t.sample(string(line.Outcome) + ": " + line.Message)
	}
}

func (t *Tally) sample(message string) {
	if len(t.Samples) >= samplesMost {
		return
	}
	if runes := []rune(message); len(runes) > sampleMost {
		message = string(runes[:sampleMost-1]) + "…"
	}
	for _, seen := range t.Samples {
		if seen == message {
			return
		}
	}
	t.Samples = append(t.Samples, message)
}
