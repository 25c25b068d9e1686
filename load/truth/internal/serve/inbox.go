package serve

import (
	"unsafe"

	"golang.org/x/sys/unix"

	"seatrial.dev/truth/internal/clock"
)

// inbox reads sockets, with the kernel's stamp of what it read.
type inbox struct {
	header  unix.Msghdr
	vector  unix.Iovec
	control [64]byte

	// arrival is the kernel's stamp of the newest read, or seen where it gave none; seen is when it was read.
	arrival, seen int64
}

func (i *inbox) read(fd int, into []byte) (int, unix.Errno) {
	i.vector.Base = &into[0]
	i.vector.SetLen(len(into))
	i.header = unix.Msghdr{Iov: &i.vector, Control: &i.control[0]}
	i.header.SetIovlen(1)
	i.header.SetControllen(len(i.control))
	n, _, errno := unix.RawSyscall(unix.SYS_RECVMSG, uintptr(fd), uintptr(unsafe.Pointer(&i.header)), unix.MSG_DONTWAIT)
	if errno != 0 || n == 0 {
		return 0, errno
	}
	i.seen = clock.Now()
	i.arrival = i.seen
	if stamp, ok := i.stamp(); ok {
		i.arrival = clock.FromWall(stamp)
	}
	return int(n), 0
}

func (i *inbox) stamp() (int64, bool) {
	if int(i.header.Controllen) < unix.CmsgLen(int(unsafe.Sizeof(unix.Timespec{}))) {
		return 0, false
	}
	head := (*unix.Cmsghdr)(unsafe.Pointer(&i.control[0]))
	if head.Level != unix.SOL_SOCKET || head.Type != unix.SCM_TIMESTAMPNS {
		return 0, false
	}
	stamp := (*unix.Timespec)(unsafe.Pointer(&i.control[unix.CmsgLen(0)]))
	return stamp.Nano(), true
}
