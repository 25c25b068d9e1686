package clock

import "testing"

const (
	ms     = int64(1_000_000)
	second = 1000 * ms
)

// bench is a pair of clocks that a test moves.
type bench struct {
	mono, offset int64
	interrupted  int64 // added to the system clock's next reading
}

func (b *bench) read() (mono, system int64) {
	b.mono += 100
	system = b.mono + b.offset + b.interrupted
	b.interrupted = 0
	return b.mono, system
}

// stamp is what the kernel would write now.
func (b *bench) stamp() int64 { return b.mono + b.offset }

func TestAStampBecomesMonotonic(t *testing.T) {
	b := &bench{mono: 5 * second, offset: 1e18}
	tracker := NewTracker(b.read)
	stamp, truth := b.stamp(), b.mono
	b.mono += 3 * ms
	b.interrupted = 7 * ms // the thread lost its core between the two clocks
	if at, sure := tracker.At(stamp, 0); !sure || at != truth || tracker.Steps() != 0 {
		t.Errorf("%d, sure %v, is %d off after %d steps", at, sure, at-truth, tracker.Steps())
	}
	if at, sure := tracker.At(stamp, truth+1); sure || at < truth+3*ms {
		t.Errorf("a stamp from before the request was written is believed: %d", at)
	}
}

// Whatever the order of stamp, step, notice and read: a stamp that is believed is right.
func TestNoStampIsWrongAroundAStep(t *testing.T) {
	for _, step := range []int64{3 * second, -3 * second, 40 * ms, -40 * ms, ms, -ms, -3600 * second} {
		for _, unread := range []int64{0, ms / 2, 2 * ms, 50 * ms, 4 * second} {
			for _, noticed := range []int64{0, ms / 4, unread / 2, unread} {
				b := &bench{mono: 5 * second, offset: 1e18}
				tracker := NewTracker(b.read)
				early, truth := b.stamp(), b.mono
				b.mono += ms / 10
				b.offset += step
				late, lateTruth := b.stamp(), b.mono
				b.mono += noticed
				tracker.Observe()
				b.mono += unread - noticed
				for _, one := range []struct{ stamp, truth int64 }{{early, truth}, {late, lateTruth}} {
					at, sure := tracker.At(one.stamp, 0)
					if off := at - one.truth; sure && (off > tolerance || off < -tolerance) {
						t.Errorf("step %d ms, unread %d ms, noticed after %d ms: believed, and %d ms off",
							step/ms, unread/ms, noticed/ms, off/ms)
					}
				}
				if tracker.Steps() != 1 {
					t.Errorf("a step of %d ms was seen %d times", step/ms, tracker.Steps())
				}
				b.mono += 11 * second
				if _, sure := tracker.At(b.stamp(), 0); !sure {
					t.Errorf("after a step of %d ms no stamp is ever believed again", step/ms)
				}
			}
		}
	}
}
