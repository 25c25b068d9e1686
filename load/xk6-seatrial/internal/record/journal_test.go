package record

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/tally"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// told is what the tests look at in a record.
type told struct {
	Kind  string
	Seq   int
	Level int
	Tally struct{ Counts tally.Counts }
}

func read(t *testing.T, lines [][]byte) (records []told) {
	t.Helper()
	for _, line := range lines {
		var one told
		if err := json.Unmarshal(line, &one); err != nil {
			t.Fatal(err)
		}
		records = append(records, one)
	}
	return records
}

func second(characters int) Interval {
	piece := tally.New()
	var line timeline.Timeline
	line.Reset("r", 0)
	line.Characters = characters
	line.Outcome = timeline.Complete
	piece.Record(&line, &protocol.Protocol{Spec: &protocol.Spec{}}, true, 0)
	return Interval{Tally: piece, Phase: Measure}
}

func TestNothingIsLostOfALongLevel(t *testing.T) {
	journal := NewJournal()
	_ = journal.Start(Start{Run: "r"})
	journal.OpenLevel(0, 2)
	const many = keptIntervals + 200
	for range many {
		_ = journal.Interval(second(1), nil)
	}
	late, next, _ := journal.Since(0)
	records := read(t, late)
	if got := fmt.Sprint(records[0].Kind, records[1].Kind, records[2].Kind, len(records), next); got != "resetstartsnapshot3 501" {
		t.Fatal(got)
	}
	if got := records[2].Tally.Counts.Characters; got != many {
		t.Errorf("the snapshot holds %d of %d", got, many)
	}
	recent, _, _ := journal.Since(next - 10)
	if got := read(t, recent); len(got) != 10 || got[0].Kind != KindInterval {
		t.Errorf("%+v", got)
	}
	_ = journal.CloseLevel(true)
	_ = journal.End(End{Status: StatusComplete, Requests: 1})
	whole, _, _ := journal.Since(0)
	records = read(t, whole)
	if got := fmt.Sprint(records[2].Kind, records[2].Tally.Counts.Characters, records[3].Kind, len(records)); got != "level500end4" {
		t.Error(got)
	}
	if len(journal.entries) > keptIntervals+3 {
		t.Errorf("%d records are held", len(journal.entries))
	}
}

type brokenPipe struct{ io.WriteCloser }

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken") }
func (brokenPipe) Close() error              { return nil }

func TestAParentThatIsGoneIsNoticed(t *testing.T) {
	journal := NewJournal()
	lost := make(chan error, 1)
	pipe := OpenPipe(journal, brokenPipe{}, func(err error) { lost <- err })
	_ = journal.Start(Start{})
	if err := <-lost; err == nil || err.Error() != "broken" {
		t.Error(err)
	}
	_ = pipe.Close()
}

func TestThePipeTellsEverythingBeforeItCloses(t *testing.T) {
	journal := NewJournal()
	reader, writer := io.Pipe()
	pipe := OpenPipe(journal, writer, func(err error) { t.Error(err) })
	_ = journal.Start(Start{Run: "r"})
	go func() { _ = journal.End(End{Status: StatusPartial, Reason: "why"}); _ = pipe.Close() }()
	lines := bufio.NewScanner(reader)
	kinds := ""
	for lines.Scan() {
		var one told
		_ = json.Unmarshal(lines.Bytes(), &one)
		kinds += one.Kind + " "
	}
	if kinds != "start end " {
		t.Error(kinds)
	}
}

func TestTheListener(t *testing.T) {
	journal := NewJournal()
	stopped := make(chan struct{}, 1)
	var began time.Time
	gated := true
	listener, err := Listen(journal, "127.0.0.1:0", Handlers{
		Stop: func() { stopped <- struct{}{} }, Ahead: time.Minute,
		Go:      func(_ int, at time.Time) (time.Time, bool) { began = at; return at, gated },
		Waiting: func() int { return 3 },
	})
	if err != nil {
		t.Fatal(err)
	}
	base := "http://" + listener.Address()
	tell := func(method, path, text string) (int, string) {
		request, _ := http.NewRequestWithContext(context.Background(), method, base+path, strings.NewReader(text))
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		body, _ := io.ReadAll(response.Body)
		return response.StatusCode, string(body)
	}
	ask := func(method, path string) (int, string) { return tell(method, path, "") }
	if status, body := ask("GET", "/healthz"); status != 200 || !strings.Contains(body, `"waiting":3`) {
		t.Error(status, body)
	}
	at := time.Now().Add(time.Second).UTC()
	said := `{"round":3,"at":"` + at.Format(time.RFC3339Nano) + `"}`
	if status, body := tell("POST", "/go", said); status != 200 || strings.TrimSpace(body) != said || !began.Equal(at) {
		t.Error(status, body, began)
	}
	if status, _ := tell("POST", "/go", `{"at":"2999-01-01T00:00:00Z"}`); status != 400 {
		t.Errorf("it would wait for a thousand years: %d", status)
	}
	if status, _ := tell("POST", "/go", `soon`); status != 400 {
		t.Error(status)
	}
	gated = false
	if status, _ := ask("POST", "/go"); status != 409 || time.Since(began) > time.Minute {
		t.Error(status, began)
	}
	_ = journal.Start(Start{Run: "r"})
	if status, body := ask("GET", "/records?from=0"); status != 200 || !strings.Contains(body, `"kind":"start"`) {
		t.Error(status, body)
	}
	if status, body := ask("GET", "/records?from=1"); status != 200 || body != "" {
		t.Error(status, body)
	}
	if status, _ := ask("GET", "/records?from=x"); status != 400 {
		t.Error(status)
	}
	if status, _ := ask("POST", "/ack"); status != 409 {
		t.Errorf("a run that is not over can be acknowledged: %d", status)
	}
	ask("POST", "/stop")
	<-stopped
	_ = journal.End(End{Status: StatusAborted})
	ask("POST", "/ack")
	ended := time.Now()
	listener.Linger(time.Minute)
	if time.Since(ended) > 10*time.Second {
		t.Error("it lingers although everything was read")
	}
	if err := listener.Close(); err != nil {
		t.Error(err)
	}
}
