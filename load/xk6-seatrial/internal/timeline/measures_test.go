package timeline

import (
	"slices"
	"testing"
)

const ms = int64(1_000_000)

// 1,000 bytes are one second; three reads of half a second of audio each, the second with two chunks.
func sample() *Timeline {
	var t Timeline
	t.Reset("a", 10*ms)
	t.Characters = 12
	t.Started, t.ConnectStart, t.ConnectEnd, t.Sent = 11*ms, 11*ms, 14*ms, 15*ms
	t.AddRead(1, 50*ms, 200, 0)
	t.AddRead(2, 75*ms, 510, 500)
	t.Handled = 76 * ms
	t.AddRead(3, 600*ms, 260, 250)
	t.AddRead(3, 600*ms, 260, 250)
	t.AddRead(4, 1375*ms, 510, 500)
	return &t
}

func TestMeasures(t *testing.T) {
	line := sample()
	for _, c := range []struct {
		name      string
		got, want int64
	}{
		{"ttfa", line.ServiceFirst(), 60 * ms},
		{"user ttfa", line.UserFirst(), 66 * ms},
		{"own delay", line.OwnDelay(), 3 * ms},
		{"parts of user ttfa", line.ServiceFirst() + line.OwnDelay() + line.Connect(), line.UserFirst()},
		{"e2e", line.EndToEnd(), 1360 * ms},
		{"rtf", line.RTF(1000), 906_666},
		{"underrun without buffer", line.Underrun(0, 1000), 300 * ms},
		{"underrun at 200 ms", line.Underrun(200*ms, 1000), 100 * ms},
		{"underrun at 400 ms", line.Underrun(400*ms, 1000), 0},
	} {
		if c.got != c.want {
			t.Errorf("%s is %d, want %d", c.name, c.got, c.want)
		}
	}
}

func TestChunksOfOneReadAreOneEvent(t *testing.T) {
	line := sample()
	var gaps []int64
	line.EachGap(func(gap int64) { gaps = append(gaps, gap/ms) })
	if !slices.Equal(gaps, []int64{525, 775}) {
		t.Errorf("gaps are %v", gaps)
	}
	if count, longest := line.Gaps(); count != 2 || longest != 775*ms {
		t.Errorf("%d gaps, the longest %d", count, longest)
	}
	if line.Content != 1500 {
		t.Errorf("audio is %d bytes", line.Content)
	}
}
