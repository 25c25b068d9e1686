package audit

import (
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

const (
	tick = 10 * time.Millisecond
	// A shorter one lies between two chunks of a stream.
	stall = 10 * time.Millisecond
)

// Watch observes the process until it is closed.
type Watch struct {
	mu      sync.Mutex
	lag     time.Duration
	stalled time.Duration

	since    time.Time
	cpu      float64
	throttle *float64
	runtime  runtimeFigures
	cgroup   cgroup

	stop chan struct{}
	over chan struct{}
}

// Start begins to watch.
func Start() *Watch {
	w := &Watch{cgroup: findCgroup("/"), stop: make(chan struct{}), over: make(chan struct{})}
	w.rewind()
	go w.run()
	return w
}

// Close ends the watching.
func (w *Watch) Close() {
	close(w.stop)
	<-w.over
}

func (w *Watch) run() {
	defer close(w.over)
	timer := time.NewTimer(tick)
	defer timer.Stop()
	for {
		due := time.Now().Add(tick)
		timer.Reset(tick)
		select {
		case <-w.stop:
			return
		case <-timer.C:
			late := time.Since(due)
			w.mu.Lock()
			w.lag = max(w.lag, late)
			if late > stall {
				w.stalled += late
			}
			w.mu.Unlock()
		}
	}
}

func (w *Watch) rewind() {
	w.since, w.cpu, w.throttle = time.Now(), cpuSeconds(), w.cgroup.throttledSeconds()
	w.runtime.rewind()
}

// Take gives the figures since the last Take.
func (w *Watch) Take() Figures {
	figures := Figures{
		WallSeconds:   time.Since(w.since).Seconds(),
		CPUSeconds:    cpuSeconds() - w.cpu,
		CPULimit:      w.cgroup.cpuLimit(float64(runtime.NumCPU())),
		ResidentBytes: residentBytes(),
	}
	pauses, waited, gc := w.runtime.since()
	figures.GCSeconds = gc
	figures.GCPause = pauses.quantile(1)
	figures.waits, figures.SchedulerWait = waited, waited.quantile(0.99)
	if now := w.cgroup.throttledSeconds(); now != nil && w.throttle != nil {
		held := *now - *w.throttle
		figures.ThrottledSeconds = &held
	}
	w.mu.Lock()
	figures.SchedulerLag, w.lag = w.lag.Seconds(), 0
	figures.StalledSeconds, w.stalled = w.stalled.Seconds(), 0
	w.mu.Unlock()
	w.rewind()
	return figures
}

func cpuSeconds() float64 {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0
	}
	return float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e9
}

// residentBytes is zero where there is no /proc.
func residentBytes() int64 {
	raw, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(raw))
	if len(fields) < 2 {
		return 0
	}
	pages, _ := strconv.ParseInt(fields[1], 10, 64)
	return pages * int64(os.Getpagesize())
}
