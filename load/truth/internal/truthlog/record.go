// Package truthlog keeps what the server really did, in bounded memory.
package truthlog

// Ending of an answer.
type Ending uint8

const (
	// Running: it is under way.
	Running Ending = iota
	// Whole: everything was written.
	Whole
	// Ordered: it ended as an order wanted it, otherwise than well.
	Ordered
	// Left: the client closed the connection first.
	Left
)

var endings = [...]string{"running", "whole", "ordered", "left"}

// MaxID is how much of an id is kept, in bytes.
const MaxID = 96

// Record is one request. Stamps are clock.Now. Only the loop that serves writes it.
type Record struct {
	Protocol string
	Order    string
	// Arrival is the kernel's stamp of the read that completed the request; Seen when the server got to know.
	Arrival, Seen int64
	// Chunks written in all; of those beyond the room only the number is known.
	Chunks int
	// Blocked counts writes that the socket did not take at once.
	Blocked int
	Ending  Ending

	id     [MaxID]byte
	idLen  int
	writes []Write
	used   bool
}

// Write is one chunk.
type Write struct {
	Due    int64
	Before int64
	After  int64
}

// ID of the request.
func (r *Record) ID() string { return string(r.id[:r.idLen]) }

// Wrote notes one chunk.
func (r *Record) Wrote(due, before, after int64, whole bool) {
	if r.Chunks < cap(r.writes) {
		r.writes = append(r.writes, Write{due, before, after})
	}
	r.Chunks++
	if !whole {
		r.Blocked++
	}
}
