package engine

import (
	"syscall"
	"time"
)

// nap holds the thread for a short while.
func nap(wait time.Duration) {
	for left := syscall.NsecToTimespec(int64(wait)); syscall.Nanosleep(&left, &left) == syscall.EINTR; {
	}
}
