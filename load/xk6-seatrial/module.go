package seatrial

import (
	"errors"
	"fmt"
	"math"
	"os"
	"time"

	"go.k6.io/k6/v2/js/modules"
	"go.k6.io/k6/v2/lib"

	"seatrial.dev/xk6-seatrial/internal/engine"
	"seatrial.dev/xk6-seatrial/internal/record"
	"seatrial.dev/xk6-seatrial/internal/wire"
)

func init() { modules.Register("k6/x/seatrial", rootModule{}) }

type rootModule struct{}

func (rootModule) NewModuleInstance(vu modules.VU) modules.Instance {
	return &instance{vu: vu, hub: theHub}
}

type instance struct {
	vu  modules.VU
	hub *hub
}

// Exports gives the script open().
func (i *instance) Exports() modules.Exports {
	return modules.Exports{Named: map[string]any{"open": i.open}}
}

// Run is what open() returns to the script.
type Run struct {
	instance *instance
	input    *engine.Input
	engine   *engine.Engine
	shards   int

	// Levels is how many there are.
	Levels int `js:"levels"`
	// Options for k6: one VU and one iteration in each process, because the streams live in Go.
	Options map[string]any `js:"options"`
}

func (i *instance) open() (*Run, error) {
	if i.vu.InitEnv() == nil {
		return nil, errors.New("open() belongs into the init part of the script")
	}
	input, err := i.hub.load(i.vu.InitEnv().LookupEnv)
	if err != nil {
		return nil, err
	}
	setting, _ := i.vu.InitEnv().LookupEnv("SEATRIAL_SHARDS")
	shards, err := shardsOf(setting)
	if err != nil {
		return nil, err
	}
	plan := input.Plan
	most := math.Ceil(plan.Budget.MaxSeconds + 2*plan.RequestTimeoutSeconds + 90 + i.hub.gate.Most().Seconds())
	return &Run{
		instance: i, input: input, shards: shards, Levels: len(plan.Levels),
		Options: map[string]any{
			"insecureSkipTLSVerify": plan.Target.InsecureTLS,
			"systemTags":            []string{},
			"scenarios": map[string]any{"load": map[string]any{
				"executor": "per-vu-iterations", "vus": shards, "iterations": 1,
				"maxDuration": fmt.Sprintf("%.0fs", most), "gracefulStop": "0s",
			}},
		},
	}, nil
}

// Level runs one level and is true when the next one may follow.
func (r *Run) Level(index int) (bool, error) {
	if r.engine == nil {
		if err := r.begin(); err != nil {
			return false, r.instance.hub.fail(err)
		}
	}
	return r.engine.Level(index), nil
}

// Close lets the last requests end.
func (r *Run) Close() {
	if r.engine != nil {
		r.engine.Close()
	}
	r.instance.hub.unwatch()
}

func (r *Run) begin() error {
	state, hub := r.instance.vu.State(), r.instance.hub
	if state == nil {
		return errors.New("level() belongs into the default function of the script")
	}
	setup, err := r.setup(state)
	if err != nil {
		return err
	}
	made, err := engine.New(r.instance.vu.Context(), r.input, setup)
	if err != nil {
		return err
	}
	r.engine = made
	hub.attach(made)
	if err := hub.watch(r.instance.vu.Context(), setup); err != nil {
		return err
	}
	if err := hub.wait(r.instance.vu.Context()); err != nil {
		made.Stop(err)
		return err
	}
	levels := make([]string, 0, len(r.input.Plan.Levels))
	for i := range r.input.Plan.Levels {
		levels = append(levels, r.input.Plan.Levels[i].String())
	}
	return hub.journal.Start(record.Start{
		Run: r.input.ID, Wall: time.Now().UTC(), Engine: engineVersion(), Clock: wire.Clock, Levels: levels,
	})
}

// setup reads what the engine is told by the environment.
func (r *Run) setup(state *lib.State) (setup engine.Setup, err error) {
	setup.Journal = r.instance.hub.journal
	setup.Dialer = &wire.Dialer{Dial: state.Dialer.DialContext, TLS: state.TLSConfig}
	if name := r.input.Plan.Target.APIKeyEnv; name != "" {
		if setup.APIKey = os.Getenv(name); setup.APIKey == "" {
			return setup, fmt.Errorf("the environment variable %s, which is to hold the API key, is empty", name)
		}
	}
	setup.Hold = r.instance.hub.gate.Open
	if setup.Segment, err = segmentOf(os.Getenv("SEATRIAL_SEGMENT"), r.shards, state.Options); err != nil {
		return setup, err
	}
	if path := os.Getenv("SEATRIAL_REQUESTS"); path != "" {
		if setup.Requests, err = record.OpenRequests(path); err != nil {
			return setup, fmt.Errorf("the file of requests cannot be written: %w", err)
		}
	}
	return setup, nil
}
