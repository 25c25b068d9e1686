// Package engine drives the load of a plan, level by level.
package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/tally"
)

// Input is what a driver hands over: a LoadPlan (load/plan.ts) and the protocol that it names.
type Input struct {
	ID       string        `json:"id"`
	Plan     Plan          `json:"plan"`
	Protocol protocol.Spec `json:"protocol"`
}

// Plan is the part of a LoadPlan that the engine reads; it was validated before.
type Plan struct {
	Target struct {
		URL         string            `json:"url"`
		Headers     map[string]string `json:"headers"`
		APIKeyEnv   string            `json:"apiKeyEnv"`
		Tags        map[string]string `json:"tags"`
		InsecureTLS bool              `json:"insecureTls"`
	} `json:"target"`
	Workload              protocol.Workload `json:"workload"`
	Levels                []Level           `json:"levels"`
	SLOs                  []tally.SLO       `json:"slos"`
	WarmupSeconds         float64           `json:"warmupSeconds"`
	MeasureSeconds        float64           `json:"measureSeconds"`
	RequestTimeoutSeconds float64           `json:"requestTimeoutSeconds"`
	Budget                Budget            `json:"budget"`
}

// Budget is the most that a run may ask, over all segments.
type Budget struct {
	MaxRequests int64   `json:"maxRequests"`
	MaxSeconds  float64 `json:"maxSeconds"`
	MaxStreams  int     `json:"maxStreams"`
}

// ParseInput reads an Input; what would make the engine run wild is refused a second time.
func ParseInput(raw []byte) (*Input, error) {
	var input Input
	if err := json.Unmarshal(raw, &input); err != nil {
		return nil, fmt.Errorf("the input is not as expected: %w", err)
	}
	plan := &input.Plan
	switch {
	case input.ID == "":
		return nil, errors.New("the input has no id")
	case len(plan.Levels) == 0:
		return nil, errors.New("the plan has no levels")
	case plan.MeasureSeconds <= 0 || plan.RequestTimeoutSeconds <= 0:
		return nil, errors.New("the plan has no time to measure or none for a request")
	case plan.Budget.MaxRequests <= 0 || plan.Budget.MaxSeconds <= 0 || plan.Budget.MaxStreams <= 0:
		return nil, errors.New("the plan has no budget")
	}
	for i := range plan.Levels {
		if err := plan.Levels[i].check(plan); err != nil {
			return nil, err
		}
	}
	return &input, nil
}

// of gives the segment's share of a budget; each of its parts has to be enough for one request.
func (s Segment) of(budget Budget) (Budget, error) {
	budget.MaxRequests = s.share(budget.MaxRequests)
	budget.MaxStreams = int(s.share(int64(budget.MaxStreams)))
	if budget.MaxRequests == 0 || budget.MaxStreams == 0 {
		return budget, fmt.Errorf("the budget is too small to be cut into %d segments", s.Of)
	}
	return budget, nil
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
