//go:build !linux

package engine

import "time"

func nap(wait time.Duration) { time.Sleep(wait) }
