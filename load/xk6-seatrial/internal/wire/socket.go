package wire

import (
	"context"

	"seatrial.dev/xk6-seatrial/internal/answer"
	"seatrial.dev/xk6-seatrial/internal/clock"
	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// socketTransport runs one request at a time on each WebSocket; sockets are kept for the next ones.
type socketTransport struct {
	base
	pool pool[*webSocket]
}

func newSocketTransport(base base) *socketTransport { return &socketTransport{base: base} }

func (t *socketTransport) Close() {
	t.pool.close()
	t.quiet()
}

func (t *socketTransport) Do(run context.Context, send *protocol.Send, line *timeline.Timeline) {
	ctx, cancel := context.WithTimeout(run, t.timeout)
	defer cancel()
	trip := &trip{run: run, ctx: ctx, send: send, line: line, most: t.most}
	line.Started = clock.Now()
	socket, idle := t.pool.get()
	if !idle {
		line.ConnectStart = clock.Now()
		socket = t.upgrade(trip)
		line.ConnectEnd = clock.Now()
	}
	if socket != nil && t.over(trip, socket, idle) {
		line.Reconnects++
		t.dialer.meter.reconnects.Add(1)
		if socket = t.upgrade(trip); socket != nil {
			t.over(trip, socket, false)
		}
	}
}

// over runs a request on a socket; lost is true where it was idle and had been closed.
func (t *socketTransport) over(trip *trip, socket *webSocket, idle bool) (lost bool) {
	stop := breakOff(trip.ctx, socket)
	reusable, lost := t.exchange(trip, socket, idle)
	good := stop() && reusable
	if trip.ctx.Err() != nil {
		socket.callOff(trip.send.Cancel)
	}
	if good {
		t.pool.put(socket)
	} else {
		_ = socket.Close()
	}
	return lost
}

func (t *socketTransport) exchange(trip *trip, socket *webSocket, idle bool) (reusable, lost bool) {
	socket.stamped.begin()
	talk, err := socket.speak(trip)
	socket.stamped.floor = max(socket.stamped.floor, trip.line.Sent)
	line, content, messages, done, late := trip.line, 0, 0, false, false
	into := answer.ForSocket(t.protocol, line)
	take := func(payload []byte, binary bool) {
		messages++
		if done || line.Outcome != "" {
			late = true
			return
		}
		more, last := into.Message(payload, binary)
		content += more
		done = last
	}
	for err == nil && !done && line.Outcome == "" {
		content = 0
		var stamp Stamp
		var raw int
		if stamp, raw, err = socket.read(take); raw > 0 && (err == nil || messages > 0) {
			trip.add(stamp, raw, content)
		}
	}
	whole := talk.settle(trip)
	if err != nil && !done {
		if idle && trip.dropped(err) {
			return false, true
		}
		phase := waiting
		if messages > 0 {
			phase = body
		}
		outcome, words := socket.ending(err)
		trip.failed(phase, outcome, words)
		return false, false
	}
	failed := line.Outcome != ""
	into.Finish()
	settle(line)
	// Messages after the last one would be taken for the next request's, unless they say whose they are.
	stray := late && t.protocol.Spec.Messages.Context == ""
	return err == nil && whole && !failed && !stray && !t.protocol.OneShot(), false
}
