package clock

import (
	"sync"
	"sync/atomic"
	"time"
)

const (
	// tolerance is how far the offset of the two clocks may seem to be off before it is looked at closely. Slewing
	// moves both clocks alike, so that between steps the offset stays the same to the nanosecond.
	tolerance = int64(50 * time.Microsecond)
	// ambiguousMost is for how long after a step backwards stamps are not believed: as long as data may have lain
	// unread since before it.
	ambiguousMost = int64(10 * time.Second)
	looks         = 16
)

// Tracker turns stamps of the system clock into Now. It knows the offset between the two clocks, notices when the
// system clock steps, and does not believe a stamp that may be from before a step that was noticed after it. For use
// by many goroutines.
type Tracker struct {
	read  func() (mono, system int64)
	era   atomic.Pointer[era]
	steps atomic.Int64
	mu    sync.Mutex
}

// era is the time between two steps of the system clock.
type era struct {
	offset int64 // system - mono
	since  int64 // the first moment, mono, at which a stamp is certain to belong to it
}

// NewTracker reads the offset; read is Both, or a test's own.
func NewTracker(read func() (mono, system int64)) *Tracker {
	t := &Tracker{read: read}
	offset, _ := t.look()
	t.era.Store(&era{offset: offset, since: -1 << 62})
	return t
}

// Steps is how often the system clock was seen to step.
func (t *Tracker) Steps() int64 { return t.steps.Load() }

// At turns a stamp that was taken at or before this moment into Now. floor is the earliest that it can be. A stamp
// that cannot be, or that a step makes ambiguous, is not sure: at is this moment then.
func (t *Tracker) At(stamp, floor int64) (at int64, sure bool) {
	mono, current := t.observe()
	at = stamp - current.offset
	if at < floor || at < current.since || at > mono+tolerance {
		return mono, false
	}
	return min(at, mono), true
}

// Observe looks whether the system clock has stepped. A step is noticed by every At too; between reads somebody must
// call this, or two steps that undo each other go by unseen.
func (t *Tracker) Observe() { t.observe() }

func (t *Tracker) observe() (mono int64, current *era) {
	current = t.era.Load()
	mono, system := t.read()
	if off := system - mono - current.offset; off > tolerance || off < -tolerance {
		current = t.judge()
	}
	return mono, current
}

// judge tells a step from a reading that was interrupted between the two clocks.
func (t *Tracker) judge() *era {
	t.mu.Lock()
	defer t.mu.Unlock()
	offset, now := t.look()
	current := t.era.Load()
	step := offset - current.offset
	if step <= tolerance && step >= -tolerance {
		return current
	}
	// A stamp from just before a step backwards looks as if it were that much younger.
	next := &era{offset: offset, since: now + min(max(0, -step), ambiguousMost)}
	t.era.Store(next)
	t.steps.Add(1)
	return next
}

// look takes the offset from the reading of which the two clocks were the closest together.
func (t *Tracker) look() (offset, now int64) {
	best := int64(1) << 62
	before, _ := t.read()
	for range looks {
		mono, system := t.read()
		if took := mono - before; took < best {
			best, offset = took, system-mono
		}
		before, now = mono, mono
	}
	return offset, now
}
