package engine

import (
	"fmt"
	"strconv"

	"seatrial.dev/xk6-seatrial/internal/clock"
	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/tally"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// worker sends requests one after another, and has the memory for one.
type worker struct {
	engine *Engine
	line   timeline.Timeline
	send   protocol.Send
}

// call sends one request, for the input with this number; false when the budget has none left.
func (w *worker) call(intended, input int64, measured bool) bool {
	e, line := w.engine, &w.line
	nth := e.sent.Add(1)
	if nth > e.budget.MaxRequests {
		e.stop(fmt.Errorf("the budget of %d requests is used up", e.input.Plan.Budget.MaxRequests))
		e.window.forget(measured)
		return false
	}
	level := int(e.level.Load())
	ask := &e.inputs[input%int64(len(e.inputs))]
	line.Reset(e.prefix+strconv.FormatInt(nth, 10), intended)
	line.Characters, line.InputSeconds = ask.Characters, ask.Seconds
	e.protocol.Fill(&w.send, ask, line.ID)
	e.transport.Do(e.run, &w.send, line)
	line.End = clock.Now()
	line.Good = tally.Within(line, e.protocol, e.input.Plan.SLOs)
	e.window.leave(line, e.protocol, measured)
	e.setup.Requests.Add(line, e.began, level, measured)
	return true
}
