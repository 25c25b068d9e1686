package engine

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"seatrial.dev/xk6-seatrial/internal/record"
)

// Finish breaks off what still goes on, closes the file of requests, and tells how the run ended, as its last record
// does. It may follow Close, and has to do without where k6 broke the script off.
func (e *Engine) Finish() record.End {
	e.stop(nil)
	e.end()
	end := record.End{Requests: min(e.sent.Load(), e.budget.MaxRequests), LinesLost: e.setup.Requests.Close()}
	cause := context.Cause(e.run)
	switch {
	case e.whole == len(e.input.Plan.Levels):
		end.Status = record.StatusComplete
	case cause == nil || errors.Is(cause, context.Canceled) || errors.Is(cause, ErrStopped):
		end.Status, end.Reason = record.StatusAborted, ErrStopped.Error()
	default:
		end.Status, end.Reason = record.StatusPartial, cause.Error()
	}
	return end
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
