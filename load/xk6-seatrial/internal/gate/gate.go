// Package gate holds the load back until somebody says go, so that the pods of one run begin together, and begin each
// level together. Round 0 is the beginning; round k is what follows the k-th level, and is waited for under load.
package gate

import (
	"context"
	"fmt"
	"sync"
	"time"
)

const (
	// Default is how long the beginning waits unless it is told otherwise.
	Default = 5 * time.Minute
	// Ahead is how far in the future a go may lie.
	Ahead = time.Minute
	// Rounds is more than a plan has levels.
	Rounds = 128
	// None is the round of a load that does not wait.
	None = -1
)

// Gate is closed in each round until Go. A nil one is always open.
type Gate struct {
	most time.Duration

	mu      sync.Mutex
	at      map[int]time.Time
	waiting int
	began   chan struct{}
}

// New makes a gate from its setting: empty for none, `1` for the default patience, or a duration.
func New(setting string) (*Gate, error) {
	most := Default
	switch setting {
	case "":
		return nil, nil
	case "1":
	default:
		var err error
		if most, err = time.ParseDuration(setting); err != nil || most <= 0 {
			return nil, fmt.Errorf("the gate is 1 or a duration such as 300s, not %q", setting)
		}
	}
	return &Gate{most: most, at: map[int]time.Time{}, waiting: None, began: make(chan struct{})}, nil
}

// Most is how long the beginning may wait.
func (g *Gate) Most() time.Duration {
	if g == nil {
		return 0
	}
	return g.most + Ahead
}

// Waiting is the round that the load is ready for and held back from, or None.
func (g *Gate) Waiting() int {
	if g == nil {
		return None
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.waiting
}

// Go opens a round at a moment of the wall clock. The first moment counts; it is returned, whoever said it. False
// when there is no gate.
func (g *Gate) Go(round int, at time.Time) (time.Time, bool) {
	if g == nil || round < 0 || round >= Rounds {
		return time.Time{}, false
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if held, said := g.at[round]; said {
		return held, true
	}
	g.at[round] = at
	if round == 0 {
		close(g.began)
	}
	return at, true
}

// Wait returns at the moment of round 0, or says why it never came.
func (g *Gate) Wait(ctx context.Context) error {
	if g == nil {
		return nil
	}
	g.wait(0)
	defer g.wait(None)
	patience := time.NewTimer(g.most)
	defer patience.Stop()
	select {
	case <-g.began:
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-patience.C:
		return fmt.Errorf("nobody said go within %s", g.most)
	}
	moment := time.NewTimer(time.Until(g.moment(0)))
	defer moment.Stop()
	select {
	case <-moment.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// Open tells, without waiting, whether the moment of a round has come.
func (g *Gate) Open(round int) bool {
	if g == nil {
		return true
	}
	if at := g.moment(round); at.IsZero() || time.Until(at) > 0 {
		g.wait(round)
		return false
	}
	g.wait(None)
	return true
}

func (g *Gate) moment(round int) time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.at[round]
}

func (g *Gate) wait(round int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.waiting = round
}
