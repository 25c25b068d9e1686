package serve

// timers is a heap of the streams by when their next chunk is due. Each stream has one place in it.
type timers []*stream

func (t *timers) add(s *stream) {
	s.place = len(*t)
	*t = append(*t, s)
	t.up(s.place)
}

// moved puts a stream where it belongs after its time was changed.
func (t timers) moved(s *stream) {
	t.up(s.place)
	t.down(s.place)
}

func (t *timers) remove(s *stream) {
	last := len(*t) - 1
	at := s.place
	t.swap(at, last)
	*t = (*t)[:last]
	if at < last {
		t.moved((*t)[at])
	}
	s.place = -1
}

func (t timers) swap(i, j int) {
	t[i], t[j] = t[j], t[i]
	t[i].place, t[j].place = i, j
}

func (t timers) up(i int) {
	for i > 0 {
		parent := (i - 1) / 2
		if t[parent].due <= t[i].due {
			return
		}
		t.swap(i, parent)
		i = parent
	}
}

func (t timers) down(i int) {
	for {
		child := 2*i + 1
		if child >= len(t) {
			return
		}
		if child+1 < len(t) && t[child+1].due < t[child].due {
			child++
		}
		if t[i].due <= t[child].due {
			return
		}
		t.swap(i, child)
		i = child
	}
}
