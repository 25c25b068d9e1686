package engine

import "sync"

// seats are the places of the streams: as many as a level wants. A stream that is still at its last request when the
// number grows again keeps its seat, so that there is never one too many.
type seats struct {
	mu     sync.Mutex
	wanted int
	taken  map[int]bool
}

// resize sets how many there are and returns those that a new stream has to take.
func (s *seats) resize(wanted int) (missing []int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.taken == nil {
		s.taken = map[int]bool{}
	}
	s.wanted = wanted
	for seat := range wanted {
		if !s.taken[seat] {
			s.taken[seat] = true
			missing = append(missing, seat)
		}
	}
	return missing
}

// keep tells a stream whether it may go on; otherwise its seat is free again.
func (s *seats) keep(seat int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if seat < s.wanted {
		return true
	}
	delete(s.taken, seat)
	return false
}
