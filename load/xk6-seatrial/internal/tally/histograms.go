package tally

import (
	"fmt"
	"runtime"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// Values are whole microseconds, or millionths; up to an hour, to three digits.
const (
	highest = int64(3_600_000_000)
	digits  = 3
)

// Histograms are HDR histograms by the id of their measure (load/definitions.ts).
type Histograms map[string]*hdrhistogram.Histogram

// Record adds one value; what is out of range is recorded at the bound.
func (h Histograms) Record(id string, value int64) {
	histogram, ok := h[id]
	if !ok {
		histogram = hdrhistogram.New(1, highest, digits)
		h[id] = histogram
	}
	_ = histogram.RecordValue(min(max(value, 0), highest))
}

// Merge adds all of another's values, exactly: every histogram has the same buckets.
func (h Histograms) Merge(other Histograms) {
	for id, from := range other {
		if from.TotalCount() == 0 {
			continue
		}
		if _, ok := h[id]; !ok {
			h[id] = hdrhistogram.New(1, highest, digits)
		}
		h[id].Merge(from)
	}
}

// Reset empties them and keeps their memory.
func (h Histograms) Reset() {
	for _, histogram := range h {
		histogram.Reset()
	}
}

// Encode gives those with values in the V2 compressed format, base64.
func (h Histograms) Encode() (map[string]string, error) {
	encoded := make(map[string]string, len(h))
	for id, histogram := range h {
		if histogram.TotalCount() == 0 {
			continue
		}
		text, err := histogram.Encode(hdrhistogram.V2CompressedEncodingCookieBase)
		if err != nil {
			return nil, fmt.Errorf("histogram %s: %w", id, err)
		}
		encoded[id] = string(text)
		runtime.Gosched() // half a millisecond each: streams wait meanwhile
	}
	return encoded, nil
}
