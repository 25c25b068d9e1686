// Package control answers what need not be on time: what the server did, and what a client may ask beside it.
package control

import (
	"encoding/json"
	"net"
	"net/http"
	"runtime"
	"runtime/debug"
	"strconv"
	"time"

	"seatrial.dev/truth/internal/serve"
)

// Server of the connections that the loop hands over.
type Server struct {
	loop     *serve.Loop
	priority string
	conns    chan net.Conn
}

// New serves at once; attach the loop before it runs.
func New(priority string) *Server {
	s := &Server{priority: priority, conns: make(chan net.Conn, 64)}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /truth", s.dump)
	mux.HandleFunc("GET /truth/summary", s.summary)
	mux.HandleFunc("POST /truth/reset", s.reset)
	mux.HandleFunc("POST /truth/freeze", s.freeze)
	mux.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	mux.HandleFunc("GET /v1/models", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]any{"object": "list", "data": []any{map[string]any{
			"id": "truth", "object": "model", "created": 1700000000, "owned_by": "seatrial"}}})
	})
	go func() { _ = (&http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}).Serve(handed{s.conns}) }()
	return s
}

// Attach sets the loop that is asked.
func (s *Server) Attach(loop *serve.Loop) { s.loop = loop }

// Take a connection; it is closed when too many wait.
func (s *Server) Take(conn net.Conn) {
	select {
	case s.conns <- conn:
	default:
		_ = conn.Close()
	}
}

// dump copies some records at a time, so that no stream is late because of it.
func (s *Server) dump(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/x-ndjson")
	const step = 64
	var places int
	s.loop.Do(func() { places = s.loop.Log().Len() })
	lines := make([]byte, 0, 1<<20)
	for from := 0; from < places; from += step {
		s.loop.Do(func() { lines = s.loop.Log().Append(lines[:0], from, from+step) })
		if _, err := w.Write(lines); err != nil {
			return
		}
	}
}

func (s *Server) summary(w http.ResponseWriter, _ *http.Request) {
	var told map[string]any
	s.loop.Do(func() {
		log := s.loop.Log()
		late := &log.Lateness
		ms := func(nanoseconds int64) float64 { return float64(nanoseconds) / 1e6 }
		told = map[string]any{
			"priority": s.priority, "requests": log.Requests, "dropped": log.Dropped,
			"connections": s.loop.Connections(), "chunks": late.Total(),
			"lateness_ms": map[string]float64{
				"p50": ms(late.Quantile(0.5)), "p99": ms(late.Quantile(0.99)), "p999": ms(late.Quantile(0.999)),
				"max": ms(late.Most()),
			},
		}
	})
	answer(w, told)
}

// reset forgets what was, and cleans up: while the server is asked for anything else, nothing is collected.
func (s *Server) reset(w http.ResponseWriter, _ *http.Request) {
	s.loop.Do(s.loop.Log().Reset)
	runtime.GC()
	debug.FreeOSMemory()
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) freeze(w http.ResponseWriter, r *http.Request) {
	ms, err := strconv.Atoi(r.FormValue("ms"))
	if err != nil || ms < 1 || ms > 60_000 {
		http.Error(w, "ms must be 1 to 60000", http.StatusBadRequest)
		return
	}
	s.loop.Do(func() { s.loop.Freeze(time.Duration(ms) * time.Millisecond) })
	w.WriteHeader(http.StatusNoContent)
}

func answer(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(value)
}

// handed is the listener of connections that come from elsewhere.
type handed struct{ conns chan net.Conn }

func (h handed) Accept() (net.Conn, error) { return <-h.conns, nil }
func (handed) Close() error                { return nil }
func (handed) Addr() net.Addr              { return &net.TCPAddr{} }
