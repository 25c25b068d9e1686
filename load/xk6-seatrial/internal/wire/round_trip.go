package wire

import (
	"context"
	"net"
	"time"
)

// roundTripMost leaves time for a SYN that is sent again after a second.
const roundTripMost = 3 * time.Second

// RoundTrip is the time between a SYN and its answer, as the kernel measured it on a connection that is opened for
// this and closed again; false where the kernel does not tell, or there is no connection.
//
// The connections that carry the load do not tell it. Their smoothed round trip is that of what we send, small requests:
// the other kernel delays its acknowledgement by up to 40 ms for the service's answer to take it along, so that a
// slower release would look like a slower network (20 ms more of the one were 22 ms more of the other). The round trip of what they receive holds the pauses of the service,
// and their shortest one is minutes old. A handshake is answered by kernels alone, on the way of the load and through
// the same queues; only a service that accepts no connections for so long that its backlog is full has a part in it.
// Behind a load balancer it is the way to that.
func (d *Dialer) RoundTrip(ctx context.Context, address string) (time.Duration, bool) {
	ctx, cancel := context.WithTimeout(ctx, roundTripMost)
	defer cancel()
	raw, err := d.Dial(ctx, "tcp", address)
	if err != nil {
		return 0, false
	}
	defer func() { _ = raw.Close() }()
	tcp, _ := socketOf(raw).(*net.TCPConn)
	link, ok := linkOf(tcp)
	return link.rtt, ok && link.rtt > 0
}
