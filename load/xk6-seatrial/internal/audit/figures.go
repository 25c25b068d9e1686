// Package audit watches the load generator itself: a late generator measures itself and not the service.
package audit

// Figures of a stretch of time; they can be merged.
type Figures struct {
	WallSeconds float64 `json:"wallSeconds"`
	CPUSeconds  float64 `json:"cpuSeconds"`
	// GCSeconds of CPU that garbage collection took, but for idle cores.
	GCSeconds float64 `json:"gcSeconds"`
	// ThrottledSeconds is how long the cgroup was held back; nil where it cannot be known.
	ThrottledSeconds *float64 `json:"throttledSeconds"`
	// CPULimit in cores: the cgroup's quota, or what the machine has.
	CPULimit float64 `json:"cpuLimit"`
	// SchedulerLag is the worst lateness of a 10 ms ticker, seconds.
	SchedulerLag float64 `json:"schedulerLag"`
	// StalledSeconds adds up when that ticker was late by more than stall: what the kernel has merged by then has one
	// stamp, and the first of it is told too late.
	StalledSeconds float64 `json:"stalledSeconds"`
	// SchedulerWait is how long runnable goroutines waited, p99, seconds.
	SchedulerWait float64 `json:"schedulerWait"`
	GCPause       float64 `json:"gcPause"`
	ResidentBytes int64   `json:"residentBytes"`
	// LateStarts are measured requests of an open loop that had to wait for a free stream.
	LateStarts int64 `json:"lateStarts"`

	// KernelReads were stamped by the kernel, UserReads by this process; Doubtful are those of the latter of which
	// the kernel's stamp could not be believed.
	KernelReads int64 `json:"kernelReads"`
	UserReads   int64 `json:"userReads"`
	Doubtful    int64 `json:"doubtfulReads"`
	// ClockSteps is how often the system clock stepped.
	ClockSteps int64 `json:"clockSteps"`
	// SocketErrors for want of something on this side: files, ports, memory.
	SocketErrors int64 `json:"socketErrors"`
	BytesIn      int64 `json:"bytesIn"`
	BytesOut     int64 `json:"bytesOut"`
	// Segments with data, in both directions, and those of them that the network lost or disordered; none where the
	// kernel does not tell.
	Segments       int64 `json:"segments"`
	ResentSegments int64 `json:"resentSegments"`
	// BytesPeak is the busier direction of the busiest second.
	BytesPeak float64 `json:"bytesPeak"`
	// LinkBytes is what the network interface can do in a second; nil where that is not known.
	LinkBytes *float64 `json:"linkBytes"`

	waits waits
}

// Merge adds the figures of another stretch: sums of time and counts, the worst of the rest.
func (f *Figures) Merge(o Figures) {
	f.WallSeconds += o.WallSeconds
	f.CPUSeconds += o.CPUSeconds
	f.GCSeconds += o.GCSeconds
	f.ThrottledSeconds = both(f.ThrottledSeconds, o.ThrottledSeconds, func(a, b float64) float64 { return a + b })
	f.CPULimit = max(f.CPULimit, o.CPULimit)
	f.SchedulerLag = max(f.SchedulerLag, o.SchedulerLag)
	f.StalledSeconds += o.StalledSeconds
	f.waits = f.waits.plus(o.waits)
	f.SchedulerWait = f.waits.quantile(0.99)
	f.GCPause = max(f.GCPause, o.GCPause)
	f.ResidentBytes = max(f.ResidentBytes, o.ResidentBytes)
	f.LateStarts += o.LateStarts
	f.KernelReads += o.KernelReads
	f.UserReads += o.UserReads
	f.Doubtful += o.Doubtful
	f.ClockSteps += o.ClockSteps
	f.SocketErrors += o.SocketErrors
	f.BytesIn += o.BytesIn
	f.BytesOut += o.BytesOut
	f.Segments += o.Segments
	f.ResentSegments += o.ResentSegments
	f.BytesPeak = max(f.BytesPeak, o.BytesPeak)
	f.LinkBytes = both(f.LinkBytes, o.LinkBytes, func(a, b float64) float64 { return min(a, b) })
}

// both combines what is known; the result shares no memory.
func both(a, b *float64, combine func(a, b float64) float64) *float64 {
	if a == nil {
		a, b = b, nil
	}
	if a == nil {
		return nil
	}
	value := *a
	if b != nil {
		value = combine(value, *b)
	}
	return &value
}
