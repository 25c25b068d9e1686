package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"seatrial.dev/xk6-seatrial/internal/record"
	"seatrial.dev/xk6-seatrial/internal/wire"
)

func after(wait time.Duration) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(wait)
		_, _ = w.Write(make([]byte, 16000))
	}
}

// one gives a plan of one open level.
func one(level Level, change func(*Plan)) func(*Plan) {
	return func(p *Plan) {
		p.Levels, p.Budget.MaxStreams = []Level{level}, 64
		if change != nil {
			change(p)
		}
	}
}

// asked is one line of the requests file.
type asked struct {
	RID      string  `json:"rid"`
	Measured bool    `json:"measured"`
	Intended float64 `json:"intended_ms"`
	First    float64 `json:"ttft_ms"`
	Own      float64 `json:"own_delay_ms"`
	User     float64 `json:"user_ttft_ms"`
}

// told plays a plan and gives its levels, how it ended, and its requests.
func told(t *testing.T, ctx context.Context, in *Input, segment Segment) (levels []level, end record.End, lines []asked) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "requests.jsonl")
	requests, err := record.OpenRequests(path)
	if err != nil {
		t.Fatal(err)
	}
	levels, end = playWith(t, ctx, in, Setup{Segment: segment, Requests: requests})
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for decoder := json.NewDecoder(bytes.NewReader(raw)); decoder.More(); {
		var line asked
		if err := decoder.Decode(&line); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line)
	}
	return levels, end, lines
}

func playWith(t *testing.T, ctx context.Context, in *Input, setup Setup) (levels []level, end record.End) {
	t.Helper()
	setup.Journal, setup.Dialer = record.NewJournal(), &wire.Dialer{Dial: (&net.Dialer{}).DialContext}
	engine, err := New(ctx, in, setup)
	if err != nil {
		t.Fatal(err)
	}
	for i := range in.Plan.Levels {
		if !engine.Level(i) {
			break
		}
	}
	engine.Close()
	lines, _, _ := setup.Journal.Since(0)
	for _, line := range lines {
		var one level
		if err := json.Unmarshal(line, &one); err != nil {
			t.Fatal(err)
		}
		if one.Kind == record.KindLevel {
			levels = append(levels, one)
		}
	}
	return levels, engine.Finish()
}

func TestAnOpenLoopDoesNotWaitForAnswers(t *testing.T) {
	s := serve(t, after(100*time.Millisecond))
	in := input(t, s.server.URL, one(Level{Rate: 100, Arrivals: "constant"}, nil))
	levels, end, lines := told(t, t.Context(), in, Segment{})
	if end.Status != record.StatusComplete || len(levels) != 1 || int64(len(lines)) != end.Requests {
		t.Fatal(end, levels, len(lines))
	}
	counts := levels[0].Tally.Counts
	if counts.Started != 30 || counts.Complete != 30 || levels[0].Tally.Audit.LateStarts != 0 {
		t.Errorf("%+v", levels[0])
	}
	if most := levels[0].Streams; most < 8 || most > 40 {
		t.Errorf("%d under way at one time, where 10 are to be", most)
	}
	// Before the window there is load, and it is kept on until the last measured answer is there.
	if around := end.Requests - counts.Started; around < 10+5 {
		t.Errorf("%d around the window", around)
	}
	for _, line := range lines {
		if off := line.Intended - 10*float64(int(line.Intended/10+0.5)); off < -1 || off > 1 {
			t.Errorf("%s was intended for %v", line.RID, line.Intended)
		}
	}
}

func TestAFullPoolDropsNothing(t *testing.T) {
	s := serve(t, after(50*time.Millisecond))
	in := input(t, s.server.URL, one(Level{Rate: 80, Arrivals: "constant"}, func(p *Plan) {
		p.WarmupSeconds, p.Budget.MaxStreams = 0, 2
	}))
	levels, end, lines := told(t, t.Context(), in, Segment{})
	counts := levels[0].Tally.Counts
	if end.Status != record.StatusComplete || counts.Complete != 24 || levels[0].Streams != 2 || s.most[3] {
		t.Fatalf("%+v %+v, at the same time %v", end, levels, s.most)
	}
	if late := levels[0].Tally.Audit.LateStarts; late < 18 || late > 22 {
		t.Errorf("%d had to wait", late)
	}
	last := asked{}
	for _, line := range lines {
		if line.Measured && line.Intended > last.Intended {
			last = line
		}
	}
	// 24 requests of 50 ms through 2 streams take 600 ms; the last was intended for 287 ms.
	if last.Own < 200 || last.User < last.First+200 || last.First > 200 {
		t.Errorf("the wait of the last is not told: %+v", last)
	}
}

