package engine

import (
	"fmt"
	"testing"
)

func constant(streams int) profile { return profile{from: streams, to: streams, begin: 10, end: 20} }

func TestSeats(t *testing.T) {
	var s seats
	if got := fmt.Sprint(s.resize(constant(3), Segment{})); got != "[0 1 2]" {
		t.Error(got)
	}
	s.resize(constant(1), Segment{})
	if s.keep(2, 0) {
		t.Error("a stream beyond the number goes on")
	}
	// Stream 1 is still at its last request and keeps its seat.
	if got := fmt.Sprint(s.resize(constant(3), Segment{})); got != "[2]" || !s.keep(1, 0) {
		t.Error(got)
	}
}

func TestARampHasEqualSteps(t *testing.T) {
	up := profile{from: 2, to: 5, begin: 1000, end: 2000}
	down := profile{from: 5, to: 2, begin: 1000, end: 2000}
	for at, want := range map[int64][2]int{0: {2, 5}, 1249: {2, 5}, 1250: {3, 4}, 1500: {4, 3}, 1750: {5, 2}, 3000: {5, 2}} {
		if got := [2]int{up.wanted(at), down.wanted(at)}; got != want {
			t.Errorf("at %d there are %v, not %v", at, got, want)
		}
	}
	for from, to := range map[int]int{1: 7, 3: 1000, 64: 65} {
		p := profile{from: from, to: to, begin: 123_456_789, end: 123_456_789 + 7_000_000_001}
		for seat := from; seat < to; seat++ {
			if at := p.grows(seat); p.wanted(at) <= seat || p.wanted(at-1) > seat {
				t.Fatalf("seat %d of %d to %d is wanted at another moment than %d", seat, from, to, at)
			}
		}
	}
}
