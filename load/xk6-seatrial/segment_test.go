package seatrial

import (
	"testing"

	"go.k6.io/k6/v2/lib"

	"seatrial.dev/xk6-seatrial/internal/engine"
)

func optionsOf(t *testing.T, segment, sequence string) (options lib.Options) {
	t.Helper()
	if segment != "" {
		options.ExecutionSegment = &lib.ExecutionSegment{}
		if err := options.ExecutionSegment.UnmarshalText([]byte(segment)); err != nil {
			t.Fatal(err)
		}
	}
	if sequence != "" {
		options.ExecutionSegmentSequence = &lib.ExecutionSegmentSequence{}
		if err := options.ExecutionSegmentSequence.UnmarshalText([]byte(sequence)); err != nil {
			t.Fatal(err)
		}
	}
	return options
}

func TestTheSegment(t *testing.T) {
	for name, c := range map[string]struct {
		own, segment, sequence string
		shards                 int
		want                   engine.Segment
		fails                  bool
	}{
		"the whole":               {shards: 1},
		"our own":                 {own: "1/3", shards: 1, want: engine.Segment{Index: 1, Of: 3}},
		"ours before k6's":        {own: "1/3", segment: "0:1/2", sequence: "0,1/2,1", shards: 2, want: engine.Segment{Index: 1, Of: 3}},
		"k6's":                    {segment: "1/3:2/3", sequence: "0,1/3,2/3,1", shards: 3, want: engine.Segment{Index: 1, Of: 3}},
		"k6's last":               {segment: "2/3:1", sequence: "0,1/3,2/3,1", shards: 3, want: engine.Segment{Index: 2, Of: 3}},
		"of another length":       {segment: "0:1/4", sequence: "0,1/4,1", shards: 2, fails: true},
		"of another number":       {segment: "1/3:2/3", sequence: "0,1/3,2/3,1", shards: 2, fails: true},
		"that nobody has told":    {shards: 3, fails: true},
		"that is not a segment":   {own: "3/3", shards: 1, fails: true},
		"of a load that is whole": {segment: "0:1", shards: 1, want: engine.Segment{Index: 0, Of: 1}},
	} {
		got, err := segmentOf(c.own, c.shards, optionsOf(t, c.segment, c.sequence))
		if (err != nil) != c.fails || got != c.want {
			t.Errorf("%s: %v %v", name, got, err)
		}
	}
}
