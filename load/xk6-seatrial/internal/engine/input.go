// Package engine drives the streams of a plan, level by level.
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
	Workload protocol.Workload `json:"workload"`
	Levels   []struct {
		Streams int `json:"streams"`
	} `json:"levels"`
	SLOs                  []tally.SLO `json:"slos"`
	WarmupSeconds         float64     `json:"warmupSeconds"`
	MeasureSeconds        float64     `json:"measureSeconds"`
	RequestTimeoutSeconds float64     `json:"requestTimeoutSeconds"`
	Budget                struct {
		MaxRequests int64   `json:"maxRequests"`
		MaxSeconds  float64 `json:"maxSeconds"`
		MaxStreams  int     `json:"maxStreams"`
	} `json:"budget"`
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
	case plan.Budget.MaxRequests <= 0 || plan.Budget.MaxSeconds <= 0:
		return nil, errors.New("the plan has no budget")
	}
	for _, level := range plan.Levels {
		if level.Streams <= 0 || level.Streams > plan.Budget.MaxStreams {
			return nil, fmt.Errorf("%d streams are not within the budget of %d", level.Streams, plan.Budget.MaxStreams)
		}
	}
	return &input, nil
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
