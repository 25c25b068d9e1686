package record

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"seatrial.dev/xk6-seatrial/internal/timeline"
)

const ms = int64(1_000_000)

func asked(id string) *timeline.Timeline {
	var line timeline.Timeline
	line.Reset(id, 1010*ms)
	line.Sent, line.Outcome, line.Status, line.Clock = 1012*ms, timeline.Complete, "200", timeline.Kernel
	for seq, at := range []int64{1052, 1072, 1112} {
		line.AddRead(uint64(seq), at*ms, 30, 10)
	}
	line.Handled = 1053 * ms
	return &line
}

func TestALineForEachRequest(t *testing.T) {
	path := filepath.Join(t.TempDir(), "requests.jsonl")
	requests, err := OpenRequests(path)
	if err != nil {
		t.Fatal(err)
	}
	refused := asked("r-2")
	refused.Reset("r-2", 2000*ms)
	refused.Outcome, refused.Status = timeline.HTTPStatus, "odd \"status\""
	requests.Add(asked("r-1"), 1000*ms, 1, true)
	requests.Add(refused, 1000*ms, 1, false)
	if lost := requests.Close(); lost != 0 {
		t.Error(lost)
	}
	raw, _ := os.ReadFile(path)
	want := `{"rid":"r-1","level":1,"measured":true,"outcome":"complete","status":"200","intended_ms":10,"ttft_ms":40,` +
		`"own_delay_ms":3,"user_ttft_ms":43,"e2e_ms":100,"gaps":2,"gap_max_ms":40,"content":30,"clock":"kernel"}` + "\n" +
		`{"rid":"r-2","level":1,"measured":false,"outcome":"http-status","status":"odd \"status\"","intended_ms":1000,` +
		`"own_delay_ms":0,"gaps":0,"content":0}` + "\n"
	if string(raw) != want {
		t.Errorf("%s", raw)
	}
}

// disk hangs until it is freed; full ones fail each write.
type disk struct {
	free chan struct{}
	full bool
	text strings.Builder
}

func (d *disk) Write(piece []byte) (int, error) {
	<-d.free
	if d.full {
		return 0, errors.New("no space left")
	}
	return d.text.Write(piece)
}

func (d *disk) Close() error { return nil }

func TestADiskThatHangsHoldsNobodyUp(t *testing.T) {
	slow := &disk{free: make(chan struct{})}
	requests := writeRequests(slow)
	const many = 3 * requestsQueued
	for range many {
		requests.Add(asked("r"), 0, 0, true) // would never return if it waited for the disk
	}
	close(slow.free)
	lost := int(requests.Close())
	written := strings.Count(slow.text.String(), "\n")
	if lost == 0 || written == 0 || lost+written != many {
		t.Errorf("%d lost and %d written of %d", lost, written, many)
	}
}

func TestADiskThatIsFullIsTold(t *testing.T) {
	full := &disk{free: make(chan struct{}), full: true}
	close(full.free)
	requests := writeRequests(full)
	const many = 5000
	for range many {
		requests.Add(asked("r"), 0, 0, true)
	}
	if lost := requests.Close(); lost != many {
		t.Errorf("%d of %d are told to be lost", lost, many)
	}
	var none *Requests
	none.Add(asked("r"), 0, 0, true)
	if none.Close() != 0 {
		t.Error("no file loses lines")
	}
	if _, err := OpenRequests(t.TempDir()); err == nil {
		t.Error("a folder is opened as a file")
	}
}
