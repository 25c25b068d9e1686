// Package clock tells monotonic time in nanoseconds since the start of the process.
package clock

import "time"

var base = time.Now()

// Now is the monotonic time in nanoseconds; a step of the system clock does not touch it.
func Now() int64 { return int64(time.Since(base)) }

// Wall turns a monotonic stamp into wall-clock time.
func Wall(at int64) time.Time { return base.Add(time.Duration(at)) }
