package engine

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// target is the variable that has a child of this test make load with too few files.
const target = "SEATRIAL_TEST_TARGET"

func TestWantOfFilesIsToldAsOurs(t *testing.T) {
	if url := os.Getenv(target); url != "" {
		starved(t, url)
		return
	}
	s := serve(t, after(100*time.Millisecond))
	again := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	again.Env = append(os.Environ(), target+"="+s.server.URL)
	if said, err := again.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, said)
	}
}

func starved(t *testing.T, url string) {
	few := syscall.Rlimit{Cur: 20, Max: 20}
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &few); err != nil {
		t.Fatal(err)
	}
	in := input(t, url, func(p *Plan) {
		p.Levels, p.Budget.MaxStreams = []Level{{Streams: 40}}, 40
	})
	levels, end := playWith(t, t.Context(), in, Setup{})
	tally := levels[0].Tally
	if end.Status != "complete" || tally.Audit.SocketErrors == 0 || tally.Errors["connect-error"] == 0 || tally.Counts.Complete == 0 {
		t.Errorf("%+v %+v", end, levels)
	}
	if samples := strings.Join(tally.Samples, " "); !strings.Contains(samples, "this machine cannot connect") {
		t.Errorf("nobody says whose fault it is: %s", samples)
	}
}

func TestTheKernelsStampsAndTheBytesAreCounted(t *testing.T) {
	s := serve(t, good)
	levels, _ := playWith(t, t.Context(), input(t, s.server.URL, func(p *Plan) { p.Levels = p.Levels[:1] }), Setup{})
	seen := levels[0].Tally.Audit
	if seen.KernelReads == 0 || seen.UserReads > seen.KernelReads/10 || seen.SocketErrors != 0 {
		t.Errorf("%+v", seen)
	}
	if least := levels[0].Tally.Counts.Complete * 16000; seen.BytesIn < least {
		t.Errorf("%d bytes came in, at least %d are to be", seen.BytesIn, least)
	}
}

func TestTheNetworkIsWatchedWhileThereIsLoad(t *testing.T) {
	s := serve(t, good)
	levels, _ := playWith(t, t.Context(), input(t, s.server.URL, func(p *Plan) {
		p.Levels, p.MeasureSeconds = p.Levels[:1], 1.5
	}), Setup{})
	tally := levels[0].Tally
	if least := 2 * tally.Counts.Complete; tally.Audit.Segments < least {
		t.Errorf("%d segments, at least %d are to be", tally.Audit.Segments, least)
	}
	if tally.Histograms["network_rtt"] == "" {
		t.Error("no round trip was measured")
	}
}
