package serve

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// write hands bytes to the socket; what it does not take at once is kept for later, and whole is false. The connection
// is gone when alive is false.
func (l *Loop) write(c *conn, bytes []byte) (whole, alive bool) {
	if len(c.pending) == 0 {
		n, errno := rawWrite(c.fd, bytes)
		if errno != 0 && errno != unix.EAGAIN {
			l.close(c)
			return false, false
		}
		if n == len(bytes) {
			return true, true
		}
		bytes = bytes[n:]
	}
	if len(c.pending)+len(bytes) > pendingMost {
		l.close(c)
		return false, false
	}
	c.pending = append(c.pending, bytes...)
	l.await(c)
	return false, true
}

func (l *Loop) await(c *conn) {
	if !c.waiting {
		c.waiting = true
		_ = l.poll.writable(c.fd, true)
	}
}

// drain goes on writing, now that the socket takes bytes again.
func (l *Loop) drain(c *conn) {
	if len(c.pending) > 0 {
		n, errno := rawWrite(c.fd, c.pending)
		if errno != 0 && errno != unix.EAGAIN {
			l.close(c)
			return
		}
		c.pending = c.pending[:copy(c.pending, c.pending[n:])]
		if len(c.pending) > 0 {
			return
		}
	}
	if c.flood.remaining > 0 {
		l.pour(c)
		return
	}
	c.waiting = false
	_ = l.poll.writable(c.fd, false)
	if c.over {
		l.close(c)
	}
}

// closeAfter ends the connection when all is written.
func (l *Loop) closeAfter(c *conn) {
	c.over = true
	if len(c.pending) == 0 && c.flood.remaining == 0 {
		l.close(c)
	}
}

func rawWrite(fd int, bytes []byte) (int, unix.Errno) {
	if len(bytes) == 0 {
		return 0, 0
	}
	n, _, errno := unix.RawSyscall(unix.SYS_WRITE, uintptr(fd), uintptr(unsafe.Pointer(&bytes[0])), uintptr(len(bytes)))
	if errno != 0 {
		return 0, errno
	}
	return int(n), 0
}

// flood is the same content again and again, as fast as the client takes it.
type flood struct {
	block     []byte
	offset    int
	remaining int64
}

// pour writes some of the flood; a turn is short, so that it makes no other stream late.
func (l *Loop) pour(c *conn) {
	f := &c.flood
	part := f.block[f.offset:]
	part = part[:min(int64(len(part)), f.remaining)]
	n, errno := rawWrite(c.fd, part)
	if errno != 0 && errno != unix.EAGAIN {
		l.close(c)
		return
	}
	f.offset = (f.offset + n) % len(f.block)
	if f.remaining -= int64(n); f.remaining > 0 {
		l.await(c)
		return
	}
	if c.streams != nil {
		l.end(c.streams, c.streams.ending())
	}
	l.closeAfter(c)
}
