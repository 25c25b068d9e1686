// Package wire sends requests over sockets and follows their answers, with a stamp for every read.
//
// What is spoken: HTTP/1.1 and WebSocket, each with or without TLS. HTTP/2 and proxies are not, and compression is
// never asked for. Connections are pooled per transport, which is per run: a stream takes the one that became idle
// last, and there are never more than requests were in flight at one time.
package wire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"syscall"
	"time"

	"seatrial.dev/xk6-seatrial/internal/clock"
	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// Transport sends requests of one protocol to one target. For use by many goroutines.
type Transport interface {
	// Do runs one request to its end, whatever that is; the timeline tells. A request on a connection that had lain
	// idle and turns out to be closed is tried once more on a fresh one, if nothing was received.
	Do(ctx context.Context, send *protocol.Send, line *timeline.Timeline)
	// Close ends idle connections; those in use end with their requests.
	Close()
}

// An answer that goes beyond these is ended as too large, so that an endless stream cannot eat the memory. Bodies are
// understood as they come and not kept; a message of a socket has to be whole first.
const (
	responseMost = 256 << 20
	messageMost  = 16 << 20
	readsMost    = 1 << 17
	bufferSize   = 16 << 10
)

// New makes the transport that a protocol needs.
func New(p *protocol.Protocol, dialer *Dialer, timeout time.Duration) Transport {
	to := newTarget(p.URL)
	base := base{
		protocol: p, dialer: dialer, target: to, tls: dialer.secure(to), timeout: timeout, most: responseMost,
		quiet: dialer.observe(),
	}
	switch {
	case p.Spec.Transport != protocol.WebSocket:
		return newHTTPTransport(base)
	case p.Contexts > 1:
		return newSharedTransport(base)
	}
	return newSocketTransport(base)
}

// target is where a transport connects to.
type target struct {
	address string // host:port
	secure  bool
}

func newTarget(address *url.URL) target {
	to := target{address.Host, address.Scheme == "https" || address.Scheme == "wss"}
	if address.Port() == "" {
		port := "80"
		if to.secure {
			port = "443"
		}
		to.address = net.JoinHostPort(address.Hostname(), port)
	}
	return to
}

// trip is one request on its way.
type trip struct {
	run, ctx context.Context // of the load, of the request
	send     *protocol.Send
	line     *timeline.Timeline
	most     int64 // bytes of an answer
}

// The phases of a request, for a person who wants to know where one hung.
const (
	connecting = "connecting"
	headers    = "waiting for the response's head"
	waiting    = "waiting for the first message"
	body       = "receiving the answer"
	sending    = "sending"
)

// failed notes an error of the socket: a deadline of ours looks like an error of the network, and is none.
func (t *trip) failed(phase string, outcome timeline.Outcome, message string) {
	switch {
	case t.run.Err() != nil:
		t.line.Fail(timeline.Cancelled, "the load was stopped")
	case errors.Is(t.ctx.Err(), context.DeadlineExceeded):
		t.line.Fail(timeline.Timeout, "not over within the time for a request: "+phase)
	default:
		t.line.Fail(outcome, message)
	}
}

// add notes what a read brought, and ends an answer that is too large.
func (t *trip) add(stamp Stamp, raw, content int) {
	line := t.line
	line.AddRead(stamp.Seq, stamp.At, raw, content)
	line.Stamped(stamp.By)
	line.BytesIn += int64(raw)
	if line.FirstContent != 0 && line.Handled == 0 {
		line.Handled = clock.Now()
	}
	if line.BytesIn > t.most || len(line.Reads) > readsMost {
		line.Fail(timeline.TooLarge, fmt.Sprintf("no end after %d bytes in %d reads", line.BytesIn, len(line.Reads)))
	}
}

// settle closes the books of a request that came to its end without an error.
func settle(line *timeline.Timeline) {
	if line.Content == 0 {
		line.Fail(timeline.NoContent, "complete, but without anything that was asked for")
	}
	line.Fail(timeline.Complete, "")
}

// dropped tells whether an error may mean that a connection had been closed while it lay idle.
func (t *trip) dropped(err error) bool {
	var bye closed
	return t.ctx.Err() == nil && len(t.line.Reads) == 0 &&
		(errors.As(err, &bye) || errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE))
}

// breakOff ends reads and writes of a connection when the context is done; stop must be called, and tells
// whether the connection is still good.
func breakOff(ctx context.Context, conn net.Conn) (stop func() bool) {
	return context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
}
