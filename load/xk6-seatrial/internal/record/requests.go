package record

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// requestsQueued is how many requests may wait to be written: a disk that hangs must not hold a stream up.
const requestsQueued = 1 << 13

// Requests writes one JSON line for each request. One goroutine writes; what does not fit into its queue, or could not
// be written, is counted. A nil one takes nothing.
type Requests struct {
	queue chan request
	lost  atomic.Int64
	over  chan struct{}
	once  sync.Once
}

// request is what is kept of one. Times are nanoseconds; zero for what never came.
type request struct {
	id, status                             string
	outcome                                timeline.Outcome
	clock                                  timeline.Clock
	level                                  int
	measured                               bool
	intended, first, own, user, whole, gap int64
	gaps, content                          int
}

// OpenRequests creates the file; one that is there is replaced.
func OpenRequests(path string) (*Requests, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o644)
	if err != nil {
		return nil, err
	}
	return writeRequests(file), nil
}

func writeRequests(to io.WriteCloser) *Requests {
	r := &Requests{queue: make(chan request, requestsQueued), over: make(chan struct{})}
	go r.run(to)
	return r
}

// Add takes a request that has ended; began is the start of the run. Not to be called after Close.
func (r *Requests) Add(line *timeline.Timeline, began int64, level int, measured bool) {
	if r == nil {
		return
	}
	one := request{
		id: line.ID, status: line.Status, outcome: line.Outcome, clock: line.Clock, level: level, measured: measured,
		intended: line.Intended - began, content: line.Content,
	}
	if line.Sent != 0 {
		one.own = line.Sent - line.Intended - line.Connect()
	}
	if line.Sent != 0 && line.FirstContent != 0 {
		one.first, one.user, one.own = line.ServiceFirst(), line.UserFirst(), line.OwnDelay()
	}
	if line.Sent != 0 && line.LastRead != 0 {
		one.whole = line.EndToEnd()
	}
	one.gaps, one.gap = line.Gaps()
	select {
	case r.queue <- one:
	default:
		r.lost.Add(1)
	}
}

// Close writes what is left and tells how many lines were lost.
func (r *Requests) Close() (lost int64) {
	if r == nil {
		return 0
	}
	r.once.Do(func() { close(r.queue) })
	<-r.over
	return r.lost.Load()
}

func (r *Requests) run(to io.WriteCloser) {
	defer close(r.over)
	buffer := bufio.NewWriterSize(to, 64<<10)
	lines := json.NewEncoder(buffer)
	pending := int64(0) // lines that are in the buffer, or in a write that may fail
	flush := func() {
		if buffer.Flush() != nil {
			r.lost.Add(pending)
		}
		pending = 0
	}
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case one, more := <-r.queue:
			if !more {
				flush()
				if to.Close() != nil {
					r.lost.Add(1)
				}
				return
			}
			pending++
			if lines.Encode(one.told()) != nil {
				flush()
			}
		case <-tick.C:
			flush()
		}
	}
}

// requestLine is a request as its line tells it, milliseconds.
type requestLine struct {
	ID       string           `json:"rid"`
	Level    int              `json:"level"`
	Measured bool             `json:"measured"`
	Outcome  timeline.Outcome `json:"outcome"`
	Status   string           `json:"status,omitempty"`
	Intended float64          `json:"intended_ms"` // since the start of the run
	First    float64          `json:"ttft_ms,omitempty"`
	Own      float64          `json:"own_delay_ms"`
	User     float64          `json:"user_ttft_ms,omitempty"`
	Whole    float64          `json:"e2e_ms,omitempty"`
	Gaps     int              `json:"gaps"`
	GapMost  float64          `json:"gap_max_ms,omitempty"`
	Content  int              `json:"content"`
	Clock    timeline.Clock   `json:"clock,omitempty"`
}

func (r *request) told() requestLine {
	ms := func(nanoseconds int64) float64 { return float64(nanoseconds/1000) / 1000 }
	return requestLine{
		ID: r.id, Level: r.level, Measured: r.measured, Outcome: r.outcome, Status: r.status,
		Intended: ms(r.intended), First: ms(r.first), Own: ms(r.own), User: ms(r.user), Whole: ms(r.whole),
		Gaps: r.gaps, GapMost: ms(r.gap), Content: r.content, Clock: r.clock,
	}
}
