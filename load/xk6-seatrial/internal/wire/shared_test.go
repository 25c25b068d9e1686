package wire

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"seatrial.dev/xk6-seatrial/internal/clock"
	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// contexts is a service that hands each message of a socket to the script, all of a socket at the same time.
func contexts(t *testing.T, script func(say func(string), id string, raw []byte)) (client *sharedTransport, sockets *atomic.Int64) {
	t.Helper()
	sockets = &atomic.Int64{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
		if err != nil {
			return
		}
		sockets.Add(1)
		defer conn.Close()
		var mu sync.Mutex
		say := func(text string) {
			mu.Lock()
			defer mu.Unlock()
			if text == "" {
				_ = conn.Close()
				return
			}
			_ = conn.WriteMessage(websocket.TextMessage, []byte(text))
		}
		for {
			_, raw, err := conn.ReadMessage()
			if err != nil {
				return
			}
			var asked struct{ ID string }
			_ = json.Unmarshal(raw, &asked)
			go script(say, asked.ID, raw)
		}
	}))
	t.Cleanup(server.Close)
	spec := strings.Replace(fmt.Sprintf(speech, "websocket", "raw"), `"context":"context_id"`,
		`"context":"context_id","contextsPerSocket":4`, 1)
	client = newTransportOver(t, spec, server.URL, &Dialer{Dial: (&net.Dialer{}).DialContext}).(*sharedTransport)
	t.Cleanup(client.Close)
	return client, sockets
}

// together runs requests r0, r1, … at the same time; each names itself in its body.
func together(client Transport, n int) []*timeline.Timeline { return togetherAs(client, n, "r") }

func togetherAs(client Transport, n int, name string) []*timeline.Timeline {
	lines := make([]*timeline.Timeline, n)
	var all sync.WaitGroup
	for i := range n {
		lines[i] = &timeline.Timeline{}
		id := fmt.Sprintf("%s%d", name, i)
		all.Go(func() {
			lines[i].Reset(id, clock.Now())
			client.Do(context.Background(), &protocol.Send{
				Body: []byte(`{"id":"` + id + `"}`), Cancel: []byte(`{"id":"` + id + `","cancel":true}`),
			}, lines[i])
		})
	}
	all.Wait()
	return lines
}

func audioOf(id string) string { return strings.Replace(audioMessage, `"r"`, `"`+id+`"`, 1) }
func doneOf(id string) string  { return strings.Replace(doneMessage, `"r"`, `"`+id+`"`, 1) }

