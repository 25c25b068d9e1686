// Command truth-server is a streaming inference service that knows when it wrote what: see README.md.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"runtime/debug"
	"time"

	"golang.org/x/sys/unix"

	"seatrial.dev/truth/internal/control"
	"seatrial.dev/truth/internal/priority"
	"seatrial.dev/truth/internal/schedule"
	"seatrial.dev/truth/internal/serve"
	"seatrial.dev/truth/internal/truthlog"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "truth-server:", err)
		os.Exit(1)
	}
}

type settings struct {
	model    schedule.Model
	stall    time.Duration
	listen   string
	tls      string
	keep     int
	realTime bool
	leash    bool
}

func parse() settings {
	var s settings
	flag.StringVar(&s.listen, "listen", "127.0.0.1:0", "address of the service")
	flag.StringVar(&s.tls, "tls", "", "address of a second listener, with an expired certificate")
	flag.IntVar(&s.model.Chunks, "chunks", 50, "chunks of an answer (1 to 1000)")
	flag.DurationVar(&s.model.Gap, "gap", 20*time.Millisecond, "time between two chunks")
	flag.DurationVar(&s.model.Median, "first", 60*time.Millisecond, "median time to the first chunk")
	flag.Float64Var(&s.model.Sigma, "sigma", 0.4, "of the lognormal time to the first chunk")
	flag.Uint64Var(&s.model.Seed, "seed", 1, "of the draw of that time, beside the request's id")
	flag.DurationVar(&s.stall, "stall", 2*time.Second, "how long the order `stall` lasts")
	flag.IntVar(&s.keep, "keep", 65_536, "how many requests are remembered; older ones are forgotten and counted")
	flag.BoolVar(&s.realTime, "real-time", true, "ask for the real-time class SCHED_RR")
	flag.BoolVar(&s.leash, "leash", false, "end when standard input is closed")
	flag.Parse()
	return s
}

func run() error {
	s := parse()
	if s.model.Chunks < 1 || s.model.Chunks > 1000 || s.keep < 1 || s.keep > 1<<20 || s.model.Gap <= 0 {
		return fmt.Errorf("-chunks, -keep or -gap is out of range")
	}
	class, why := "normal", "not asked for"
	if s.realTime {
		if err := priority.Raise(); err == nil {
			class, why = "SCHED_RR", ""
		} else {
			why = err.Error()
			fmt.Fprintln(os.Stderr, "truth-server: no real-time priority, chunks may be late:", why)
		}
	}
	// What is remembered lies in two big pieces without pointers to follow, and the rest is used again: nothing has
	// to be collected in a run. The limit is there for the case that this is wrong.
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(2 << 30)

	listener, address, err := listen(s.listen)
	if err != nil {
		return err
	}
	desk := control.New(class)
	loop, err := serve.New(listener, serve.Options{
		Model: s.model, Stall: s.stall, Log: truthlog.New(s.keep, s.model.Chunks), HandOff: desk.Take,
	})
	if err != nil {
		return err
	}
	desk.Attach(loop)
	told := map[string]any{"url": "http://" + address, "priority": class, "pid": os.Getpid()}
	if why != "" {
		told["why"] = why
	}
	if s.tls != "" {
		at, err := control.ExpiredTLS(s.tls, address)
		if err != nil {
			return err
		}
		told["tls"] = "https://" + at.String()
	}
	if s.leash {
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin)
			os.Exit(0)
		}()
	}
	if err := json.NewEncoder(os.Stdout).Encode(told); err != nil {
		return err
	}
	return loop.Run()
}

// listen opens a socket that is not Go's own: the loop waits for it by itself.
func listen(address string) (fd int, bound string, err error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return 0, "", err
	}
	defer listener.Close()
	file, err := listener.(*net.TCPListener).File()
	if err != nil {
		return 0, "", err
	}
	defer file.Close()
	if fd, err = unix.FcntlInt(file.Fd(), unix.F_DUPFD_CLOEXEC, 0); err != nil {
		return 0, "", err
	}
	return fd, listener.Addr().String(), unix.SetNonblock(fd, true)
}
