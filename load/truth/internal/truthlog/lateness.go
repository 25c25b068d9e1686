package truthlog

import "time"

const (
	fine      = int64(10 * time.Microsecond) // up to 10 ms
	fineCount = 1000
	coarse    = int64(time.Millisecond) // up to 10 s
	count     = fineCount + 10_000
)

// Lateness is how late chunks were written, in buckets of 10 µs, or of 1 ms beyond 10 ms.
type Lateness struct {
	counts [count]uint32
	total  int
	most   int64
}

// Add counts one chunk.
func (l *Lateness) Add(late int64) {
	late = max(late, 0)
	bucket := late / fine
	if bucket >= fineCount {
		bucket = min(fineCount+(late-fine*fineCount)/coarse, count-1)
	}
	l.counts[bucket]++
	l.total++
	l.most = max(l.most, late)
}

// Total is the number of chunks, Most the worst lateness in nanoseconds.
func (l *Lateness) Total() int  { return l.total }
func (l *Lateness) Most() int64 { return l.most }

// Quantile is the upper edge of the bucket that holds it, in nanoseconds.
func (l *Lateness) Quantile(q float64) int64 {
	rank := int(q * float64(l.total))
	for bucket, n := range l.counts[:] {
		if rank -= int(n); rank < 0 {
			return min(edge(int64(bucket)), l.most)
		}
	}
	return l.most
}

func edge(bucket int64) int64 {
	if bucket < fineCount {
		return (bucket + 1) * fine
	}
	return fineCount*fine + (bucket-fineCount+1)*coarse
}
