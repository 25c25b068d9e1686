package protocol

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"unicode/utf8"
)

// Workload is the part of a plan that says what is asked for (loadWorkloadSchema in load/plan.ts).
type Workload struct {
	Texts  []string       `json:"texts"`
	Seed   uint64         `json:"seed"`
	Params map[string]any `json:"params"`
}

// Input is one thing to ask for, ready to be put into a request.
type Input struct {
	Characters int     // of its text
	Seconds    float64 // of its audio

	quoted []byte // the text as a JSON string
}

// PrepareInputs makes what the workload asks for, in its seeded order; requests take them in turn.
func (p *Protocol) PrepareInputs(workload *Workload) ([]Input, error) {
	if len(workload.Texts) == 0 {
		return nil, errors.New("the workload has nothing to ask for")
	}
	inputs := make([]Input, 0, len(workload.Texts))
	for _, i := range rand.New(rand.NewPCG(workload.Seed, 0)).Perm(len(workload.Texts)) {
		quoted, err := json.Marshal(workload.Texts[i])
		if err != nil {
			return nil, err
		}
		inputs = append(inputs, Input{quoted: quoted, Characters: utf8.RuneCountInString(workload.Texts[i])})
	}
	return inputs, nil
}

// Fill writes one request into send, whose memory is used again; the id is X-Request-Id and {{requestId}}.
func (p *Protocol) Fill(send *Send, input *Input, id string) {
	send.Body = p.Body.Append(send.Body[:0], input.quoted, id)
}
