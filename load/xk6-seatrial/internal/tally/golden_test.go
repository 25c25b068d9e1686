package tally

import (
	"encoding/json"
	"flag"
	"os"
	"testing"

	"github.com/HdrHistogram/hdrhistogram-go"
)

var update = flag.Bool("update", false, "write the golden file anew")

// The golden file is read by load/histogram.test.ts too: what Go writes, the drivers must understand.
func TestGoldenHistogram(t *testing.T) {
	const path = "testdata/histogram.json"
	type golden struct {
		Encoded string           `json:"encoded"`
		Count   int64            `json:"count"`
		Values  map[string]int64 `json:"values"`
	}
	made := Histograms{}
	for i := range int64(1000) {
		made.Record("ttfa", 40_000+i*i)
	}
	made.Record("ttfa", 0)
	made.Record("ttfa", highest+1)
	encoded, err := made.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		h := made["ttfa"]
		raw, _ := json.MarshalIndent(golden{encoded["ttfa"], h.TotalCount(), map[string]int64{
			"0.5": h.ValueAtQuantile(50), "0.95": h.ValueAtQuantile(95), "0.99": h.ValueAtQuantile(99), "1": h.Max(),
		}}, "", "  ")
		if err := os.WriteFile(path, append(raw, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var want golden
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	// Compressed bytes may differ between versions of Go, what they mean may not.
	kept, err := hdrhistogram.Decode([]byte(want.Encoded))
	if err != nil || !kept.Equals(made["ttfa"]) || kept.TotalCount() != want.Count {
		t.Errorf("the golden histogram is another one: %v", err)
	}
}
