package tally

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

func of(kind protocol.Output, transport protocol.Transport) *protocol.Protocol {
	return &protocol.Protocol{Spec: &protocol.Spec{Transport: transport, Output: protocol.OutputSpec{Kind: kind}}}
}

// answered was intended at 10 ms, written at 12 ms over a connection that took 1 ms, and brought content at 42, 52 and
// 72 ms; its last read came at 82 ms and was handled at 83 ms.
func answered(change func(*timeline.Timeline)) *timeline.Timeline {
	var line timeline.Timeline
	line.Reset("r", 10*ms)
	line.ConnectStart, line.ConnectEnd, line.Sent = 10*ms, 11*ms, 12*ms
	for i, at := range []int64{42, 52, 72} {
		line.AddRead(uint64(i), at*ms, 100, 1)
	}
	line.Handled = 43 * ms
	line.AddRead(9, 82*ms, 20, 0)
	line.End, line.Outcome = 83*ms, timeline.Complete
	change(&line)
	return &line
}

func measured(line *timeline.Timeline, p *protocol.Protocol) string {
	values := map[string][]string{}
	each(line, p, func(id string, raw int64) { values[id] = append(values[id], fmt.Sprint(raw)) })
	var all []string
	for _, id := range slices.Sorted(maps.Keys(values)) {
		all = append(all, id+"="+strings.Join(values[id], ","))
	}
	return strings.Join(all, " ")
}

func TestWhatIsMeasuredOfWhat(t *testing.T) {
	const always = "connect=1000 e2e=70000 "
	for _, c := range []struct {
		name   string
		p      *protocol.Protocol
		change func(*timeline.Timeline)
		want   string
	}{
		{"text with its tokens told", of(protocol.Text, protocol.SSE), func(l *timeline.Timeline) { l.OutputTokens = 5 },
			always + "gap=10000,20000 ntpot=14000 own_delay=2000 start_delay=1000 tpot=10000 ttft=30000 user_e2e=73000 user_ttft=33000"},
		{"text by its events", of(protocol.Text, protocol.SSE), func(*timeline.Timeline) {},
			always + "gap=10000,20000 ntpot_events=23333 own_delay=2000 start_delay=1000 tpot_events=20000 ttft=30000 user_e2e=73000 user_ttft=33000"},
		{"one token has no time between tokens", of(protocol.Text, protocol.SSE), func(l *timeline.Timeline) { l.OutputTokens = 1 },
			always + "gap=10000,20000 ntpot=70000 own_delay=2000 start_delay=1000 ttft=30000 user_e2e=73000 user_ttft=33000"},
		{"a transcript at once", of(protocol.Text, protocol.HTTP), func(l *timeline.Timeline) { l.InputSeconds = 7 },
			always + "own_delay=2000 rtfx=100000000 start_delay=1000 user_e2e=73000"},
		{"a transcript at once with its tokens told", of(protocol.Text, protocol.HTTP), func(l *timeline.Timeline) { l.OutputTokens = 7 },
			always + "ntpot=10000 own_delay=2000 start_delay=1000 user_e2e=73000"},
		{"speech into a socket", of(protocol.Text, protocol.WebSocket), func(l *timeline.Timeline) { l.InputSeconds, l.SentLast = 0.07, 60*ms },
			always + "final_delay=12000 gap=10000,20000 ntpot_events=23333 own_delay=2000 rtfx=1000000 start_delay=1000 tpot_events=20000 ttft=30000 user_e2e=73000 user_ttft=33000"},
		{"items", of(protocol.Items, protocol.HTTP), func(l *timeline.Timeline) { l.QueueNanos, l.GPUNanos = 2*ms, 30*ms },
			"connect=1000 e2e=70000 gpu=30000 own_delay=2000 queue=2000 start_delay=1000 user_e2e=73000"},
		{"compressed audio tells no time", of(protocol.Audio, protocol.HTTP), func(l *timeline.Timeline) { l.ConnectStart, l.ConnectEnd = 0, 0 },
			"e2e=70000 gap=10000,20000 own_delay=3000 start_delay=2000 ttfa=30000 user_e2e=73000 user_ttfa=33000"},
	} {
		if got := measured(answered(c.change), c.p); got != c.want {
			t.Errorf("%s:\n%s, want\n%s", c.name, got, c.want)
		}
	}
}

func TestWithin(t *testing.T) {
	p, line := of(protocol.Text, protocol.SSE), answered(func(*timeline.Timeline) {})
	for _, c := range []struct {
		slos []SLO
		want bool
	}{
		{nil, true},
		{[]SLO{{"ttft", 30}}, true},
		{[]SLO{{"ttft", 29.9}}, false},
		{[]SLO{{"ttft", 30}, {"e2e", 69}}, false},
		{[]SLO{{"gap", 19}}, false}, // its worst one
		{[]SLO{{"gap", 20}}, true},
		{[]SLO{{"ttfa", 1000}}, false}, // text has none
	} {
		if got := Within(line, p, c.slos); got != c.want {
			t.Errorf("%v: %v", c.slos, got)
		}
	}
	line.Outcome = timeline.Truncated
	if Within(line, p, nil) {
		t.Error("half an answer is good")
	}
}

func TestWhatCameBackIsCounted(t *testing.T) {
	one := New()
	one.Record(answered(func(l *timeline.Timeline) { l.Good, l.Characters, l.PromptTokens, l.OutputTokens = true, 40, 8, 5 }), of(protocol.Text, protocol.SSE), true, 0.5)
	one.Record(answered(func(*timeline.Timeline) {}), of(protocol.Text, protocol.SSE), true, 1)
	one.Record(answered(func(l *timeline.Timeline) { l.Items, l.InputSeconds = 16, 2 }), of(protocol.Items, protocol.HTTP), true, 1)
	want := Counts{
		Started: 3, Complete: 3, Good: 1, Characters: 40, InputSeconds: 2, PromptTokens: 8, OutputTokens: 5, TokensTold: 1,
		TextEvents: 6, Items: 16, Connections: 3, Reads: 12,
	}
	if one.Counts != want {
		t.Errorf("%+v", one.Counts)
	}
	shares := Shares{Requests: 2.5, Good: 0.5, Characters: 20, InputSeconds: 2, PromptTokens: 4, OutputTokens: 2.5, TextEvents: 4.5, Items: 16}
	if one.Shares != shares {
		t.Errorf("%+v", one.Shares)
	}
}

func TestOneSampleOfEachWayToFail(t *testing.T) {
	messages := []string{
		"timeout: b", "http-status: 503 no worker 2", "http-status: 503 no worker 1", "http-status: 429 slow down",
		"timeout: a", "truncated: x", "truncated: " + strings.Repeat("ä", 300),
	}
	want := "[http-status: 429 slow down http-status: 503 no worker 1 timeout: a truncated: x]"
	forwards, backwards := New(), New()
	for i := range messages {
		forwards.sample(messages[i])
		backwards.sample(messages[len(messages)-1-i])
	}
	if fmt.Sprint(forwards.Samples) != want || fmt.Sprint(backwards.Samples) != want {
		t.Errorf("%v\n%v", forwards.Samples, backwards.Samples)
	}
	for i := range 100 {
		forwards.sample(fmt.Sprintf("http-status: %d x", 599-i))
	}
	if len(forwards.Samples) != samplesMost || forwards.Samples[0] != "http-status: 429 slow down" {
		t.Errorf("%v", forwards.Samples)
	}
}
