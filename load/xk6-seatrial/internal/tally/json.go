package tally

import (
	"encoding/json"

	"seatrial.dev/xk6-seatrial/internal/audit"
)

// MarshalJSON writes it as the records carry it.
func (t *Tally) MarshalJSON() ([]byte, error) {
	histograms, err := t.Histograms.Encode()
	if err != nil {
		return nil, err
	}
	samples := t.Samples
	if samples == nil {
		samples = []string{}
	}
	return json.Marshal(struct {
		Counts     Counts            `json:"counts"`
		Shares     Shares            `json:"shares"`
		Errors     map[string]int64  `json:"errors"`
		Statuses   map[string]int64  `json:"statuses"`
		Samples    []string          `json:"samples"`
		Histograms map[string]string `json:"histograms"`
		Audit      audit.Figures     `json:"audit"`
	}{t.Counts, t.Shares, t.Errors, t.Statuses, samples, histograms, t.Audit})
}
