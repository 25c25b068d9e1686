package tally

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// deal gives values, over the whole range and beyond it, to so many shards. The values are drawn by the seed alone,
// whatever the number of shards.
func deal(seed uint64, values, shards int) []Histograms {
	drawn, luck := rand.New(rand.NewPCG(seed, 1)), rand.New(rand.NewPCG(seed, 2))
	dealt := make([]Histograms, shards)
	for i := range dealt {
		dealt[i] = Histograms{}
	}
	for range values {
		value := int64(1) << drawn.IntN(34)
		dealt[luck.IntN(shards)].Record("ttfa", value+drawn.Int64N(value)-drawn.Int64N(3))
	}
	return dealt
}

func encode(t *testing.T, h Histograms) string {
	t.Helper()
	encoded, err := h.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return encoded["ttfa"]
}

// mergeEncoded adds up what was written down, as a driver does that knows nothing else.
func mergeEncoded(t *testing.T, encoded []string) string {
	t.Helper()
	sum := Histograms{}
	for _, one := range encoded {
		decoded, err := hdrhistogram.Decode([]byte(one))
		if err != nil {
			t.Fatal(err)
		}
		sum.Merge(Histograms{"ttfa": decoded})
	}
	return encode(t, sum)
}

func TestShardsMergeToTheSameBytes(t *testing.T) {
	for seed := range uint64(8) {
		values := rand.New(rand.NewPCG(seed, 0)).IntN(1500) + 1
		luck := rand.New(rand.NewPCG(seed, 3))
		whole := encode(t, deal(seed, values, 1)[0])
		for _, shards := range []int{2, 3, 7, 64} {
			var encoded []string
			for _, one := range deal(seed, values, shards) {
				if len(one) > 0 {
					encoded = append(encoded, encode(t, one))
				}
			}
			for range 3 {
				luck.Shuffle(len(encoded), func(i, j int) { encoded[i], encoded[j] = encoded[j], encoded[i] })
				half := luck.IntN(len(encoded) + 1)
				parts := encoded
				if half > 0 && half < len(encoded) {
					parts = []string{mergeEncoded(t, encoded[:half]), mergeEncoded(t, encoded[half:])}
				}
				if got := mergeEncoded(t, parts); got != whole {
					t.Fatalf("%d values in %d shards: %s is not %s", values, shards, got, whole)
				}
			}
		}
	}
}

// The golden shards are merged by load/histogram.test.ts too, and must come to the same buckets.
func TestGoldenShards(t *testing.T) {
	const path = "testdata/shards.json"
	type golden struct {
		Shards []string `json:"shards"`
		Merged string   `json:"merged"`
	}
	if *update {
		var made golden
		for _, one := range deal(5, 5000, 9) {
			made.Shards = append(made.Shards, encode(t, one))
		}
		made.Merged = mergeEncoded(t, made.Shards)
		raw, _ := json.MarshalIndent(made, "", "  ")
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
	a, errA := hdrhistogram.Decode([]byte(mergeEncoded(t, want.Shards)))
	b, errB := hdrhistogram.Decode([]byte(want.Merged))
	if errA != nil || errB != nil || !a.Equals(b) {
		t.Error(fmt.Sprint(errA, errB), "the golden shards merge to something else")
	}
}
