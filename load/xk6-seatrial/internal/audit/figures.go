// Package audit watches the load generator itself: a late generator measures itself and not the service.
package audit

// Figures of a stretch of time; they can be merged.
type Figures struct {
	WallSeconds float64 `json:"wallSeconds"`
	CPUSeconds  float64 `json:"cpuSeconds"`
	// ThrottledSeconds is how long the cgroup was held back; nil where it cannot be known.
	ThrottledSeconds *float64 `json:"throttledSeconds"`
	// CPULimit in cores: the cgroup's quota, or what the machine has.
	CPULimit float64 `json:"cpuLimit"`
	// SchedulerLag is the worst lateness of a 10 ms ticker, seconds.
	SchedulerLag float64 `json:"schedulerLag"`
	// SchedulerWait is how long runnable goroutines waited, p99, seconds.
	SchedulerWait float64 `json:"schedulerWait"`
	GCPause       float64 `json:"gcPause"`
	ResidentBytes int64   `json:"residentBytes"`
	// LateStarts are measured requests of an open loop that had to wait for a free stream.
	LateStarts int64 `json:"lateStarts"`

	waits waits
}

// Merge adds the figures of another stretch: sums of time, the worst of the rest.
func (f *Figures) Merge(o Figures) {
	f.WallSeconds += o.WallSeconds
	f.CPUSeconds += o.CPUSeconds
	if o.ThrottledSeconds != nil {
		sum := *o.ThrottledSeconds
		if f.ThrottledSeconds != nil {
			sum += *f.ThrottledSeconds
		}
		f.ThrottledSeconds = &sum
	}
	f.CPULimit = max(f.CPULimit, o.CPULimit)
	f.SchedulerLag = max(f.SchedulerLag, o.SchedulerLag)
	f.waits = f.waits.plus(o.waits)
	f.SchedulerWait = f.waits.quantile(0.99)
	f.GCPause = max(f.GCPause, o.GCPause)
	f.LateStarts += o.LateStarts
	f.ResidentBytes = max(f.ResidentBytes, o.ResidentBytes)
}
