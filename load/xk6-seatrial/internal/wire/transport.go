package wire

import (
	"context"
	"errors"
	"net"
	"net/url"
	"time"

	"seatrial.dev/xk6-seatrial/internal/clock"
	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// Transport sends requests of one protocol to one target. For use by many goroutines.
type Transport interface {
	// Do runs one request to its end, whatever that is; the timeline tells.
	Do(ctx context.Context, send *protocol.Send, line *timeline.Timeline)
	Close()
}

// An answer that goes beyond these is ended as a protocol error, so that an endless stream cannot eat the memory.
const (
	responseMost = 256 << 20
	readsMost    = 1 << 20
)

// New makes the transport that a protocol needs.
func New(p *protocol.Protocol, dialer *Dialer, timeout time.Duration) Transport {
	if p.Spec.Transport == protocol.WebSocket {
		return newSocketTransport(p, dialer, timeout)
	}
	return newHTTPTransport(p, dialer, timeout)
}

func hostPort(address *url.URL) string {
	if address.Port() != "" {
		return address.Host
	}
	if address.Scheme == "https" || address.Scheme == "wss" {
		return net.JoinHostPort(address.Hostname(), "443")
	}
	return net.JoinHostPort(address.Hostname(), "80")
}

func secure(address *url.URL) bool { return address.Scheme == "https" || address.Scheme == "wss" }

// failed notes an error of the socket: a deadline of ours looks like an error of the network, and is none.
func failed(run, request context.Context, line *timeline.Timeline, outcome timeline.Outcome, message string) {
	switch {
	case run.Err() != nil:
		line.Fail(timeline.Cancelled, "the load was stopped")
	case errors.Is(request.Err(), context.DeadlineExceeded):
		line.Fail(timeline.Timeout, "not over within the time for a request")
	default:
		line.Fail(outcome, message)
	}
}

// settle closes the books of a request that came to its end without an error.
func settle(line *timeline.Timeline) {
	if line.Content == 0 {
		line.Fail(timeline.NoContent, "complete, but without anything that was asked for")
	}
	line.Fail(timeline.Complete, "")
}

// handled marks the first content as handled.
func handled(line *timeline.Timeline) {
	if line.FirstContent != 0 && line.Handled == 0 {
		line.Handled = clock.Now()
	}
}

// breakOff ends reads and writes of a connection when the context is done; stop must be called, and tells
// whether the connection is still good.
func breakOff(ctx context.Context, conn net.Conn) (stop func() bool) {
	return context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
}
