package schedule

import (
	"math"
	"slices"
	"strconv"
	"testing"
	"time"
)

func TestFirstIsLognormalAndRepeats(t *testing.T) {
	model := Model{Median: 60 * time.Millisecond, Sigma: 0.4, Seed: 1}
	logs := make([]float64, 0, 10_000)
	for i := range cap(logs) {
		id := []byte("run-" + strconv.Itoa(i))
		first := model.First(id)
		if first != model.First(id) {
			t.Fatal("the same id has two schedules")
		}
		logs = append(logs, math.Log(float64(first)))
	}
	slices.Sort(logs)
	median := math.Exp(logs[len(logs)/2])
	sigma := (logs[len(logs)*8413/10_000] - logs[len(logs)*1587/10_000]) / 2
	if math.Abs(median/60e6-1) > 0.02 || math.Abs(sigma-0.4) > 0.02 {
		t.Errorf("median %.1f ms, sigma %.3f", median/1e6, sigma)
	}
}
