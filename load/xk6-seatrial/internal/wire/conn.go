// Package wire sends requests over sockets and follows their answers, with a stamp for every read.
package wire

import (
	"context"
	"crypto/tls"
	"net"

	"seatrial.dev/xk6-seatrial/internal/clock"
)

// Clock names the stamps of Conn. Kernel stamps (SO_TIMESTAMPNS) would be taken in Conn.Read, and nowhere else.
const Clock = "user-space"

// Conn stamps every read of a socket, below TLS and any framing. One goroutine reads.
type Conn struct {
	net.Conn
	seq   uint64
	at    int64
	bytes int
}

func (c *Conn) Read(into []byte) (int, error) {
	n, err := c.Conn.Read(into)
	if n > 0 {
		c.at = clock.Now()
		c.seq++
		c.bytes += n
	}
	return n, err
}

// Take tells about the newest read: its number, its stamp, and the bytes that came since the last Take.
func (c *Conn) Take() (seq uint64, at int64, bytes int) {
	bytes, c.bytes = c.bytes, 0
	return c.seq, c.at, bytes
}

// Dialer opens stamped connections.
type Dialer struct {
	// Dial is k6's own, so that its hosts, blocked addresses and data counters hold.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	TLS  *tls.Config
}

// open dials an address; the stream is the socket itself, or TLS over it.
func (d *Dialer) open(ctx context.Context, address string, secure bool) (stamped *Conn, stream net.Conn, err error) {
	raw, err := d.Dial(ctx, "tcp", address)
	if err != nil {
		return nil, nil, err
	}
	stamped = &Conn{Conn: raw}
	if !secure {
		return stamped, stamped, nil
	}
	secured := tls.Client(stamped, d.tls(address))
	if err := secured.HandshakeContext(ctx); err != nil {
		_ = raw.Close()
		return nil, nil, err
	}
	return stamped, secured, nil
}

func (d *Dialer) tls(address string) *tls.Config {
	config := &tls.Config{}
	if d.TLS != nil {
		config = d.TLS.Clone()
	}
	if config.ServerName == "" {
		config.ServerName, _, _ = net.SplitHostPort(address)
	}
	config.NextProtos = []string{"http/1.1"}
	return config
}
