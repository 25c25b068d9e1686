package engine

import "sync"

// profile is how many streams a closed loop has over time: From until begin, then To in equal steps until end.
type profile struct {
	from, to   int
	begin, end int64
}

// wanted is the number at a moment: each of the numbers between from and to holds for an equal part of the window.
func (p profile) wanted(at int64) int {
	if at >= p.end {
		return p.to
	}
	if at < p.begin {
		return p.from
	}
	steps := int((at - p.begin) * int64(p.parts()) / (p.end - p.begin))
	if p.to < p.from {
		return p.from - steps
	}
	return p.from + steps
}

func (p profile) parts() int { return max(p.to-p.from, p.from-p.to) + 1 }

// grows is when a seat beyond the first ones is wanted.
func (p profile) grows(seat int) int64 {
	parts := int64(p.parts())
	return p.begin + (int64(seat-p.from+1)*(p.end-p.begin)+parts-1)/parts
}

// seats are the places of the streams: as many as a level wants. A stream that is still at its last request when the
// number grows again keeps its seat, so that there is never one too many.
type seats struct {
	mu      sync.Mutex
	profile profile
	taken   map[int]bool
}

// resize sets how many there are and returns those of the segment that a new stream has to take.
func (s *seats) resize(wanted profile, segment Segment) (missing []int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.taken == nil {
		s.taken = map[int]bool{}
	}
	s.profile = wanted
	for seat := range max(wanted.from, wanted.to) {
		if segment.has(int64(seat)) && !s.taken[seat] {
			s.taken[seat] = true
			missing = append(missing, seat)
		}
	}
	return missing
}

// wanted is how many there are to be in the end.
func (s *seats) wanted() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.profile.to
}

// keep tells a stream whether it may go on; otherwise its seat is free again.
func (s *seats) keep(seat int, now int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if seat < s.profile.wanted(now) {
		return true
	}
	delete(s.taken, seat)
	return false
}
