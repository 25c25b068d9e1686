package wire

import (
	"errors"
	"sync/atomic"
	"syscall"

	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// Stats is what the sockets of a dialer have seen since its start.
type Stats struct {
	KernelReads int64 // stamped by the kernel
	UserReads   int64 // stamped by this process
	Doubtful    int64 // of UserReads: the kernel's stamp was there and could not be believed
	ClockSteps  int64 // of the system clock
	BytesIn     int64 // without what connecting by TCP costs, with what TLS does
	BytesOut    int64
	Dials       int64 // connections that were tried
	Reconnects  int64 // tries of a request on a fresh connection, because an idle one had been closed
	Strays      int64 // messages of a shared socket that no request waited for: late ones, or unknown ids
	Segments    int64 // with data, in both directions; zero where the kernel does not tell
	Resent      int64 // of them, sent again by this side, or received after a gap: what the network lost or disordered

	// Errors that are this machine's and not the service's: each makes the run doubtful.
	NoFiles  int64 // EMFILE, ENFILE
	NoPorts  int64 // EADDRNOTAVAIL
	NoMemory int64 // ENOBUFS, ENOMEM
}

// OwnErrors is how often a socket failed for want of something on this side.
func (s Stats) OwnErrors() int64 { return s.NoFiles + s.NoPorts + s.NoMemory }

// Clock is what stamped the reads; what could, where nothing was read.
func (s Stats) Clock() timeline.Clock {
	switch {
	case s.KernelReads > 0 && s.UserReads > 0:
		return timeline.Mixed
	case s.KernelReads > 0:
		return timeline.Kernel
	case s.UserReads > 0:
		return timeline.UserSpace
	}
	return Clock
}

// Since is what came after an earlier look.
func (s Stats) Since(before Stats) Stats {
	return Stats{
		KernelReads: s.KernelReads - before.KernelReads, UserReads: s.UserReads - before.UserReads,
		Doubtful: s.Doubtful - before.Doubtful, ClockSteps: s.ClockSteps - before.ClockSteps,
		BytesIn: s.BytesIn - before.BytesIn, BytesOut: s.BytesOut - before.BytesOut,
		Dials: s.Dials - before.Dials, Reconnects: s.Reconnects - before.Reconnects, Strays: s.Strays - before.Strays,
		Segments: s.Segments - before.Segments, Resent: s.Resent - before.Resent,
		NoFiles: s.NoFiles - before.NoFiles, NoPorts: s.NoPorts - before.NoPorts, NoMemory: s.NoMemory - before.NoMemory,
	}
}

type meter struct {
	kernelReads, userReads, doubtful atomic.Int64
	bytesIn, bytesOut                atomic.Int64
	dials, reconnects, strays        atomic.Int64
	segments, resent                 atomic.Int64
	noFiles, noPorts, noMemory       atomic.Int64
}

// fault counts an error that is ours, and tells whether it is.
func (m *meter) fault(err error) bool {
	if err == nil {
		return false
	}
	var errno syscall.Errno
	if !errors.As(err, &errno) {
		return false
	}
	switch errno {
	case syscall.EMFILE, syscall.ENFILE:
		m.noFiles.Add(1)
	case syscall.EADDRNOTAVAIL:
		m.noPorts.Add(1)
	case syscall.ENOBUFS, syscall.ENOMEM:
		m.noMemory.Add(1)
	default:
		return false
	}
	return true
}

// Stats of all connections until now.
func (d *Dialer) Stats() Stats {
	d.prepare()
	m := &d.meter
	return Stats{
		KernelReads: m.kernelReads.Load(), UserReads: m.userReads.Load(), Doubtful: m.doubtful.Load(),
		ClockSteps: d.tracker.Steps(), BytesIn: m.bytesIn.Load(), BytesOut: m.bytesOut.Load(),
		Dials: m.dials.Load(), Reconnects: m.reconnects.Load(), Strays: m.strays.Load(),
		Segments: m.segments.Load(), Resent: m.resent.Load(),
		NoFiles: m.noFiles.Load(), NoPorts: m.noPorts.Load(), NoMemory: m.noMemory.Load(),
	}
}
