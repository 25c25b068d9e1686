//go:build linux && (amd64 || arm64)

package wire

import (
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Clock is what this build can stamp reads with; what stamped them is in Stats.
const Clock = "kernel"

// receiver reads a socket together with the kernel's receive stamp. The goroutine waits in the runtime's poller like
// in any other read, and nothing is allocated.
type receiver struct {
	conn *net.TCPConn
	raw  syscall.RawConn
	once func(fd uintptr) bool

	message unix.Msghdr
	vector  unix.Iovec
	control [64]byte
	n       int
	errno   syscall.Errno
}

// keepStamping asks for stamps with a socket that stays as long as the process: the kernel begins to stamp some time
// after the first socket asks, and stops after the last, so that reads of a first connection could go without.
var keepStamping = sync.OnceFunc(func() {
	if fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0); err == nil {
		_ = unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_TIMESTAMPNS, 1)
	}
})

// newReceiver is nil where the kernel does not stamp.
func newReceiver(conn *net.TCPConn) *receiver {
	keepStamping()
	raw, err := conn.SyscallConn()
	if err != nil {
		return nil
	}
	refused := true
	err = raw.Control(func(fd uintptr) {
		refused = unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_TIMESTAMPNS, 1) != nil
	})
	if err != nil || refused {
		return nil
	}
	r := &receiver{conn: conn, raw: raw}
	r.once = r.receive
	r.message.Iov = &r.vector
	r.message.SetIovlen(1)
	r.message.Control = &r.control[0]
	return r
}

// read is like net.Conn's; the stamp is of the system clock in nanoseconds, zero where there is none.
func (r *receiver) read(into []byte) (n int, stamp int64, err error) {
	if len(into) == 0 {
		return 0, 0, nil
	}
	r.vector.Base = &into[0]
	r.vector.SetLen(len(into))
	err = r.raw.Read(r.once)
	r.vector.Base = nil
	switch {
	case err != nil:
		var op *net.OpError
		if errors.As(err, &op) {
			op.Op = "read"
		}
		return 0, 0, err
	case r.errno != 0:
		return 0, 0, &net.OpError{
			Op: "read", Net: "tcp", Source: r.conn.LocalAddr(), Addr: r.conn.RemoteAddr(),
			Err: os.NewSyscallError("recvmsg", r.errno),
		}
	case r.n == 0:
		return 0, 0, io.EOF
	}
	return r.n, r.stamp(), nil
}

// receive is false where the poller has to wait.
func (r *receiver) receive(fd uintptr) bool {
	for {
		r.message.SetControllen(len(r.control))
		n, _, errno := unix.Syscall(unix.SYS_RECVMSG, fd, uintptr(unsafe.Pointer(&r.message)), 0)
		switch errno {
		case syscall.EINTR:
			continue
		case syscall.EAGAIN:
			return false
		}
		r.n, r.errno = int(n), errno
		return true
	}
}

func (r *receiver) stamp() int64 {
	rest := r.control[:r.message.Controllen]
	for len(rest) >= unix.SizeofCmsghdr {
		head := (*unix.Cmsghdr)(unsafe.Pointer(&rest[0]))
		length := int(head.Len)
		if length < unix.SizeofCmsghdr || length > len(rest) {
			return 0
		}
		if head.Level == unix.SOL_SOCKET && head.Type == unix.SCM_TIMESTAMPNS &&
			length >= unix.CmsgLen(int(unsafe.Sizeof(unix.Timespec{}))) {
			return (*unix.Timespec)(unsafe.Pointer(&rest[unix.CmsgLen(0)])).Nano()
		}
		rest = rest[min(len(rest), unix.CmsgSpace(length-unix.CmsgLen(0))):]
	}
	return 0
}
