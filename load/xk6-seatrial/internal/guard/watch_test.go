package guard

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/wire"
)

// platform tells a queue and answers a request, as ordered.
type platform struct {
	queue  atomic.Int64 // negative: no metrics at all
	waitMs atomic.Int64
	status atomic.Int64
	tags   atomic.Value
}

func (p *platform) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/metrics" {
		if p.queue.Load() < 0 {
			http.Error(w, "no", http.StatusNotFound)
			return
		}
		fmt.Fprintf(w, "queue %d\n", p.queue.Load())
		return
	}
	p.tags.Store(r.Header.Get("X-Seatrial-Tags"))
	time.Sleep(time.Duration(p.waitMs.Load()) * time.Millisecond)
	w.WriteHeader(int(p.status.Load()))
	_, _ = w.Write(make([]byte, 1600))
}

func number(n float64) *float64 { return &n }

func watchOver(t *testing.T, p *platform, change func(*Plan)) (*Watch, chan *Tripped) {
	t.Helper()
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	plan := &Plan{
		BeforeSeconds: 0.3, EveryMs: 20, BlindAfterMs: 200,
		Metrics: []Metric{{Name: "queue", URLs: []string{server.URL + "/metrics"}, Metric: "queue", Max: number(4)}},
		Probe:   &Probe{Name: "users", EveryMs: 30, MaxTimes: number(3), MarginMs: 100, Bad: 2, Last: 3, TimeoutSeconds: 1},
	}
	change(plan)
	var spec protocol.Spec
	raw := `{"id":"p","transport":"http","path":"/","body":{"t":"{{text}}"},"output":{"kind":"audio","encoding":"pcm_s16le","sampleRate":8000}}`
	if err := json.Unmarshal([]byte(raw), &spec); err != nil {
		t.Fatal(err)
	}
	compiled, err := protocol.Compile(&spec, server.URL, protocol.Values{Headers: map[string]string{"X-Seatrial-Tags": "part=probe"}})
	if err != nil {
		t.Fatal(err)
	}
	stopped := make(chan *Tripped, 9)
	w, err := Start(t.Context(), plan, Options{
		Run: "r", Dialer: &wire.Dialer{Dial: (&net.Dialer{}).DialContext}, Protocol: compiled,
		Workload: &protocol.Workload{Texts: []protocol.TextSource{{Text: "Ahoy."}}},
		Stop: func(why error) {
			var tripped *Tripped
			errors.As(why, &tripped)
			stopped <- tripped
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w, stopped
}

func well() *platform {
	p := &platform{}
	p.status.Store(http.StatusOK)
	p.waitMs.Store(10)
	return p
}

func TestWhatStopsALoad(t *testing.T) {
	for _, c := range []struct {
		name, kind, words string
		hurt              func(*platform)
	}{
		{"queue", bound, "5 is above the bound of 4", func(p *platform) { p.queue.Store(5) }},
		{"queue", blind, "answered 404", func(p *platform) { p.queue.Store(-1) }},
		{"users", bound, "had to wait for more than", func(p *platform) { p.waitMs.Store(700) }},
		{"users", bound, "failed (http-status", func(p *platform) { p.status.Store(http.StatusServiceUnavailable) }},
	} {
		t.Run(c.kind+" "+c.words, func(t *testing.T) {
			t.Parallel()
			p := well()
			w, stopped := watchOver(t, p, func(*Plan) {})
			if err := w.Begin(nil); err != nil {
				t.Fatal(err)
			}
			select {
			case early := <-stopped:
				t.Fatal(early)
			case <-time.After(300 * time.Millisecond):
			}
			c.hurt(p)
			select {
			case tripped := <-stopped:
				if tripped.Name != c.name || tripped.Kind != c.kind || !strings.Contains(tripped.Error(), c.words) {
					t.Errorf("%+v: %s", tripped, tripped)
				}
			case <-time.After(5 * time.Second):
				t.Fatal("nothing stopped it")
			}
			_, all := w.Told(nil)
			seen := all["users"]
			if seen.Before.Readings < 3 || seen.Before.Max < 10 || seen.During == nil || p.tags.Load() != "part=probe" {
				t.Errorf("of the users it saw %+v; tags %v", seen.Before, p.tags.Load())
			}
			if len(stopped) > 0 {
				t.Error("it stopped twice")
			}
		})
	}
}

func TestALoadThatMustNotBegin(t *testing.T) {
	for _, c := range []struct {
		name string
		kind string
		ill  func(*platform)
	}{
		{"queue", bound, func(p *platform) { p.queue.Store(5) }},
		{"queue", blind, func(p *platform) { p.queue.Store(-1) }},
		{"users", bound, func(p *platform) { p.status.Store(http.StatusServiceUnavailable) }},
		{"users", blind, func(p *platform) { p.waitMs.Store(900) }},
	} {
		t.Run(c.name+" "+c.kind, func(t *testing.T) {
			t.Parallel()
			p := well()
			c.ill(p)
			w, _ := watchOver(t, p, func(*Plan) {})
			var tripped *Tripped
			if err := w.Begin(nil); !errors.As(err, &tripped) || tripped.Name != c.name || tripped.Kind != c.kind {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestWhatIsOnlyRecordedStopsNothing(t *testing.T) {
	p := well()
	p.queue.Store(99)
	w, stopped := watchOver(t, p, func(plan *Plan) { plan.Metrics[0].Max = nil })
	if err := w.Begin(nil); err != nil {
		t.Fatal(err)
	}
	p.queue.Store(-1)
	time.Sleep(500 * time.Millisecond)
	if len(stopped) > 0 {
		t.Error(<-stopped)
	}
	if _, all := w.Told(nil); all["queue"].Before.Max != 99 || all["queue"].During.Failed == 0 {
		t.Errorf("%+v", all)
	}
}
