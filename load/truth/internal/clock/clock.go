// Package clock tells the kernel's monotonic time in nanoseconds, so that stamps of two processes can be compared.
package clock

import (
	"time"

	"golang.org/x/sys/unix"
)

var (
	base   = time.Now()
	origin = monotonic()
)

func monotonic() int64 {
	var now unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_MONOTONIC, &now); err != nil {
		return 0
	}
	return now.Nano()
}

// Now is CLOCK_MONOTONIC.
func Now() int64 { return origin + int64(time.Since(base)) }

// oldest is how long bytes may lie in a socket, also while the server stands still by order.
const oldest = 2 * time.Minute

// FromWall turns a wall-clock stamp of the recent past (SO_TIMESTAMPNS) into Now's time. One that cannot be, because
// the system clock was set in between, becomes now.
func FromWall(stamp int64) int64 {
	now := time.Now()
	at := origin + int64(now.Sub(base))
	age := now.UnixNano() - stamp
	if age < 0 || age > int64(oldest) {
		return at
	}
	return at - age
}
