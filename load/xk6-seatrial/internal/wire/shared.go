package wire

import (
	"context"
	"errors"
	"sync"

	"seatrial.dev/xk6-seatrial/internal/answer"
	"seatrial.dev/xk6-seatrial/internal/clock"
	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// sharedTransport runs several requests at a time on each WebSocket, told apart by the id in their messages.
type sharedTransport struct {
	base
	mu      sync.Mutex
	sockets []*sharedSocket
	closed  bool
}

var errRefused = errors.New("the socket could not be opened")

func newSharedTransport(base base) *sharedTransport { return &sharedTransport{base: base} }

// Close closes the sockets, and with them what is still under way.
func (t *sharedTransport) Close() {
	t.mu.Lock()
	sockets := t.sockets
	t.sockets, t.closed = nil, true
	t.mu.Unlock()
	for _, socket := range sockets {
		socket.quit()
	}
	t.quiet()
}

func (t *sharedTransport) Do(run context.Context, send *protocol.Send, line *timeline.Timeline) {
	ctx, cancel := context.WithTimeout(run, t.timeout)
	defer cancel()
	trip := &trip{run: run, ctx: ctx, send: send, line: line, most: t.most}
	line.Started = clock.Now()
	if t.over(trip) {
		line.Reconnects++
		t.dialer.meter.reconnects.Add(1)
		t.over(trip)
	}
}

// over runs a request on a socket with room for it; lost is true where that had lain idle and was closed.
func (t *sharedTransport) over(trip *trip) (lost bool) {
	socket, fresh, alone := t.seat(trip)
	if socket == nil {
		trip.line.Fail(timeline.Cancelled, "the transport was closed")
		return false
	}
	defer t.leave(socket)
	if !t.connected(trip, socket, fresh) {
		return false
	}
	w := &waiter{trip: trip, into: answer.ForSocket(t.protocol, trip.line), done: make(chan struct{})}
	if socket.await(w) {
		talk, err := socket.speak(trip)
		if err == nil {
			select {
			case <-w.done:
			case <-trip.ctx.Done():
			}
		}
		socket.forget(w)
		talk.settle(trip)
		if w.complete {
			w.into.Finish()
			settle(trip.line)
			return false
		}
		if trip.ctx.Err() != nil {
			socket.callOff(trip.send.Cancel)
			if socket.silent(trip.line.Sent) {
				t.retire(socket)
			}
		}
		w.err = errors.Join(err, w.err, trip.ctx.Err())
	}
	if !fresh && alone && trip.line.Reconnects == 0 && w.err != nil && trip.dropped(w.err) {
		return true
	}
	phase := waiting
	if len(trip.line.Reads) > 0 {
		phase = body
	}
	outcome, words := socket.ending(w.err)
	trip.failed(phase, outcome, words)
	return false
}

// connected waits until a socket is open; waiting for one that somebody else opens is connecting too.
func (t *sharedTransport) connected(trip *trip, socket *sharedSocket, fresh bool) bool {
	line, began := trip.line, clock.Now()
	select {
	case <-socket.ready:
	case <-trip.ctx.Done():
		trip.failed(connecting, timeline.ConnectError, "")
		return false
	}
	if fresh && line.Reconnects == 0 {
		line.ConnectStart, line.ConnectEnd = began, clock.Now()
	}
	if socket.webSocket == nil {
		why := &socket.refused
		line.Status, line.RetryAfter = why.Status, why.RetryAfter
		line.Fail(why.Outcome, why.Message)
		return false
	}
	return true
}

// seat finds a socket with room, or opens one; fresh is true while its connection is not there yet, alone where no
// other request is on it.
func (t *sharedTransport) seat(trip *trip) (socket *sharedSocket, fresh, alone bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return nil, false, false
	}
	kept := t.sockets[:0]
	for _, one := range t.sockets {
		switch {
		case one.hasEnded():
			continue
		case one.taken == 0 && (one.retired || clock.Now()-one.since > int64(idleMost)):
			go one.quit()
			continue
		}
		kept = append(kept, one)
		if socket == nil && !one.retired && one.taken < t.protocol.Contexts {
			socket = one
		}
	}
	clear(t.sockets[len(kept):])
	if t.sockets = kept; socket == nil {
		socket = newSharedSocket(t.protocol.Spec.Messages, &t.dialer.meter)
		t.sockets = append(t.sockets, socket)
		go socket.open(&t.base, trip.run, trip.line.ID)
	}
	socket.taken++
	select {
	case <-socket.ready:
	default:
		fresh = true
	}
	return socket, fresh, socket.taken == 1
}

func (t *sharedTransport) retire(socket *sharedSocket) {
	t.mu.Lock()
	defer t.mu.Unlock()
	socket.retired = true
}

func (t *sharedTransport) leave(socket *sharedSocket) {
	t.mu.Lock()
	defer t.mu.Unlock()
	socket.taken--
	socket.since = clock.Now()
}
