package wire

import (
	"context"
	"sync"

	"seatrial.dev/xk6-seatrial/internal/answer"
	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// sharedSocket is a WebSocket on which several requests are under way. Its one reader hands each message to the
// request that waits for it, and writes into that request's timeline until it is done or forgotten.
type sharedSocket struct {
	*webSocket // once ready; nil when it could not be opened
	messages   *protocol.MessageSpec
	meter      *meter
	ready      chan struct{}     // closed when it is open, or never will be
	over       chan struct{}     // closed when nobody reads it any more
	refused    timeline.Timeline // why it could not be opened

	// Under the transport's lock.
	taken   int
	since   int64
	retired bool // takes no more requests: it may be dead without a word

	mu      sync.Mutex
	waiting map[string]*waiter
	heard   int64 // the newest message
	err     error // why it ended
}

// waiter is a request that waits for its messages. Its fields are the reader's until done is closed, or until it was
// forgotten.
type waiter struct {
	trip     *trip
	into     answer.Reader
	done     chan struct{}
	complete bool
	err      error
}

func newSharedSocket(messages *protocol.MessageSpec, meter *meter) *sharedSocket {
	return &sharedSocket{
		messages: messages, meter: meter, waiting: map[string]*waiter{},
		ready: make(chan struct{}), over: make(chan struct{}),
	}
}

// open connects for whoever waits for it, and then reads until the end.
func (s *sharedSocket) open(base *base, run context.Context, id string) {
	defer close(s.over)
	ctx, cancel := context.WithTimeout(run, base.timeout)
	defer cancel()
	s.refused.Reset(id, 0)
	s.webSocket = base.upgrade(&trip{run: run, ctx: ctx, line: &s.refused})
	if s.webSocket == nil {
		s.end(errRefused)
		close(s.ready)
		return
	}
	s.patient = base.timeout
	close(s.ready)
	for {
		if _, _, err := s.read(s.hand); err != nil {
			s.end(err)
			_ = s.Conn.Close()
			return
		}
	}
}

// quit says goodbye and waits for the end.
func (s *sharedSocket) quit() {
	<-s.ready
	if s.webSocket != nil {
		_ = s.Close()
	}
	<-s.over
}

// await makes a request one that messages are for; false when the socket has ended.
func (s *sharedSocket) await(w *waiter) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		w.err = s.err
		return false
	}
	s.waiting[w.trip.line.ID] = w
	return true
}

// forget leaves what still comes for a request to nobody.
func (s *sharedSocket) forget(w *waiter) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.waiting, w.trip.line.ID)
}

// hand gives a message to whoever waits for it. One that names nobody is for the only one that waits; if it says that
// something failed, or says nothing that can be understood, it is for all of them.
func (s *sharedSocket) hand(payload []byte, binary bool) {
	id := ""
	if !binary {
		id = s.messages.Whose(payload)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.heard = s.stamped.stamp.At
	w := s.waiting[id]
	switch {
	case w != nil:
		s.take(w, payload, binary)
	case id == "" && len(s.waiting) > 0 && (len(s.waiting) == 1 || !binary && s.messages.Fails(payload)):
		for _, w := range s.waiting {
			s.take(w, payload, binary)
		}
	default:
		s.meter.strays.Add(1)
	}
}

func (s *sharedSocket) take(w *waiter, payload []byte, binary bool) {
	content, last := w.into.Message(payload, binary)
	w.trip.add(s.stamped.stamp, len(payload), content)
	if last || w.trip.line.Outcome != "" {
		w.complete = true
		delete(s.waiting, w.trip.line.ID)
		close(w.done)
	}
}

func (s *sharedSocket) end(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err = err
	for _, w := range s.waiting {
		w.err = err
		close(w.done)
	}
	clear(s.waiting)
}

// silent is true where no message has come since a moment.
func (s *sharedSocket) silent(since int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.heard < since
}

func (s *sharedSocket) hasEnded() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err != nil
}
