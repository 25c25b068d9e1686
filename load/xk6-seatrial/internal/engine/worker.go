package engine

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"seatrial.dev/xk6-seatrial/internal/clock"
	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/tally"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// scale brings the number of streams to the target; new ones start one after another, so that they do not march in step.
func (e *Engine) scale(streams int, start int64) {
	e.next.Store(0)
	missing := e.seats.resize(streams)
	ramp := min(seconds(e.input.Plan.WarmupSeconds)/2, time.Second)
	for i, seat := range missing {
		e.workers.Add(1)
		go e.stream(seat, start+int64(ramp)*int64(i)/int64(len(missing)))
	}
}

// stream sends one request after another, until it is one too many.
func (e *Engine) stream(seat int, at int64) {
	defer e.workers.Done()
	var line timeline.Timeline
	var send protocol.Send
	intended, failures := at, 0
	for e.sleep(intended) && e.seats.keep(seat) {
		nth := e.sent.Add(1)
		if nth > e.input.Plan.Budget.MaxRequests {
			e.stop(fmt.Errorf("the budget of %d requests is used up", e.input.Plan.Budget.MaxRequests))
			return
		}
		ask := &e.inputs[(e.next.Add(1)-1)%int64(len(e.inputs))]
		line.Reset(e.input.ID+"-"+strconv.FormatInt(nth, 10), intended)
		line.Characters, line.InputSeconds = ask.Characters, ask.Seconds
		measured := e.window.enter(intended)
		e.protocol.Fill(&send, ask, line.ID)
		e.transport.Do(e.run, &send, &line)
		line.End = clock.Now()
		line.Good = tally.Within(&line, e.protocol, e.input.Plan.SLOs)
		e.window.leave(&line, e.protocol, measured)
		intended, failures = line.End, failures+1
		if line.Outcome == timeline.Complete {
			failures = 0
		} else {
			intended += pause(failures, line.RetryAfter)
		}
	}
}

// pause after a failure: a platform in trouble must not be hammered, and is listened to when it says how long.
func pause(failures int, retryAfter int64) int64 {
	const most, mostAsked = time.Second, 5 * time.Second
	own := min(25*time.Millisecond<<min(failures, 10), most)
	return max(int64(own), min(retryAfter, int64(mostAsked)))
}

// sleep waits for a moment and is false when the load is over.
func (e *Engine) sleep(until int64) bool {
	if wait := time.Duration(until - clock.Now()); wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-e.run.Done():
		}
	}
	return e.run.Err() == nil
}

// headers of every request: the plan's own, and the tags that mark our traffic.
func headers(input *Input) map[string]string {
	own := maps.Clone(input.Plan.Target.Headers)
	if own == nil {
		own = map[string]string{}
	}
	tags := []string{"run=" + input.ID}
	for _, name := range slices.Sorted(maps.Keys(input.Plan.Target.Tags)) {
		tags = append(tags, name+"="+input.Plan.Target.Tags[name])
	}
	own["X-Seatrial-Tags"] = strings.Join(tags, ",")
	return own
}
