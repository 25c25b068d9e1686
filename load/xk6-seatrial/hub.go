// Package seatrial is k6's extension for streamed load: the module k6/x/seatrial and the output "seatrial".
package seatrial

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"sync"
	"time"

	"seatrial.dev/xk6-seatrial/internal/engine"
	"seatrial.dev/xk6-seatrial/internal/gate"
	"seatrial.dev/xk6-seatrial/internal/guard"
	"seatrial.dev/xk6-seatrial/internal/record"
)

// hub is where the script's module and the output meet: k6 knows no other way between the two.
type hub struct {
	journal *record.Journal
	stops   context.Context // done when the load is to stop
	halt    context.CancelCauseFunc

	mu     sync.Mutex
	input  *engine.Input
	raw    []byte // the input as it came
	guards *guard.Watch
	gate   *gate.Gate
	err    error
	engine *engine.Engine
	failed error // the load could not begin
}

var theHub = newHub()

func newHub() *hub {
	stops, halt := context.WithCancelCause(context.Background())
	return &hub{journal: record.NewJournal(), stops: stops, halt: halt}
}

// load reads the input once, however often k6 evaluates the script.
func (h *hub) load(lookup func(string) (string, bool)) (*engine.Input, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.input == nil && h.err == nil {
		h.input, h.raw, h.err = readInput(lookup)
	}
	if h.gate == nil && h.err == nil {
		setting, _ := lookup("SEATRIAL_GATE")
		h.gate, h.err = gate.New(setting)
	}
	return h.input, h.err
}

// wait holds the load back until the gate opens.
func (h *hub) wait(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(h.stops, func() { cancel(context.Cause(h.stops)) })()
	return h.gate.Wait(ctx)
}

func (h *hub) handlers() record.Handlers {
	return record.Handlers{
		Stop: h.stopped, Ahead: gate.Ahead,
		Go:      func(round int, at time.Time) (time.Time, bool) { return h.theGate().Go(round, at) },
		Waiting: func() int { return h.theGate().Waiting() },
	}
}

func (h *hub) theGate() *gate.Gate {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.gate
}

func readInput(lookup func(string) (string, bool)) (*engine.Input, []byte, error) {
	path, ok := lookup("SEATRIAL_INPUT")
	if !ok {
		return nil, nil, errors.New("SEATRIAL_INPUT must be the path of the plan")
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, fmt.Errorf("the plan cannot be read: %w", err)
	}
	input, err := engine.ParseInput(raw)
	return input, raw, err
}

// attach makes the engine known; it is stopped when that was asked for already.
func (h *hub) attach(e *engine.Engine) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.engine = e
	if h.stops.Err() != nil {
		e.Stop(context.Cause(h.stops))
	}
}

// readerLost ends the load: nobody would see what it does.
func (h *hub) readerLost(err error) { h.stop(fmt.Errorf("the reader of the records is gone: %w", err)) }

// stopped ends the load because somebody asked for it.
func (h *hub) stopped() { h.stop(engine.ErrStopped) }

func (h *hub) stop(why error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.halt(why)
	if h.engine != nil {
		h.engine.Stop(context.Cause(h.stops))
	}
}

// fail notes why there is no load: k6 itself goes on after an error in a script.
func (h *hub) fail(err error) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.failed = err
	return err
}

// end writes the last record.
func (h *hub) end(runErr error) error {
	h.mu.Lock()
	e, failed, guards := h.engine, h.failed, h.guards
	h.mu.Unlock()
	if failed != nil {
		runErr = failed
	}
	switch {
	case e != nil:
		end := e.Finish()
		if end.Status == record.StatusComplete && runErr != nil {
			end.Status, end.Reason = record.StatusPartial, runErr.Error()
		}
		if guards != nil {
			end.Guard, end.Background = guards.Told(context.Cause(h.stops))
		}
		return h.journal.End(end)
	case errors.Is(runErr, engine.ErrStopped) || errors.Is(runErr, context.Canceled):
		return h.journal.End(record.End{Status: record.StatusAborted, Reason: engine.ErrStopped.Error()})
	case runErr != nil:
		return h.journal.End(record.End{Status: record.StatusPartial, Reason: runErr.Error()})
	}
	return h.journal.End(record.End{Status: record.StatusPartial, Reason: "the script ended without any load"})
}

const defaultLinger = 120 * time.Second

// ways are how the records go out.
type ways struct {
	pipe     *record.Pipe
	listener *record.Listener
	linger   time.Duration
}

func (h *hub) open(environment map[string]string) (*ways, error) {
	w := &ways{linger: defaultLinger}
	if text := environment["SEATRIAL_LINGER"]; text != "" {
		linger, err := time.ParseDuration(text)
		if err != nil {
			return nil, fmt.Errorf("SEATRIAL_LINGER: %w", err)
		}
		w.linger = linger
	}
	if text := environment["SEATRIAL_RECORDS_FD"]; text != "" {
		number, err := strconv.Atoi(text)
		if err != nil || number < 3 {
			return nil, errors.New("SEATRIAL_RECORDS_FD must be the number of a file descriptor from 3 on")
		}
		w.pipe = record.OpenPipe(h.journal, os.NewFile(uintptr(number), "records"), h.readerLost)
	}
	if address := environment["SEATRIAL_LISTEN"]; address != "" {
		listener, err := record.Listen(h.journal, address, h.handlers())
		if err != nil {
			return nil, fmt.Errorf("SEATRIAL_LISTEN: %w", err)
		}
		w.listener = listener
	}
	return w, nil
}

func (w *ways) close() error {
	var failed []error
	if w.pipe != nil {
		failed = append(failed, w.pipe.Close())
	}
	if w.listener != nil {
		w.listener.Linger(w.linger)
		failed = append(failed, w.listener.Close())
	}
	return errors.Join(failed...)
}
