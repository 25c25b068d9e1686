package engine

import (
	"runtime"
	"testing"
	"time"

	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/record"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// A second of a run is what a window takes and a journal keeps; more of them take no more memory.
func TestMemoryDoesNotGrowWithTheRun(t *testing.T) {
	window, journal := newWindow(), record.NewJournal()
	p := &protocol.Protocol{Spec: &protocol.Spec{}, Rate: 48000}
	p.Spec.Output.Kind = protocol.Audio
	journal.OpenLevel(0, 1)
	window.open(0, 1<<62)
	var line timeline.Timeline
	begin, at := time.Now(), int64(0)
	second := func() {
		for n := range int64(20) {
			at += 50_000_000
			line.Reset("run-1", at)
			line.Sent, line.Outcome = at+n, timeline.Complete
			for seq := range uint64(20) {
				line.AddRead(seq, at+int64(seq*seq)*1_000_000+n*7919, 960, 960)
			}
			line.Handled, line.End = line.FirstContent+n, line.LastRead
			window.enter(at)
			window.leave(&line, p, true)
		}
		if err := journal.Interval(record.Interval{Phase: record.Measure, Tally: window.take()}, &begin); err != nil {
			t.Fatal(err)
		}
	}
	heap := func(seconds int) uint64 {
		for range seconds {
			second()
		}
		runtime.GC()
		runtime.GC() // pools are emptied by the second
		var stats runtime.MemStats
		runtime.ReadMemStats(&stats)
		return stats.HeapAlloc
	}
	early := heap(310)
	late := heap(400)
	runtime.KeepAlive(window)
	if late > early+128<<10 {
		t.Errorf("%d bytes after 310 s, %d after 710 s", early, late)
	}
	if lines, _, err := journal.Since(0); err != nil || len(lines) > 302 {
		t.Errorf("%d records are kept, %v", len(lines), err)
	}
}
