package tally

import (
	"math/rand/v2"
	"testing"

	"seatrial.dev/xk6-seatrial/internal/audit"
)

func TestSettledSumsAreTheSameInAnyOrder(t *testing.T) {
	luck := rand.New(rand.NewPCG(1, 2))
	parts := make([]*Tally, 300)
	for i := range parts {
		parts[i] = New()
		throttled := luck.Float64()
		parts[i].Shares = Shares{Requests: luck.Float64() * 50, Characters: luck.Float64() * 5000, AudioSeconds: luck.Float64(), OutputTokens: luck.Float64() * 300}
		parts[i].Counts.AudioSeconds = luck.Float64() * 100
		parts[i].Audit = audit.Figures{WallSeconds: luck.Float64(), CPUSeconds: luck.Float64(), ThrottledSeconds: &throttled}
		parts[i].Settle()
	}
	sum := func() (shares Shares, rest [4]float64) {
		// Sums of sums, so that the grouping differs as well.
		whole, part := New(), New()
		for i, one := range parts {
			if part.Merge(one); i%7 == luck.IntN(7) {
				whole.Merge(part)
				part = New()
			}
		}
		whole.Merge(part)
		a := whole.Audit
		return whole.Shares, [4]float64{whole.Counts.AudioSeconds, a.WallSeconds, a.CPUSeconds, *a.ThrottledSeconds}
	}
	shares, rest := sum()
	for range 20 {
		luck.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		if s, r := sum(); s != shares || r != rest {
			t.Fatalf("%v %v became %v %v", shares, rest, s, r)
		}
	}
}
