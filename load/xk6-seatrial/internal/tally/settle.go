package tally

import "math"

// grid is fine enough for every use (a microsecond of audio), and coarse enough that sums of up to 2^33 are exact.
const grid = 1 << 20

// Settle rounds what is not whole to the grid, once, before anything is added up: sums are exact then, and the same
// whatever the order in which, and the number of parts from which, they were made.
func (t *Tally) Settle() {
	for _, value := range []*float64{
		&t.Counts.InputSeconds, &t.Counts.AudioSeconds,
		&t.Shares.Requests, &t.Shares.Good, &t.Shares.Characters, &t.Shares.InputSeconds, &t.Shares.AudioSeconds,
		&t.Shares.PromptTokens, &t.Shares.OutputTokens, &t.Shares.TextEvents, &t.Shares.Items,
		&t.Audit.WallSeconds, &t.Audit.CPUSeconds, &t.Audit.GCSeconds, &t.Audit.StalledSeconds, t.Audit.ThrottledSeconds,
	} {
		if value != nil {
			*value = math.Round(*value*grid) / grid
		}
	}
}
