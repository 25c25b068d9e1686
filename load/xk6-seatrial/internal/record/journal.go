package record

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"seatrial.dev/xk6-seatrial/internal/tally"
)

// keptIntervals is how many intervals can be read again; older ones live on in the sum of their level.
const keptIntervals = 300

type entry struct {
	seq      int
	interval bool
	line     []byte
}

// Journal is all that a run has to tell, in bounded memory: every level's sum, and the newest intervals.
type Journal struct {
	mu      sync.Mutex
	entries []entry
	next    int
	evicted int // sequence number of the newest interval that is gone, -1 when none is
	open    Level
	ended   bool
	changed chan struct{}
}

// NewJournal makes an empty journal.
func NewJournal() *Journal {
	return &Journal{evicted: -1, changed: make(chan struct{})}
}

// Start writes the first record.
func (j *Journal) Start(start Start) error {
	return j.append(false, func(seq int) any { start.Kind, start.Seq = KindStart, seq; return start })
}

// OpenLevel begins the sum of a level; streams is known for a closed loop, and found out for an open one.
func (j *Journal) OpenLevel(level, streams int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.open = Level{Level: level, Streams: streams, Tally: tally.New()}
}

// Interval writes what came in and adds it to the level's sum.
func (j *Journal) Interval(interval Interval, windowStart *time.Time) error {
	return j.append(true, func(seq int) any {
		j.open.Tally.Merge(interval.Tally)
		j.open.Window, j.open.Wall = interval.Window, windowStart
		if interval.Phase == Measure {
			j.open.Streams = max(j.open.Streams, interval.Streams)
		}
		interval.Kind, interval.Seq = KindInterval, seq
		return interval
	})
}

// CloseLevel writes the level's sum.
func (j *Journal) CloseLevel(complete bool) error {
	return j.append(false, func(seq int) any {
		level := j.open
		j.open = Level{}
		level.Kind, level.Seq, level.Complete = KindLevel, seq, complete
		return level
	})
}

// End writes the last record; later calls change nothing.
func (j *Journal) End(end End) error {
	j.mu.Lock()
	ended := j.ended
	j.ended = true
	j.mu.Unlock()
	if ended {
		return nil
	}
	return j.append(false, func(seq int) any {
		end.Kind, end.Seq, end.Wall = KindEnd, seq, time.Now()
		return end
	})
}

// Ended tells whether the last record is written.
func (j *Journal) Ended() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.ended
}

func (j *Journal) append(interval bool, make func(seq int) any) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	line, err := json.Marshal(make(j.next))
	if err != nil {
		return err
	}
	j.entries = append(j.entries, entry{seq: j.next, interval: interval, line: append(line, '\n')})
	j.next++
	j.evict()
	close(j.changed)
	j.changed = newSignal()
	return nil
}

func newSignal() chan struct{} { return make(chan struct{}) }

func (j *Journal) evict() {
	intervals, oldest := 0, -1
	for i, e := range j.entries {
		if e.interval {
			if intervals++; oldest < 0 {
				oldest = i
			}
		}
	}
	if intervals > keptIntervals {
		j.evicted = j.entries[oldest].seq
		j.entries = append(j.entries[:oldest], j.entries[oldest+1:]...)
	}
}

// Since gives the records from a sequence number on, and the number to ask for next. Where intervals in between
// are gone it tells the reader to start over, and gives sums in their place.
func (j *Journal) Since(from int) (lines [][]byte, next int, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if from > j.evicted {
		for _, e := range j.entries {
			if e.seq >= from {
				lines = append(lines, e.line)
			}
		}
		return lines, j.next, nil
	}
	lines = append(lines, []byte(`{"kind":"reset","seq":0}`+"\n"))
	for _, e := range j.entries {
		if !e.interval {
			lines = append(lines, e.line)
		}
	}
	if j.open.Tally != nil {
		snapshot := j.open
		snapshot.Kind, snapshot.Seq = KindSnapshot, j.next-1
		line, err := json.Marshal(snapshot)
		if err != nil {
			return nil, 0, err
		}
		lines = append(lines, append(line, '\n'))
	}
	return lines, j.next, nil
}

// Wait returns when there is a record with this number, or false when the context is done first.
func (j *Journal) Wait(ctx context.Context, seq int) bool {
	for {
		j.mu.Lock()
		there, changed := j.next > seq, j.changed
		j.mu.Unlock()
		if there {
			return true
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return false
		}
	}
}