func TestABacklogHasABound(t *testing.T) {
	s := serve(t, after(time.Second))
	_, end, _ := told(t, t.Context(), input(t, s.server.URL, one(Level{Rate: 8000, Arrivals: poisson}, func(p *Plan) {
		p.Budget.MaxStreams, p.RequestTimeoutSeconds, p.MeasureSeconds = 2, 0.2, 5
	})), Segment{})
	if end.Status != record.StatusPartial || !strings.Contains(end.Reason, "cannot keep up") {
		t.Errorf("%+v", end)
	}
}

func TestAnOpenLoopStopsAtOnceAndKeepsWhatItHas(t *testing.T) {
	s := serve(t, good)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(300*time.Millisecond, cancel)
	levels, end, _ := told(t, ctx, input(t, s.server.URL, one(Level{Rate: 200, Arrivals: poisson}, func(p *Plan) {
		p.MeasureSeconds = 60
	})), Segment{})
	after := s.asked.Load()
	time.Sleep(50 * time.Millisecond)
	if end.Status != record.StatusAborted || levels[0].Tally.Counts.Complete == 0 || levels[0].Tally.Counts.Failed != 0 {
		t.Errorf("%+v %+v", end, levels)
	}
	if s.asked.Load() != after {
		t.Error("it goes on")
	}
}

func TestLevelsOfAllKindsFollowEachOther(t *testing.T) {
	s := serve(t, good)
	in := input(t, s.server.URL, func(p *Plan) {
		p.Levels = []Level{
			{Streams: 1, RampTo: 3}, {Rate: 50, Arrivals: poisson}, {Trace: []float64{0, 0.1, 0.1, 0.2}}, {Streams: 2},
		}
	})
	levels, end, lines := told(t, t.Context(), in, Segment{})
	if end.Status != record.StatusComplete || len(levels) != 4 || levels[0].Streams != 3 || levels[3].Streams != 2 {
		t.Fatalf("%+v %+v", end, levels)
	}
	if counts := levels[2].Tally.Counts; counts.Complete != 4 {
		t.Errorf("the trace: %+v", counts)
	}
	ids := map[string]bool{}
	for _, line := range lines {
		ids[line.RID] = true
	}
	if len(ids) != len(lines) || s.most[5] {
		t.Errorf("%d ids of %d requests, at the same time %v", len(ids), len(lines), s.most)
	}
}

func TestSegmentsAreOneLoad(t *testing.T) {
	s := serve(t, good)
	all := map[string]bool{}
	measured, requests := int64(0), int64(0)
	for i := range 3 {
		in := input(t, s.server.URL, one(Level{Rate: 100, Arrivals: "constant"}, nil))
		levels, end, lines := told(t, t.Context(), in, Segment{i, 3})
		measured, requests = measured+levels[0].Tally.Counts.Complete, requests+end.Requests
		for _, line := range lines {
			all[line.RID] = true
		}
	}
	if measured != 30 || int64(len(all)) != requests {
		t.Errorf("%d measured, %d ids of %d requests", measured, len(all), requests)
	}
}

func TestARunThatIsNotClosedEndsWell(t *testing.T) {
	s := serve(t, good)
	requests, err := record.OpenRequests(filepath.Join(t.TempDir(), "requests.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	in := input(t, s.server.URL, one(Level{Rate: 500, Arrivals: poisson}, func(p *Plan) {
		p.Levels = append(p.Levels, Level{Streams: 1})
	}))
	engine, err := New(t.Context(), in, Setup{
		Journal: record.NewJournal(), Requests: requests, Dialer: &wire.Dialer{Dial: (&net.Dialer{}).DialContext},
	})
	if err != nil {
		t.Fatal(err)
	}
	engine.Level(0)
	// The script was broken off here: the open loop still goes on.
	end := engine.Finish()
	time.Sleep(50 * time.Millisecond) // what was on its way to the server when it was called off
	after := s.asked.Load()
	time.Sleep(50 * time.Millisecond)
	if end.Status != record.StatusAborted || end.LinesLost != 0 || s.asked.Load() != after {
		t.Errorf("%+v, %d requests after the end", end, s.asked.Load()-after)
	}
	engine.Close()
}
