package guard

// verdicts keeps how the newest requests of the probe went, and tells when too many of them went badly.
type verdicts struct {
	bad, last int
	ring      []verdict
}

type verdict struct {
	nth    int64
	ms     float64 // to the first content, or so far
	slow   bool
	failed string // in words
}

// add notes one; a later word on the same request replaces the earlier one.
func (v *verdicts) add(one verdict) {
	for i := range v.ring {
		if v.ring[i].nth == one.nth {
			one.slow = one.slow || v.ring[i].slow
			v.ring[i] = one
			return
		}
	}
	v.ring = append(v.ring, one)
	if len(v.ring) > v.last {
		v.ring = v.ring[1:]
	}
}

// verdict over the newest: how many were slow, how many failed, the slowest of the slow.
func (v *verdicts) sum() (slow, failed int, worst float64, words string) {
	for _, one := range v.ring {
		switch {
		case one.failed != "":
			failed++
			words = one.failed
		case one.slow:
			slow++
			worst = max(worst, one.ms)
		}
	}
	return slow, failed, worst, words
}

func (v *verdicts) tripped() bool {
	slow, failed, _, _ := v.sum()
	return slow+failed >= v.bad
}
