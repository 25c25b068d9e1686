package engine

import (
	"fmt"
	"strconv"
	"strings"
)

// Segment is this process' part of a load that several make together; the zero value is the whole. The union over
// the segments of a plan is exactly what one process would do.
type Segment struct{ Index, Of int }

// ParseSegment reads SEATRIAL_SEGMENT: "0/3" to "2/3", or nothing for the whole.
func ParseSegment(text string) (Segment, error) {
	if text == "" {
		return Segment{}, nil
	}
	index, of, _ := strings.Cut(text, "/")
	i, errIndex := strconv.Atoi(index)
	n, errOf := strconv.Atoi(of)
	if errIndex != nil || errOf != nil || i < 0 || i >= n {
		return Segment{}, fmt.Errorf("SEATRIAL_SEGMENT is %q, and must be such as 0/3, 1/3 or 2/3", text)
	}
	return Segment{Index: i, Of: n}, nil
}

// has tells whether the k-th of something, from 0, belongs to the segment.
func (s Segment) has(k int64) bool { return s.Of <= 1 || k%int64(s.Of) == int64(s.Index) }

// share is how many of the first n belong to the segment.
func (s Segment) share(n int64) int64 {
	if s.Of <= 1 {
		return n
	}
	return (n + int64(s.Of-1-s.Index)) / int64(s.Of)
}

// id names the run within its requests' ids, which have to differ between segments.
func (s Segment) id(run string) string {
	if s.Of <= 1 {
		return run
	}
	return run + "-" + strconv.Itoa(s.Index)
}
