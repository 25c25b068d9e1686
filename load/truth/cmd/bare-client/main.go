// Command bare-client is what most people write first: a goroutine per stream, net/http, the clock around it. The bench
// shows how well that does.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"seatrial.dev/truth/internal/clock"
)

type settings struct {
	url, protocol, id, out string
	streams                int
	rate                   float64
	warmup, measure        time.Duration
}

func main() {
	var s settings
	flag.StringVar(&s.url, "url", "", "base address of the service")
	flag.StringVar(&s.protocol, "protocol", "openai-chat", "openai-chat, cartesia-bytes or cartesia-ws")
	flag.StringVar(&s.id, "id", "bare", "what the ids of the requests begin with")
	flag.StringVar(&s.out, "out", "", "file for a line of JSON per request")
	flag.IntVar(&s.streams, "streams", 0, "closed loop: so many streams")
	flag.Float64Var(&s.rate, "rate", 0, "open loop: so many requests a second, evenly")
	flag.DurationVar(&s.warmup, "warmup", 2*time.Second, "time before the measured window")
	flag.DurationVar(&s.measure, "measure", 20*time.Second, "length of the measured window")
	flag.Parse()
	if err := run(s); err != nil {
		fmt.Fprintln(os.Stderr, "bare-client:", err)
		os.Exit(1)
	}
}

// result of one request; times in nanoseconds.
type result struct {
	id             string
	intended, sent int64
	ttft           int64
	gaps           []int64
	err            error
}

type client struct {
	settings
	http    *http.Client
	next    atomic.Int64
	mu      sync.Mutex
	results []result
}

func run(s settings) error {
	c := &client{settings: s, http: &http.Client{Transport: &http.Transport{
		MaxIdleConns: 10_000, MaxIdleConnsPerHost: 10_000, IdleConnTimeout: time.Minute, DisableCompression: true,
	}}}
	begin := clock.Now()
	end := begin + int64(s.warmup+s.measure)
	if s.rate > 0 {
		c.open(begin, end)
	} else {
		c.closed(end)
	}
	return c.write(begin + int64(s.warmup))
}

func (c *client) closed(end int64) {
	var streams sync.WaitGroup
	for range c.streams {
		streams.Go(func() {
			speak, done := c.speaker()
			defer done()
			for clock.Now() < end {
				c.once(speak, clock.Now())
			}
		})
	}
	streams.Wait()
}

func (c *client) open(begin, end int64) {
	var requests sync.WaitGroup
	idle := make(chan func(*result), 10_000)
	for n := int64(0); ; n++ {
		intended := begin + int64(float64(n)*1e9/c.rate)
		if intended >= end {
			break
		}
		time.Sleep(time.Duration(intended - clock.Now()))
		requests.Go(func() {
			var speak func(*result)
			select {
			case speak = <-idle:
			default:
				speak, _ = c.speaker()
			}
			c.once(speak, intended)
			idle <- speak
		})
	}
	requests.Wait()
}

func (c *client) once(speak func(*result), intended int64) {
	r := result{id: c.id + "-" + strconv.FormatInt(c.next.Add(1), 10), intended: intended, gaps: make([]int64, 0, 50)}
	speak(&r)
	c.mu.Lock()
	c.results = append(c.results, r)
	c.mu.Unlock()
}

// speaker is for one request at a time.
func (c *client) speaker() (speak func(*result), done func()) {
	if c.protocol == "cartesia-ws" {
		s := &socket{address: c.url}
		return s.speak, s.close
	}
	return c.request, func() {}
}

// follow notes a piece of content.
func (r *result) follow(at int64, last *int64) {
	if *last == 0 {
		r.ttft = at - r.sent
	} else {
		r.gaps = append(r.gaps, at-*last)
	}
	*last = at
}

func (c *client) write(measured int64) error {
	file, err := os.Create(c.out)
	if err != nil {
		return err
	}
	defer file.Close()
	out := bufio.NewWriter(file)
	lines := json.NewEncoder(out)
	var gaps []int64
	for _, r := range c.results {
		line := map[string]any{"rid": r.id, "intended_ms": float64(r.intended) / 1e6, "ttft_ms": float64(r.ttft) / 1e6}
		if r.err != nil {
			line["error"] = r.err.Error()
		} else if r.intended >= measured {
			gaps = append(gaps, r.gaps...)
		}
		if err := lines.Encode(line); err != nil {
			return err
		}
	}
	slices.Sort(gaps)
	if len(gaps) > 0 {
		if err := lines.Encode(map[string]float64{"gap_p99_ms": float64(gaps[len(gaps)*99/100]) / 1e6}); err != nil {
			return err
		}
	}
	return out.Flush()
}
