package engine

import (
	"time"

	"seatrial.dev/xk6-seatrial/internal/clock"
)

// roundTripEvery is a connection that a service hardly notices, and ten of them in a window of five seconds.
const roundTripEvery = 500 * time.Millisecond

// watchNetwork measures the round trip to the service, as long as there is load: the same queues are in its way.
func (e *Engine) watchNetwork() {
	ticker := time.NewTicker(roundTripEvery)
	defer ticker.Stop()
	for {
		select {
		case <-e.run.Done():
			return
		case <-ticker.C:
		}
		if took, ok := e.setup.Dialer.RoundTrip(e.run, hostPort(e.protocol.URL)); ok {
			e.window.roundTrip(clock.Now(), took)
		}
	}
}
