// Package seatrial is k6's extension for streamed load: the module k6/x/seatrial and the output "seatrial".
package seatrial

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"sync"
	"time"

	"seatrial.dev/xk6-seatrial/internal/engine"
	"seatrial.dev/xk6-seatrial/internal/record"
)

// hub is where the script's module and the output meet: k6 knows no other way between the two.
type hub struct {
	journal *record.Journal

	mu     sync.Mutex
	input  *engine.Input
	err    error
	engine *engine.Engine
	why    error // the load is to stop
	failed error // the load could not begin
}

var theHub = &hub{journal: record.NewJournal()}

// load reads the input once, however often k6 evaluates the script.
func (h *hub) load(lookup func(string) (string, bool)) (*engine.Input, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.input == nil && h.err == nil {
		h.input, h.err = readInput(lookup)
	}
	return h.input, h.err
}

func readInput(lookup func(string) (string, bool)) (*engine.Input, error) {
	path, ok := lookup("SEATRIAL_INPUT")
	if !ok {
		return nil, errors.New("SEATRIAL_INPUT must be the path of the plan")
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("the plan cannot be read: %w", err)
	}
	return engine.ParseInput(raw)
}

// attach makes the engine known; it is stopped when that was asked for already.
func (h *hub) attach(e *engine.Engine) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.engine = e
	if h.why != nil {
		e.Stop(h.why)
	}
}

// readerLost ends the load: nobody would see what it does.
func (h *hub) readerLost(err error) { h.stop(fmt.Errorf("the reader of the records is gone: %w", err)) }

// stopped ends the load because somebody asked for it.
func (h *hub) stopped() { h.stop(engine.ErrStopped) }

func (h *hub) stop(why error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.why == nil {
		h.why = why
	}
	if h.engine != nil {
		h.engine.Stop(h.why)
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
	e, failed := h.engine, h.failed
	h.mu.Unlock()
	if failed != nil {
		runErr = failed
	}
	switch {
	case e != nil:
		status, reason := e.Outcome()
		if status == record.StatusComplete && runErr != nil {
			status, reason = record.StatusPartial, runErr.Error()
		}
		return h.journal.End(status, reason, e.Requests())
	case runErr != nil:
		return h.journal.End(record.StatusPartial, runErr.Error(), 0)
	}
	return h.journal.End(record.StatusPartial, "the script ended without any load", 0)
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
		listener, err := record.Listen(h.journal, address, h.stopped)
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
