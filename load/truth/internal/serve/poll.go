package serve

import (
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// poll is an epoll set. Its waits are raw system calls, so that Go's scheduler has no say in when they return, and
// end to the microsecond: a thread of the real-time class has no timer slack.
type poll struct {
	fd     int
	events []unix.EpollEvent
}

const (
	always     = unix.EPOLLIN | unix.EPOLLRDHUP
	pollAtOnce = 128
)

func newPoll() (poll, error) {
	fd, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	return poll{fd: fd, events: make([]unix.EpollEvent, pollAtOnce)}, err
}

func (p *poll) add(fd int) error {
	return unix.EpollCtl(p.fd, unix.EPOLL_CTL_ADD, fd, &unix.EpollEvent{Events: always, Fd: int32(fd)})
}

// writable says whether the set is to tell when the socket takes bytes again.
func (p *poll) writable(fd int, wanted bool) error {
	event := unix.EpollEvent{Events: always, Fd: int32(fd)}
	if wanted {
		event.Events |= unix.EPOLLOUT
	}
	return unix.EpollCtl(p.fd, unix.EPOLL_CTL_MOD, fd, &event)
}

func (p *poll) remove(fd int) { _ = unix.EpollCtl(p.fd, unix.EPOLL_CTL_DEL, fd, nil) }

func (p *poll) wait(timeout time.Duration) ([]unix.EpollEvent, error) {
	limit := unix.NsecToTimespec(int64(timeout))
	n, _, errno := unix.RawSyscall6(unix.SYS_EPOLL_PWAIT2, uintptr(p.fd), uintptr(unsafe.Pointer(&p.events[0])),
		uintptr(len(p.events)), uintptr(unsafe.Pointer(&limit)), 0, 0)
	switch errno {
	case 0:
		return p.events[:n], nil
	case unix.EINTR:
		return nil, nil
	}
	return nil, errno
}
