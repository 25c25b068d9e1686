package truthlog

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestTheRingKeepsTheNewestAndCountsTheRest(t *testing.T) {
	log := New(2, 2)
	for _, id := range []string{"a", "b", "c"} {
		record := log.Begin([]byte(id))
		record.Protocol, record.Arrival = "chat", 1000
		for chunk := range int64(3) {
			log.Wrote(record, 1100+chunk*10, 1103+chunk*10, 1105+chunk*10, true)
		}
		record.Ending = Whole
	}
	lines := strings.Split(strings.TrimSpace(string(log.Append(nil, 0, log.Len()))), "\n")
	if len(lines) != 2 || log.Requests != 3 || log.Dropped != 1 {
		t.Fatalf("%d lines, %d requests, %d dropped", len(lines), log.Requests, log.Dropped)
	}
	var line struct {
		RID    string
		Chunks int
		Before []int64 `json:"before_ns"`
	}
	if err := json.Unmarshal([]byte(lines[1]), &line); err != nil {
		t.Fatal(err)
	}
	if line.RID != "c" || line.Chunks != 3 || len(line.Before) != 2 || line.Before[1] != 113 {
		t.Errorf("%+v", line)
	}
}

func TestARunningRequestIsNeverOverwritten(t *testing.T) {
	log := New(1, 1)
	first := log.Begin([]byte("a"))
	if log.Begin([]byte("b")) != nil {
		t.Error("the place of a running request was given away")
	}
	log.Reset()
	first.Ending = Left
	if log.Begin([]byte("b")) == nil {
		t.Error("the place of an ended request was not given")
	}
}

func TestLatenessQuantiles(t *testing.T) {
	var late Lateness
	for i := range int64(100) {
		late.Add(i * 100_000)
	}
	if got := late.Quantile(0.5); got != 5_010_000 {
		t.Errorf("p50 %d", got)
	}
	if got := late.Quantile(1); got != 9_900_000 {
		t.Errorf("p100 %d", got)
	}
	late.Add(25_400_000)
	if got := late.Quantile(0.999); got != 25_400_000 {
		t.Errorf("p99.9 %d", got)
	}
}
