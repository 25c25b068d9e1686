package record

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Handlers are what a listener can do besides telling records.
type Handlers struct {
	// Stop ends the load now.
	Stop func()
	// Go opens a round at a moment and returns the moment that counts; false where nothing waits for it.
	Go func(round int, at time.Time) (time.Time, bool)
	// Waiting is the round that the load is ready for, or -1.
	Waiting func() int
	// Ahead is how far in the future Go may lie.
	Ahead time.Duration
}

// Listener hands the records out to whoever asks, so that a reader that was killed finds everything again.
type Listener struct {
	journal *Journal
	server  *http.Server
	acked   chan struct{}
	once    sync.Once
	do      Handlers
	address string
}

// Listen serves GET /records?from=N, POST /go (begin {"round": 0, "at": RFC 3339}), POST /stop (end the load
// now), POST /ack (everything was read) and GET /healthz (this process' clock, and the round that waits for go).
func Listen(journal *Journal, address string, do Handlers) (*Listener, error) {
	socket, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	l := &Listener{journal: journal, acked: make(chan struct{}), do: do, address: socket.Addr().String()}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /records", l.records)
	mux.HandleFunc("POST /ack", l.ack)
	mux.HandleFunc("POST /go", l.begin)
	mux.HandleFunc("POST /stop", func(w http.ResponseWriter, _ *http.Request) {
		l.do.Stop()
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, health{Now: time.Now().UTC(), Waiting: l.do.Waiting()})
	})
	l.server = &http.Server{
		Handler: mux, ReadHeaderTimeout: 10 * time.Second, WriteTimeout: time.Minute, IdleTimeout: time.Minute,
	}
	go func() { _ = l.server.Serve(socket) }()
	return l, nil
}

// Address is where it listens.
func (l *Listener) Address() string { return l.address }

func (l *Listener) records(w http.ResponseWriter, r *http.Request) {
	from := 0
	if text := r.URL.Query().Get("from"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			http.Error(w, "from must be a number of a record", http.StatusBadRequest)
			return
		}
		from = n
	}
	lines, next, err := l.journal.Since(from)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/x-ndjson")
	w.Header().Set("X-Next", strconv.Itoa(next))
	for _, line := range lines {
		if _, err := w.Write(line); err != nil {
			return
		}
	}
}

type health struct {
	Now     time.Time `json:"now"`
	Waiting int       `json:"waiting"` // -1: nothing waits
}

type moment struct {
	Round int       `json:"round"`
	At    time.Time `json:"at"`
}

func (l *Listener) begin(w http.ResponseWriter, r *http.Request) {
	const bodyMost = 1024
	wanted := moment{At: time.Now()}
	err := json.NewDecoder(io.LimitReader(r.Body, bodyMost)).Decode(&wanted)
	if err != nil && !errors.Is(err, io.EOF) {
		http.Error(w, `the body is {"round": 0, "at": RFC 3339}: `+err.Error(), http.StatusBadRequest)
		return
	}
	if time.Until(wanted.At) > l.do.Ahead {
		http.Error(w, "at is too far in the future", http.StatusBadRequest)
		return
	}
	at, ok := l.do.Go(wanted.Round, wanted.At)
	if !ok {
		http.Error(w, "this load does not wait for go", http.StatusConflict)
		return
	}
	answer(w, moment{Round: wanted.Round, At: at.UTC()})
}

func answer(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(value)
}

func (l *Listener) ack(w http.ResponseWriter, _ *http.Request) {
	if !l.journal.Ended() {
		http.Error(w, "the run is not over", http.StatusConflict)
		return
	}
	w.WriteHeader(http.StatusNoContent)
	l.once.Do(func() { close(l.acked) })
}

// Linger waits for the reader to say that it has everything, but not for ever.
func (l *Listener) Linger(most time.Duration) {
	select {
	case <-l.acked:
	case <-time.After(most):
	}
}

// Close ends the service after the answers under way.
func (l *Listener) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	return l.server.Shutdown(ctx)
}
