// Package clock tells monotonic time in nanoseconds since the start of the process, and turns stamps of the system
// clock into it.
package clock

import "time"

var base = time.Now()

// Now is the monotonic time in nanoseconds; a step of the system clock does not touch it.
func Now() int64 { return int64(time.Since(base)) }

// Wall turns a monotonic stamp into wall-clock time, as the system clock stood at the start.
func Wall(at int64) time.Time { return base.Add(time.Duration(at)) }

// Both reads the monotonic clock and the system clock (nanoseconds since 1970) together: some 50 ns apart, unless the
// thread loses its core in between.
func Both() (mono, system int64) {
	now := time.Now()
	return int64(now.Sub(base)), now.UnixNano()
}
