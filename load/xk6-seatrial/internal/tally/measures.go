package tally

import (
	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// Buffers of the players whose starvation is measured, in milliseconds.
var buffers = []struct {
	id           string
	milliseconds int64
}{{"underrun_0", 0}, {"underrun_50", 50}, {"underrun_100", 100}, {"underrun_200", 200}}

// inMillionths are the measures that are ratios; all others are whole microseconds.
var inMillionths = map[string]bool{"rtf": true, "rtfx": true}

// each calls visit with every measure (load/definitions.ts) of a complete request.
func each(line *timeline.Timeline, p *protocol.Protocol, visit func(id string, raw int64)) {
	record := func(id string, nanoseconds int64) { visit(id, nanoseconds/1000) }
	record("ttfa", line.ServiceFirst())
	record("user_ttfa", line.UserFirst())
	record("own_delay", line.OwnDelay())
	record("e2e", line.EndToEnd())
	line.EachGap(func(gap int64) { record("gap", gap) })
	if line.ConnectStart != 0 {
		record("connect", line.Connect())
	}
	if p.Rate == 0 {
		return
	}
	visit("rtf", line.RTF(p.Rate))
	for _, buffer := range buffers {
		record(buffer.id, line.Underrun(buffer.milliseconds*1_000_000, p.Rate))
	}
}
