package engine

import (
	"net"
	"net/url"

	"seatrial.dev/xk6-seatrial/internal/audit"
)

// figures are how the generator itself was since the last look.
func (e *Engine) figures() audit.Figures {
	figures := e.watch.Take()
	figures.LateStarts = e.load.late()
	stats := e.setup.Dialer.Stats()
	gained := stats.Since(e.stats)
	e.stats = stats
	figures.KernelReads, figures.UserReads, figures.Doubtful = gained.KernelReads, gained.UserReads, gained.Doubtful
	figures.ClockSteps, figures.SocketErrors = gained.ClockSteps, gained.OwnErrors()
	figures.BytesIn, figures.BytesOut = gained.BytesIn, gained.BytesOut
	figures.Segments, figures.ResentSegments = gained.Segments, gained.Resent
	if figures.WallSeconds >= ratedLeast {
		figures.BytesPeak = float64(max(gained.BytesIn, gained.BytesOut)) / figures.WallSeconds
	}
	figures.LinkBytes = e.link.Load()
	return figures
}

// ratedLeast is the shortest stretch that has a data rate: in a shorter one a burst looks like one.
const ratedLeast = 0.5

// hostPort is where a URL leads.
func hostPort(address *url.URL) string {
	port := address.Port()
	if port == "" {
		port = "80"
		if address.Scheme == "https" || address.Scheme == "wss" {
			port = "443"
		}
	}
	return net.JoinHostPort(address.Hostname(), port)
}
