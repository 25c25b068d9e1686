package tally

import (
	"slices"
	"strings"

	"seatrial.dev/xk6-seatrial/internal/timeline"
)

const (
	samplesMost = 8
	sampleMost  = 200
)

// sample keeps one message of each way to fail, the first in alphabetical order of both: what is kept does not depend
// on the order in which they came, or were added up.
func (t *Tally) sample(message string) {
	if runes := []rune(message); len(runes) > sampleMost {
		message = string(runes[:sampleMost-1]) + "…"
	}
	key := sampleKey(message)
	at, there := slices.BinarySearchFunc(t.Samples, key, func(one, key string) int {
		return strings.Compare(sampleKey(one), key)
	})
	switch {
	case !there:
		t.Samples = slices.Insert(t.Samples, at, message)
		t.Samples = t.Samples[:min(len(t.Samples), samplesMost)]
	case message < t.Samples[at]:
		t.Samples[at] = message
	}
}

// sampleKey is the outcome that a message begins with, and the status where there is one.
func sampleKey(message string) string {
	outcome, rest, _ := strings.Cut(message, ": ")
	if outcome == string(timeline.HTTPStatus) {
		status, _, _ := strings.Cut(rest, " ")
		return outcome + ": " + status
	}
	return outcome
}
