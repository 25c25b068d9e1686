package serve

import (
	"net"
	"os"

	"golang.org/x/sys/unix"

	"seatrial.dev/truth/internal/answer"
)

// conn is one connection.
type conn struct {
	fd      int
	socket  bool         // a WebSocket
	order   answer.Order // of its upgrade
	in      []byte       // what came and was not understood yet
	arrival int64        // of the newest bytes, by the kernel
	seen    int64
	told    bool // that the body may come

	streams *stream // under way, linked
	pending []byte  // written, but not taken by the socket
	flood   flood
	waiting bool // for the socket to take bytes
	over    bool // close when all is written
}

const (
	roomFirst   = 4 << 10
	roomMost    = 16 << 20
	pendingMost = 4 << 20
)

func (l *Loop) accept() {
	for range 64 {
		fd, _, err := unix.Accept4(l.listener, unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC)
		if err != nil {
			return
		}
		if l.open >= connectionsMost || l.poll.add(fd) != nil {
			_ = unix.Close(fd)
			continue
		}
		_ = unix.SetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_NODELAY, 1)
		for fd >= len(l.conns) {
			l.conns = append(l.conns, make([]*conn, 256)...)
		}
		l.conns[fd] = &conn{fd: fd, in: make([]byte, 0, roomFirst)}
		l.open++
		l.receive(l.conns[fd])
	}
}

// receive reads once, and understands what it can.
func (l *Loop) receive(c *conn) {
	if cap(c.in)-len(c.in) < roomFirst/4 {
		if cap(c.in) >= roomMost {
			l.close(c)
			return
		}
		c.in = append(make([]byte, 0, 2*cap(c.in)), c.in...)
	}
	n, errno := l.inbox.read(c.fd, c.in[len(c.in):cap(c.in)])
	if errno == unix.EAGAIN || errno == unix.EINTR {
		return
	}
	if errno != 0 || n == 0 {
		l.close(c)
		return
	}
	c.in = c.in[:len(c.in)+n]
	c.arrival, c.seen = l.inbox.arrival, l.inbox.seen
	l.understand(c)
}

func (l *Loop) understand(c *conn) {
	for {
		before := len(c.in)
		if c.socket {
			l.message(c)
		} else {
			l.request(c)
		}
		if l.conns[c.fd] != c || len(c.in) == 0 || len(c.in) == before {
			return
		}
	}
}

// taken drops what was understood from the front of the input.
func (c *conn) taken(n int) { c.in = c.in[:copy(c.in, c.in[n:])] }

// give hands the connection to a server that takes its time, together with what was read already.
func (l *Loop) give(c *conn) {
	file := os.NewFile(uintptr(c.fd), "connection")
	l.forget(c)
	given, err := net.FileConn(file)
	_ = file.Close()
	if err == nil {
		l.handOff(&readConn{Conn: given, read: c.in})
	}
}

func (l *Loop) forget(c *conn) {
	l.poll.remove(c.fd)
	l.conns[c.fd] = nil
	l.open--
}

// close ends the connection and with it all that is under way on it.
func (l *Loop) close(c *conn) {
	for c.streams != nil {
		l.end(c.streams, c.streams.ending())
	}
	l.forget(c)
	_ = unix.Close(c.fd)
}

// readConn is a connection of which a part was read already.
type readConn struct {
	net.Conn
	read []byte
}

func (c *readConn) Read(into []byte) (int, error) {
	if len(c.read) == 0 {
		return c.Conn.Read(into)
	}
	n := copy(into, c.read)
	c.read = c.read[n:]
	return n, nil
}
