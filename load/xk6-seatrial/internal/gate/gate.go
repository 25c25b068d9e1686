// Package gate holds the load back until somebody says go, so that the pods of one run begin together.
package gate

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// Default is how long a gate waits unless it is told otherwise.
const Default = 5 * time.Minute

// Ahead is how far in the future a go may lie.
const Ahead = time.Minute

// Gate is closed until Go; the zero value and nil are always open.
type Gate struct {
	most time.Duration

	mu      sync.Mutex
	at      time.Time
	waiting bool
	said    chan struct{}
}

// New makes a gate from its setting: empty for none, `1` for the default patience, or a duration.
func New(setting string) (*Gate, error) {
	switch setting {
	case "":
		return nil, nil
	case "1":
		return &Gate{most: Default, said: make(chan struct{})}, nil
	}
	most, err := time.ParseDuration(setting)
	if err != nil || most <= 0 {
		return nil, fmt.Errorf("the gate is 1 or a duration such as 300s, not %q", setting)
	}
	return &Gate{most: most, said: make(chan struct{})}, nil
}

// Most is how long it may hold the load back.
func (g *Gate) Most() time.Duration {
	if g == nil {
		return 0
	}
	return g.most + Ahead
}

// Waiting tells whether the load is ready and held back.
func (g *Gate) Waiting() bool {
	if g == nil {
		return false
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.waiting
}

// Go opens the gate at a moment of the wall clock. The first moment counts; it is returned, whoever said it. False
// when there is no gate.
func (g *Gate) Go(at time.Time) (time.Time, bool) {
	if g == nil {
		return time.Time{}, false
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.at.IsZero() {
		g.at = at
		close(g.said)
	}
	return g.at, true
}

// Wait returns when the gate is open, or says why it stays closed.
func (g *Gate) Wait(ctx context.Context) error {
	if g == nil {
		return nil
	}
	g.set(true)
	defer g.set(false)
	patience := time.NewTimer(g.most)
	defer patience.Stop()
	select {
	case <-g.said:
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-patience.C:
		return fmt.Errorf("nobody said go within %s", g.most)
	}
	g.mu.Lock()
	left := time.Until(g.at)
	g.mu.Unlock()
	moment := time.NewTimer(left)
	defer moment.Stop()
	select {
	case <-moment.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (g *Gate) set(waiting bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.waiting = waiting
}
