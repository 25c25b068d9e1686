package protocol

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
	"unicode/utf8"
)

// Input is one thing to ask for, ready to be put into a request.
type Input struct {
	Characters int     // of its texts
	Seconds    float64 // of its clip

	quoted [][]byte // its texts as the body takes them
	wav    []byte   // its clip
	parts  []Part   // its clip as it goes over a socket
}

// The streams of chance that a workload's seed feeds, so that one more text changes no clip and no arrival.
const (
	orderStream uint64 = iota
	textStream
	clipStream
)

// PrepareInputs makes what the workload asks for, in its seeded order; requests take the inputs in turn.
func (p *Protocol) PrepareInputs(workload *Workload) ([]Input, error) {
	if err := workload.check(); err != nil {
		return nil, err
	}
	var inputs []Input
	var err error
	switch {
	case p.Spec.Clip != nil && len(workload.Clips) == 0:
		return nil, fmt.Errorf("protocol %s is asked with clips, and the workload has none", p.Spec.ID)
	case p.Spec.Clip != nil:
		inputs, err = p.clipInputs(workload)
	case len(workload.Texts) == 0:
		return nil, fmt.Errorf("protocol %s is asked with texts, and the workload has none", p.Spec.ID)
	default:
		inputs, err = p.textInputs(workload)
	}
	if err == nil && len(inputs) == 0 {
		err = errors.New("the workload has nothing to ask for")
	}
	return inputs, err
}

func shuffle[T any](items []T, seed uint64) []T {
	shuffled := make([]T, 0, len(items))
	for _, i := range rand.New(rand.NewPCG(seed, orderStream)).Perm(len(items)) {
		shuffled = append(shuffled, items[i])
	}
	return shuffled
}

// textInputs deals the texts out: as many to each input as a request has room for.
func (p *Protocol) textInputs(workload *Workload) ([]Input, error) {
	chance := rand.New(rand.NewPCG(workload.Seed, textStream))
	var texts []string
	for _, source := range workload.Texts {
		if source.Count == 0 {
			texts = append(texts, source.Text)
		}
		for range source.Count {
			texts = append(texts, makeText(chance, source.Characters))
		}
	}
	texts = shuffle(texts, workload.Seed)
	quoted := make([][]byte, len(texts))
	for i, text := range texts {
		var err error
		if quoted[i], err = p.body.quote(text); err != nil {
			return nil, err
		}
	}
	room := max(1, p.body.texts)
	inputs := make([]Input, (len(texts)+room-1)/room)
	for i := range inputs {
		for nth := range room {
			from := (i*room + nth) % len(texts)
			inputs[i].quoted = append(inputs[i].quoted, quoted[from])
			inputs[i].Characters += utf8.RuneCountInString(texts[from])
		}
	}
	return inputs, nil
}

func (p *Protocol) clipInputs(workload *Workload) ([]Input, error) {
	chance := rand.New(rand.NewPCG(workload.Seed, clipStream))
	var inputs []Input
	for i, source := range workload.Clips {
		if len(source.WAV) > 0 {
			input, err := p.clipInput(source.WAV, workload.Pace)
			if err != nil {
				return nil, fmt.Errorf("clip %d: %w", i+1, err)
			}
			inputs = append(inputs, input)
			continue
		}
		for range max(1, source.Count) {
			made := appendWAV(nil, makeSound(chance, source.Seconds, p.clipRate), p.clipRate)
			input, err := p.clipInput(made, workload.Pace)
			if err != nil {
				return nil, err
			}
			inputs = append(inputs, input)
		}
	}
	return shuffle(inputs, workload.Seed), nil
}

func (p *Protocol) clipInput(wav []byte, pace string) (Input, error) {
	samples, rate, err := readWAV(wav)
	if err != nil {
		return Input{}, err
	}
	if rate != p.clipRate {
		return Input{}, fmt.Errorf("it has %d samples a second, and protocol %s sends %d", rate, p.Spec.ID, p.clipRate)
	}
	input := Input{wav: wav, Seconds: float64(len(samples)) / float64(2*rate)}
	if p.Spec.Transport != WebSocket {
		return input, nil
	}
	frame := 2 * rate * p.Spec.Clip.FrameMs / 1000
	step := time.Duration(p.Spec.Clip.FrameMs) * time.Millisecond
	if pace == "fast" {
		step = 0
	}
	var at time.Duration
	for ; len(samples) > 0; at += step {
		n := min(frame, len(samples))
		input.parts = append(input.parts, Part{Binary: true, Data: samples[:n], After: at})
		samples = samples[n:]
	}
	for _, words := range p.clipEnd {
		input.parts = append(input.parts, Part{Data: []byte(words), After: max(0, at-step)})
	}
	return input, nil
}

// Fill writes one request into send, whose memory is used again; the id is X-Request-Id and {{requestId}}.
func (p *Protocol) Fill(send *Send, input *Input, id string) {
	send.Body, send.Parts, send.Cancel = send.Body[:0], send.Parts[:0], send.Cancel[:0]
	if p.body != nil {
		send.Body = p.body.append(send.Body, input, id)
	}
	if len(input.parts) > 0 {
		if p.body != nil {
			send.Parts = append(send.Parts, Part{Data: send.Body})
		}
		send.Parts = append(send.Parts, input.parts...)
	}
	if p.cancel != nil {
		send.Cancel = p.cancel.append(send.Cancel, input, id)
	}
}
