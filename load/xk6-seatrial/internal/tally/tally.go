// Package tally counts and measures the requests of a stretch of time.
package tally

import (
	"seatrial.dev/xk6-seatrial/internal/audit"
	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// Counts are of requests that started in the measured window; failed ones are in Errors too, cancelled ones only there.
// What was asked for and what came back is of the complete ones.
type Counts struct {
	Started      int64   `json:"started"`
	Complete     int64   `json:"complete"`
	Failed       int64   `json:"failed"`
	Good         int64   `json:"good"` // complete, and within every SLO
	Characters   int64   `json:"characters"`
	InputSeconds float64 `json:"inputSeconds"` // of clips
	AudioSeconds float64 `json:"audioSeconds"`
	AudioBytes   int64   `json:"audioBytes"`
	PromptTokens int64   `json:"promptTokens"`
	OutputTokens int64   `json:"outputTokens"`
	TokensTold   int64   `json:"tokensTold"` // requests for which the service told its output tokens
	TextEvents   int64   `json:"textEvents"`
	Items        int64   `json:"items"`
	Connections  int64   `json:"connections"`
	Reads        int64   `json:"reads"`
	Unmeasured   int64   `json:"unmeasured"`
}

// Shares add up what was done inside the window, whenever it started: each complete request counts by the share of
// its time that lies in it.
type Shares struct {
	Requests     float64 `json:"requests"`
	Good         float64 `json:"good"`
	Characters   float64 `json:"characters"`
	InputSeconds float64 `json:"inputSeconds"`
	AudioSeconds float64 `json:"audioSeconds"`
	PromptTokens float64 `json:"promptTokens"`
	OutputTokens float64 `json:"outputTokens"`
	TextEvents   float64 `json:"textEvents"`
	Items        float64 `json:"items"`
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

// statusMost bounds how many different statuses are counted.
const statusMost = 64

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
	t.Shares.add(other.Shares, 1)
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
	c.Good += o.Good
	c.Characters += o.Characters
	c.InputSeconds += o.InputSeconds
	c.AudioSeconds += o.AudioSeconds
	c.AudioBytes += o.AudioBytes
	c.PromptTokens += o.PromptTokens
	c.OutputTokens += o.OutputTokens
	c.TokensTold += o.TokensTold
	c.TextEvents += o.TextEvents
	c.Items += o.Items
	c.Connections += o.Connections
	c.Reads += o.Reads
	c.Unmeasured += o.Unmeasured
}

func (s *Shares) add(o Shares, part float64) {
	s.Requests += part * o.Requests
	s.Good += part * o.Good
	s.Characters += part * o.Characters
	s.InputSeconds += part * o.InputSeconds
	s.AudioSeconds += part * o.AudioSeconds
	s.PromptTokens += part * o.PromptTokens
	s.OutputTokens += part * o.OutputTokens
	s.TextEvents += part * o.TextEvents
	s.Items += part * o.Items
}

func addAll(to, from map[string]int64) {
	for key, n := range from {
		to[key] += n
	}
}

// Record counts one request that has ended. Share is the part of its time that lies in the measured window.
func (t *Tally) Record(line *timeline.Timeline, p *protocol.Protocol, measured bool, share float64) {
	if line.Outcome == timeline.Complete {
		t.Shares.add(whole(line, p), share)
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
		t.Counts.complete(whole(line, p), line, p)
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

// whole is what a complete request adds to the shares when all of it lies in the window.
func whole(line *timeline.Timeline, p *protocol.Protocol) Shares {
	shares := Shares{
		Requests: 1, Characters: float64(line.Characters), InputSeconds: line.InputSeconds,
		PromptTokens: float64(line.PromptTokens), OutputTokens: float64(line.OutputTokens), Items: float64(line.Items),
	}
	if line.Good {
		shares.Good = 1
	}
	switch p.Spec.Output.Kind {
	case protocol.Audio:
		shares.AudioSeconds = p.Rate.Seconds(line.Content)
	case protocol.Text:
		shares.TextEvents = float64(line.Content)
	}
	return shares
}

func (c *Counts) complete(of Shares, line *timeline.Timeline, p *protocol.Protocol) {
	c.Started++
	c.Complete++
	c.Good += int64(of.Good)
	c.Characters += int64(line.Characters)
	c.InputSeconds += of.InputSeconds
	c.AudioSeconds += of.AudioSeconds
	c.PromptTokens += int64(line.PromptTokens)
	c.OutputTokens += int64(line.OutputTokens)
	c.TextEvents += int64(of.TextEvents)
	c.Items += int64(line.Items)
	if p.Spec.Output.Kind == protocol.Audio {
		c.AudioBytes += int64(line.Content)
	}
	if line.OutputTokens > 0 {
		c.TokensTold++
	}
}
