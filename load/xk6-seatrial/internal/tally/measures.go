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
	record("own_delay", line.OwnDelay())
	record("start_delay", line.Sent-line.Intended-line.Connect())
	record("e2e", line.EndToEnd())
	record("user_e2e", line.End-line.Intended)
	for _, one := range []struct {
		id          string
		nanoseconds int64
	}{{"connect", line.Connect()}, {"queue", line.QueueNanos}, {"gpu", line.GPUNanos}} {
		if one.nanoseconds > 0 {
			record(one.id, one.nanoseconds)
		}
	}
	if line.InputSeconds > 0 {
		visit("rtfx", int64(line.InputSeconds*1e15/float64(max(1, line.EndToEnd()))))
		if line.SentLast > 0 {
			record("final_delay", max(0, line.LastContent-line.SentLast))
		}
	}
	switch {
	case p.Spec.Output.Kind == protocol.Audio:
		audio(line, p, record, visit)
	case p.Spec.Output.Kind == protocol.Text:
		text(line, p, record)
	}
}

func audio(line *timeline.Timeline, p *protocol.Protocol, record, visit func(id string, raw int64)) {
	record("ttfa", line.ServiceFirst())
	record("user_ttfa", line.UserFirst())
	line.EachGap(func(gap int64) { record("gap", gap) })
	if p.Rate == 0 {
		return
	}
	visit("rtf", line.RTF(p.Rate))
	for _, buffer := range buffers {
		record(buffer.id, line.Underrun(buffer.milliseconds*1_000_000, p.Rate))
	}
}

// text records by the tokens that the service counts, or under names of their own by the events that brought text:
// an event may hold several tokens, or half of one.
func text(line *timeline.Timeline, p *protocol.Protocol, record func(id string, nanoseconds int64)) {
	streams := p.Spec.Streams()
	if streams {
		record("ttft", line.ServiceFirst())
		record("user_ttft", line.UserFirst())
		line.EachGap(func(gap int64) { record("gap", gap) })
	}
	per, normalised, n := "tpot", "ntpot", int64(line.OutputTokens)
	if n == 0 {
		per, normalised, n = "tpot_events", "ntpot_events", int64(line.Content)
		if !streams {
			return
		}
	}
	if streams && n > 1 {
		record(per, (line.LastRead-line.FirstContent)/(n-1))
	}
	record(normalised, line.EndToEnd()/n)
}
