package record

import (
	"context"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Listener hands the records out to whoever asks, so that a reader that was killed finds everything again.
type Listener struct {
	journal *Journal
	server  *http.Server
	acked   chan struct{}
	once    sync.Once
	stop    func()
	address string
}

// Listen serves GET /records?from=N, POST /stop (end the load now), POST /ack (everything was read) and GET /healthz.
func Listen(journal *Journal, address string, stop func()) (*Listener, error) {
	socket, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	l := &Listener{journal: journal, acked: make(chan struct{}), stop: stop, address: socket.Addr().String()}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /records", l.records)
	mux.HandleFunc("POST /ack", l.ack)
	mux.HandleFunc("POST /stop", func(w http.ResponseWriter, _ *http.Request) {
		l.stop()
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
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
