package tally

import (
	"encoding/json"
	"fmt"
	"testing"

	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

var speech = &protocol.Protocol{Rate: 1000, Spec: &protocol.Spec{Output: protocol.OutputSpec{Kind: protocol.Audio}}}

const ms = int64(1_000_000)

func request(outcome timeline.Outcome, ttfa int64) *timeline.Timeline {
	var line timeline.Timeline
	line.Reset("r", 1*ms)
	line.Characters = 10
	line.Sent = 2 * ms
	if outcome == timeline.Complete {
		line.AddRead(1, 2*ms+ttfa, 110, 100)
		line.AddRead(2, 12*ms+ttfa, 110, 100)
		line.Handled = line.FirstContent
	}
	line.Outcome, line.Status, line.Message = outcome, "503", "no worker"
	line.End = line.LastRead
	return &line
}

func TestOnlyCompleteRequestsAreMeasured(t *testing.T) {
	tally := New()
	tally.Record(request(timeline.Complete, 50*ms), speech, true, 0.5)
	tally.Record(request(timeline.HTTPStatus, 0), speech, true, 1)
	tally.Record(request(timeline.Cancelled, 0), speech, true, 1)
	tally.Record(request(timeline.Complete, 70*ms), speech, false, 0.25)
	want := Counts{
		Started: 2, Complete: 1, Failed: 1, Characters: 10, AudioSeconds: 0.2, AudioBytes: 200, Reads: 2, Unmeasured: 1,
	}
	if tally.Counts != want {
		t.Errorf("%+v", tally.Counts)
	}
	if got := fmt.Sprint(tally.Errors, tally.Statuses, tally.Samples); got != "map[cancelled:1 http-status:1] map[503:1] [http-status: no worker]" {
		t.Error(got)
	}
	if tally.Shares.Characters != 7.5 || tally.Histograms["ttfa"].TotalCount() != 1 {
		t.Errorf("%+v", tally.Shares)
	}
}

func TestPartsAddUpToTheWhole(t *testing.T) {
	whole, sum := New(), New()
	for part := range 5 {
		piece := New()
		for i := range 200 {
			line := request(timeline.Complete, int64(part*200+i)*ms/7)
			whole.Record(line, speech, true, 0.5)
			piece.Record(line, speech, true, 0.5)
		}
		sum.Merge(piece)
	}
	a, _ := json.Marshal(whole)
	b, _ := json.Marshal(sum)
	var left, right struct{ Histograms map[string]string }
	_, _ = json.Unmarshal(a, &left), json.Unmarshal(b, &right)
	if len(left.Histograms) != 12 || fmt.Sprint(left) != fmt.Sprint(right) {
		t.Errorf("%d histograms, the sum is not the whole", len(left.Histograms))
	}
	if whole.Counts.Reads != sum.Counts.Reads || whole.Counts.Characters != sum.Counts.Characters {
		t.Errorf("%+v\n%+v", whole.Counts, sum.Counts)
	}
}

func TestResetForgetsEverything(t *testing.T) {
	tally := New()
	tally.Record(request(timeline.Complete, 50*ms), speech, true, 1)
	tally.Reset()
	a, _ := json.Marshal(tally)
	b, _ := json.Marshal(New())
	if string(a) != string(b) {
		t.Errorf("%s", a)
	}
}