func TestManyContextsShareASocket(t *testing.T) {
	client, sockets := contexts(t, func(say func(string), id string, _ []byte) {
		say(audioOf("nobody"))
		for range 3 + len(id) {
			say(audioOf(id))
			time.Sleep(5 * time.Millisecond)
		}
		say(doneOf(id))
		say(audioOf(id)) // late
	})
	// What comes late for a request of the first round must not find one of its name in the second.
	for _, round := range []string{"a", "b"} {
		for i, line := range togetherAs(client, 10, round) {
			want := 4 * (3 + len(line.ID))
			if line.Outcome != timeline.Complete || line.Content != want || line.Clock != Clock {
				t.Errorf("%d: %s with %d bytes by %s, want %d (%s)", i, line.Outcome, line.Content, line.Clock, want, line.Message)
			}
		}
	}
	if sockets.Load() != 3 {
		t.Errorf("10 requests, 4 on a socket: %d sockets", sockets.Load())
	}
	for range 100 {
		if client.dialer.Stats().Strays == 40 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d messages were for nobody, want 40", client.dialer.Stats().Strays)
}

func TestTheEndOfASocketEndsAllOfIts(t *testing.T) {
	var seen atomic.Int64
	client, _ := contexts(t, func(say func(string), id string, _ []byte) {
		say(audioOf(id))
		if seen.Add(1) == 4 {
			time.Sleep(20 * time.Millisecond)
			say("")
		}
	})
	for _, line := range together(client, 4) {
		if line.Outcome != timeline.Truncated || line.Content != 4 || line.Reconnects != 0 {
			t.Errorf("%s with %d bytes (%s)", line.Outcome, line.Content, line.Message)
		}
	}
}

func TestAnErrorWithoutAnIDIsForAll(t *testing.T) {
	var seen atomic.Int64
	client, _ := contexts(t, func(say func(string), id string, _ []byte) {
		say(`{"type":"hello"}`)
		if seen.Add(1) == 4 {
			say(`{"type":"error","status_code":503,"message":"no worker"}`)
		}
	})
	for _, line := range together(client, 4) {
		if line.Outcome != timeline.HTTPStatus || line.Status != "503" {
			t.Errorf("%s %s (%s)", line.Outcome, line.Status, line.Message)
		}
	}
}

func TestARequestIsCalledOffAndTheOthersGoOn(t *testing.T) {
	called := make(chan string, 10)
	client, sockets := contexts(t, func(say func(string), id string, raw []byte) {
		switch {
		case strings.Contains(string(raw), "cancel"):
			called <- id
		case id != "r0":
			time.Sleep(100 * time.Millisecond)
			say(audioOf(id))
			say(doneOf(id))
		}
	})
	for i, line := range together(client, 3) {
		if want := map[bool]timeline.Outcome{true: timeline.Timeout, false: timeline.Complete}[i == 0]; line.Outcome != want {
			t.Errorf("r%d: %s (%s)", i, line.Outcome, line.Message)
		}
	}
	select {
	case id := <-called:
		if id != "r0" || sockets.Load() != 1 {
			t.Errorf("%s was called off, on %d sockets", id, sockets.Load())
		}
	case <-time.After(time.Second):
		t.Error("nothing was called off")
	}
}

func TestASilentSocketGetsNoMoreRequests(t *testing.T) {
	var seen atomic.Int64
	client, sockets := contexts(t, func(say func(string), id string, raw []byte) {
		if !strings.Contains(string(raw), "cancel") && seen.Add(1) > 1 {
			say(audioOf(id))
			say(doneOf(id))
		}
	})
	client.timeout = 500 * time.Millisecond
	if line := together(client, 1)[0]; line.Outcome != timeline.Timeout || !strings.Contains(line.Message, waiting) {
		t.Errorf("%s (%s)", line.Outcome, line.Message)
	}
	if line := together(client, 1)[0]; line.Outcome != timeline.Complete || sockets.Load() != 2 {
		t.Errorf("%s on %d sockets (%s)", line.Outcome, sockets.Load(), line.Message)
	}
}

func TestAnIdleSharedSocketThatWasClosedCostsNoRequest(t *testing.T) {
	var end atomic.Pointer[func(string)]
	client, sockets := contexts(t, func(say func(string), id string, _ []byte) {
		end.Store(&say)
		say(audioOf(id))
		say(doneOf(id))
	})
	together(client, 1)
	(*end.Load())("")
	if line := together(client, 1)[0]; line.Outcome != timeline.Complete || sockets.Load() != 2 {
		t.Errorf("%s on %d sockets (%s)", line.Outcome, sockets.Load(), line.Message)
	}
}

func TestARefusedSocketIsRefusedToAll(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "3")
		http.Error(w, "full", http.StatusTooManyRequests)
	}))
	defer server.Close()
	spec := strings.Replace(fmt.Sprintf(speech, "websocket", "raw"), `"context":"context_id"`,
		`"context":"context_id","contextsPerSocket":4`, 1)
	client := newTransport(t, spec, server.URL)
	defer client.Close()
	for _, line := range together(client, 3) {
		if line.Outcome != timeline.HTTPStatus || line.Status != "429" || line.RetryAfter != int64(3*time.Second) {
			t.Errorf("%s %s, after %d (%s)", line.Outcome, line.Status, line.RetryAfter, line.Message)
		}
	}
}
