package wire

import (
	"net"
	"sync/atomic"

	"go.k6.io/k6/v2/lib/netext"

	"seatrial.dev/xk6-seatrial/internal/clock"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// Conn stamps every read of a socket, and the first write of a request, below TLS and any framing. One goroutine
// reads and one at a time writes.
//
// A read's stamp is the kernel's, of the newest packet that it brought: the kernel merges what lies unread. A generator
// that is too late to read can so make a service look slower, and never faster; the audit's lags tell of it. Only where
// the network lost a packet may the stamp be of one that had come before the missing one. Of a TLS record, and
// of a WebSocket message, that spreads over reads the newest read when it comes out is the one that completed it: no
// earlier one could have been used.
type Conn struct {
	net.Conn
	dialer   *Dialer
	kernel   *receiver // nil where there are only stamps of our own
	k6read   *int64    // k6's data_received, where its wrapper was taken off for reading
	segments segments
	counted  int64 // the reader's

	stamp Stamp
	floor int64 // no stamp that is believed can be before it
	in    int
	sent  int64
	out   int64
}

// Stamp is when a read came.
type Stamp struct {
	Seq uint64 // of the read on its connection
	At  int64  // clock.Now
	By  timeline.Clock
}

func (d *Dialer) stamped(raw net.Conn) *Conn {
	c := &Conn{Conn: raw, dialer: d}
	if wrapped, ok := raw.(*netext.Conn); ok {
		c.k6read = wrapped.BytesRead
	}
	if tcp, ok := socketOf(raw).(*net.TCPConn); ok {
		c.kernel, c.segments.tcp = newReceiver(tcp), tcp
	}
	return c
}

func (c *Conn) Read(into []byte) (n int, err error) {
	if c.kernel == nil {
		if n, err = c.Conn.Read(into); n > 0 {
			c.note(n, 0)
		}
		c.dialer.meter.fault(err)
		return n, err
	}
	n, stamp, err := c.kernel.read(into)
	c.dialer.meter.fault(err)
	if n > 0 {
		c.note(n, stamp)
		if c.k6read != nil {
			atomic.AddInt64(c.k6read, int64(n))
		}
	}
	return n, err
}

// note works out when a read came: by the kernel's stamp, unless there is none or it cannot be believed.
func (c *Conn) note(n int, kernel int64) {
	meter := &c.dialer.meter
	at, sure := int64(0), false
	if kernel != 0 {
		if at, sure = c.dialer.at(kernel, c.floor); !sure {
			meter.doubtful.Add(1)
		}
	} else {
		at = clock.Now()
	}
	c.stamp.Seq++
	c.stamp.At = max(at, c.stamp.At)
	if sure {
		c.stamp.By, c.floor = timeline.Kernel, at
		meter.kernelReads.Add(1)
	} else {
		c.stamp.By = timeline.UserSpace
		meter.userReads.Add(1)
	}
	meter.bytesIn.Add(int64(n))
	c.in += n
	if c.stamp.At-c.counted >= countEvery {
		c.counted = c.stamp.At
		c.segments.count(meter)
	}
}

// Close counts what the kernel knows before it forgets it.
func (c *Conn) Close() error {
	c.segments.count(&c.dialer.meter)
	return c.Conn.Close()
}

func (c *Conn) Write(from []byte) (int, error) {
	if c.sent == 0 {
		c.sent = clock.Now()
	}
	n, err := c.Conn.Write(from)
	c.out += int64(n)
	c.dialer.meter.bytesOut.Add(int64(n))
	c.dialer.meter.fault(err)
	return n, err
}

// begin forgets what was before: the next write is the first of a request.
func (c *Conn) begin() { c.in, c.sent, c.out = 0, 0, 0 }

// wrote is when the first write since begin was handed to the socket; an answer cannot have come before it.
func (c *Conn) wrote() int64 {
	c.floor = max(c.floor, c.sent)
	return c.sent
}

// take tells about the newest read, and the bytes that came since the last take.
func (c *Conn) take() (stamp Stamp, bytes int) {
	bytes, c.in = c.in, 0
	return c.stamp, bytes
}
