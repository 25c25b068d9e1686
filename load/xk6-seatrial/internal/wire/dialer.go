package wire

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"sync"
	"time"

	"seatrial.dev/xk6-seatrial/internal/clock"
)

const (
	// dialsMost at one time: a thousand streams that start together must not storm a service that is to be measured.
	// Waiting for a turn counts as connecting.
	dialsMost = 64
	// observeEvery is how long two steps of the system clock that undo each other could go by unseen between reads.
	observeEvery = 20 * time.Millisecond
)

// Dialer opens stamped connections. Dial has to leave TCP_NODELAY on, as Go's does.
type Dialer struct {
	// Dial is k6's own, so that its hosts, blocked addresses and data counters hold.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	TLS  *tls.Config

	once    sync.Once
	turns   chan struct{}
	tracker *clock.Tracker
	meter   meter
	clocks  func() (mono, system int64) // clock.Both, but for tests
	shift   func(stamp int64) int64     // of the kernel's stamps, in tests
}

func (d *Dialer) prepare() {
	d.once.Do(func() {
		if d.clocks == nil {
			d.clocks = clock.Both
		}
		d.turns = make(chan struct{}, dialsMost)
		d.tracker = clock.NewTracker(d.clocks)
	})
}

func (d *Dialer) at(stamp, floor int64) (at int64, sure bool) {
	if d.shift != nil {
		stamp = d.shift(stamp)
	}
	return d.tracker.At(stamp, floor)
}

// observe looks after the system clock between reads, until stop.
func (d *Dialer) observe() (stop func()) {
	d.prepare()
	over := make(chan struct{})
	go func() {
		ticker := time.NewTicker(observeEvery)
		defer ticker.Stop()
		for {
			select {
			case <-over:
				return
			case <-ticker.C:
				d.tracker.Observe()
			}
		}
	}()
	return sync.OnceFunc(func() { close(over) })
}

// open dials an address; the stream is the socket itself, or TLS over it.
func (d *Dialer) open(ctx context.Context, address string, secured *tls.Config) (*Conn, net.Conn, error) {
	d.prepare()
	select {
	case d.turns <- struct{}{}:
		defer func() { <-d.turns }()
	case <-ctx.Done():
		return nil, nil, fmt.Errorf("no turn to connect: %w", ctx.Err())
	}
	d.meter.dials.Add(1)
	raw, err := d.Dial(ctx, "tcp", address)
	if err != nil {
		if d.meter.fault(err) {
			err = fmt.Errorf("this machine cannot connect: %w", err)
		}
		return nil, nil, err
	}
	stamped := d.stamped(raw)
	if secured == nil {
		return stamped, stamped, nil
	}
	stream := tls.Client(stamped, secured)
	if err := stream.HandshakeContext(ctx); err != nil {
		_ = raw.Close()
		return nil, nil, fmt.Errorf("TLS: %w", err)
	}
	return stamped, stream, nil
}

// secure is the configuration for a host; nil where there is no TLS. HTTP/2 is not spoken, and not offered.
func (d *Dialer) secure(target target) *tls.Config {
	if !target.secure {
		return nil
	}
	config := &tls.Config{}
	if d.TLS != nil {
		config = d.TLS.Clone()
	}
	if config.ServerName == "" {
		config.ServerName, _, _ = net.SplitHostPort(target.address)
	}
	config.NextProtos = []string{"http/1.1"}
	return config
}
