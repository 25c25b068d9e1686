package engine

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"seatrial.dev/xk6-seatrial/internal/record"
	"seatrial.dev/xk6-seatrial/internal/tally"
)

// service answers after 20 ms with a second of audio, and knows how many ask at the same time.
type service struct {
	server  *httptest.Server
	asked   atomic.Int64
	now     atomic.Int64
	mu      sync.Mutex
	most    map[int64]bool
	answer  http.HandlerFunc
	request string
}

func serve(t *testing.T, answer http.HandlerFunc) *service {
	s := &service{most: map[int64]bool{}, answer: answer}
	s.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.asked.Add(1)
		now := s.now.Add(1)
		s.mu.Lock()
		s.most[now] = true
		s.request = r.Header.Get("X-Seatrial-Tags")
		s.mu.Unlock()
		s.answer(w, r)
		s.now.Add(-1)
	}))
	t.Cleanup(s.server.Close)
	return s
}

func good(w http.ResponseWriter, _ *http.Request) {
	time.Sleep(20 * time.Millisecond)
	_, _ = w.Write(make([]byte, 16000))
}

func input(t *testing.T, url string, change func(*Plan)) *Input {
	t.Helper()
	parsed, err := ParseInput([]byte(fmt.Sprintf(`{"id":"run","plan":{"target":{"url":%q,"tags":{"a":"b"}},
		"workload":{"texts":["one","three"],"seed":1},"levels":[{"streams":3},{"streams":1}],
		"warmupSeconds":0.1,"measureSeconds":0.3,"requestTimeoutSeconds":2,
		"budget":{"maxRequests":1000,"maxSeconds":20,"maxStreams":4}},
		"protocol":{"id":"p","transport":"http","path":"/","body":{"t":"{{text}}"},
		"output":{"kind":"audio","encoding":"pcm_s16le","sampleRate":8000}}}`, url)))
	if err != nil {
		t.Fatal(err)
	}
	change(&parsed.Plan)
	return parsed
}

type level struct {
	Kind     string
	Streams  int
	Complete bool
	Window   float64
	Tally    struct {
		Counts  struct{ Started, Complete, Failed, Characters, Unmeasured, Good int64 }
		Shares  struct{ Requests float64 }
		Audit   struct{ LateStarts, KernelReads, UserReads, BytesIn, SocketErrors, Segments int64 }
		Errors  map[string]int64
		Samples []string

		Histograms map[string]string
	}
}

// play runs all levels and returns the sums of the levels and how it ended.
func play(t *testing.T, ctx context.Context, in *Input) (levels []level, status, reason string) {
	t.Helper()
	levels, end := playWith(t, ctx, in, Setup{})
	return levels, end.Status, end.Reason
}

func TestLevelsRunWithTheirStreams(t *testing.T) {
	s := serve(t, good)
	levels, status, reason := play(t, t.Context(), input(t, s.server.URL, func(*Plan) {}))
	if status != record.StatusComplete || len(levels) != 2 {
		t.Fatal(status, reason, levels)
	}
	var counted int64
	for _, one := range levels {
		counts := one.Tally.Counts
		counted += counts.Started
		if !one.Complete || counts.Started == 0 || counts.Started != counts.Complete || one.Window != 0.3 {
			t.Errorf("%+v", one)
		}
		if diff := one.Tally.Shares.Requests - float64(counts.Complete); diff < -float64(one.Streams) || diff > float64(one.Streams) {
			t.Errorf("%v of %d requests lie in the window", one.Tally.Shares.Requests, counts.Complete)
		}
	}
	if !s.most[3] || s.most[4] || s.asked.Load() <= counted {
		t.Errorf("at the same time %v; %d asked, %d measured", s.most, s.asked.Load(), counted)
	}
	if s.request != "run=run,a=b" {
		t.Errorf("tags are %q", s.request)
	}
}

func TestBudgetOfRequestsHolds(t *testing.T) {
	s := serve(t, good)
	levels, status, reason := play(t, t.Context(), input(t, s.server.URL, func(p *Plan) { p.Budget.MaxRequests = 9 }))
	if status != record.StatusPartial || !strings.Contains(reason, "9 requests") || s.asked.Load() > 9 || levels[0].Complete {
		t.Errorf("%s (%s), %d asked, %+v", status, reason, s.asked.Load(), levels)
	}
}

func TestBudgetOfTimeHolds(t *testing.T) {
	s := serve(t, good)
	began := time.Now()
	_, status, reason := play(t, t.Context(), input(t, s.server.URL, func(p *Plan) {
		p.Budget.MaxSeconds, p.MeasureSeconds = 0.3, 60
	}))
	if status != record.StatusPartial || !strings.Contains(reason, "0.3 seconds") || time.Since(began) > 5*time.Second {
		t.Errorf("%s (%s) after %v", status, reason, time.Since(began))
	}
}

func TestAStopKeepsWhatWasMeasured(t *testing.T) {
	s := serve(t, good)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(400*time.Millisecond, cancel)
	levels, status, reason := play(t, ctx, input(t, s.server.URL, func(p *Plan) { p.MeasureSeconds = 60 }))
	if status != record.StatusAborted || len(levels) != 1 || levels[0].Complete || levels[0].Tally.Counts.Complete == 0 {
		t.Fatalf("%s (%s) %+v", status, reason, levels)
	}
	if one := levels[0]; one.Tally.Counts.Failed != 0 || one.Window > 10 {
		t.Errorf("what was broken off counts as failed: %+v", one)
	}
}

func TestAPlatformInTroubleIsNotHammered(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "no worker", http.StatusServiceUnavailable)
	})
	levels, status, _ := play(t, t.Context(), input(t, s.server.URL, func(p *Plan) {
		p.WarmupSeconds, p.MeasureSeconds = 0, 0.5
		p.Levels = p.Levels[1:]
	}))
	counts := levels[0].Tally.Counts
	if status != record.StatusComplete || counts.Complete != 0 || counts.Failed == 0 || s.asked.Load() > 6 {
		t.Errorf("%s, %d asked, %+v", status, s.asked.Load(), counts)
	}
}

func TestTheSecondWordOnABudget(t *testing.T) {
	for _, raw := range []string{
		`{`, `{"id":"x"}`,
		`{"id":"x","plan":{"workload":{"texts":["a"]},"levels":[{"streams":9}],"measureSeconds":1,"requestTimeoutSeconds":1,"budget":{"maxRequests":1,"maxSeconds":1,"maxStreams":8}}}`,
	} {
		if _, err := ParseInput([]byte(raw)); err == nil {
			t.Errorf("%s is accepted", raw)
		}
	}
}

func TestWhatKeepsTheSLOsIsGood(t *testing.T) {
	s := serve(t, good)
	for most, all := range map[float64]bool{5: false, 5000: true} {
		levels, _, _ := play(t, t.Context(), input(t, s.server.URL, func(p *Plan) {
			p.Levels, p.SLOs = p.Levels[1:], []tally.SLO{{Measure: "user_ttfa", Max: 5000}, {Measure: "e2e", Max: most}}
		}))
		counts := levels[0].Tally.Counts
		if counts.Complete == 0 || all && counts.Good != counts.Complete || !all && counts.Good != 0 {
			t.Errorf("e2e up to %g ms: %+v", most, counts)
		}
	}
}
