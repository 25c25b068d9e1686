package seatrial

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"seatrial.dev/xk6-seatrial/internal/engine"
	"seatrial.dev/xk6-seatrial/internal/guard"
	"seatrial.dev/xk6-seatrial/internal/protocol"
)

// guardInput is the part of the input that the guards read.
type guardInput struct {
	ID   string `json:"id"`
	Plan struct {
		Target struct {
			URL     string            `json:"url"`
			Headers map[string]string `json:"headers"`
			Tags    map[string]string `json:"tags"`
		} `json:"target"`
		Workload protocol.Workload `json:"workload"`
		Guards   *guard.Plan       `json:"guards"`
	} `json:"plan"`
	ProbeProtocol *protocol.Spec `json:"probeProtocol"`
}

// watch starts the guards and returns when they have seen enough for the load to begin, or why it must not.
func (h *hub) watch(ctx context.Context, setup engine.Setup) error {
	var input guardInput
	if err := json.Unmarshal(h.raw, &input); err != nil {
		return fmt.Errorf("the guards are not as expected: %w", err)
	}
	if input.Plan.Guards == nil {
		return nil
	}
	compiled, err := input.probe(setup.APIKey)
	if err != nil {
		return err
	}
	watch, err := guard.Start(ctx, input.Plan.Guards, guard.Options{
		Run: input.ID, Dialer: setup.Dialer, Protocol: compiled, Workload: &input.Plan.Workload, Stop: h.stop,
	})
	if err != nil {
		return err
	}
	h.mu.Lock()
	h.guards = watch
	h.mu.Unlock()
	if err := watch.Begin(h.stops.Done()); err != nil {
		h.stop(err)
	}
	return nil
}

// unwatch ends the guards, when the last request of the load has ended.
func (h *hub) unwatch() {
	h.mu.Lock()
	watch := h.guards
	h.mu.Unlock()
	if watch != nil {
		watch.Close()
	}
}

// probe is the protocol of the light request, with the tags that mark it as ours and no load.
func (in *guardInput) probe(apiKey string) (*protocol.Protocol, error) {
	if in.Plan.Guards.Probe == nil {
		return nil, nil
	}
	if in.ProbeProtocol == nil {
		return nil, errors.New("the probe has no protocol")
	}
	params := maps.Clone(in.Plan.Workload.Params)
	if own := in.Plan.Guards.Probe.Workload; own != nil {
		if params == nil {
			params = map[string]any{}
		}
		maps.Copy(params, own.Params)
	}
	headers := maps.Clone(in.Plan.Target.Headers)
	if headers == nil {
		headers = map[string]string{}
	}
	tags := []string{"run=" + in.ID, "part=probe"}
	for _, name := range slices.Sorted(maps.Keys(in.Plan.Target.Tags)) {
		tags = append(tags, name+"="+in.Plan.Target.Tags[name])
	}
	headers["X-Seatrial-Tags"] = strings.Join(tags, ",")
	return protocol.Compile(in.ProbeProtocol, in.Plan.Target.URL, protocol.Values{
		Params: params, APIKey: apiKey, Headers: headers,
	})
}
