// Package timeline holds what happened to one streamed request, and the measures that follow from it.
package timeline

// Outcome says how a request ended.
type Outcome string

// Only Complete counts as good. The words are those of load/result.ts.
const (
	Complete          Outcome = "complete"
	Truncated         Outcome = "truncated"
	MissingTerminator Outcome = "missing-terminator"
	ProtocolError     Outcome = "protocol-error"
	Timeout           Outcome = "timeout"
	Cancelled         Outcome = "cancelled"
	HTTPStatus        Outcome = "http-status"
	ConnectError      Outcome = "connect-error"
	NoAudio           Outcome = "no-audio"
)

// Read is one read of the socket that brought something of this request.
type Read struct {
	At    int64 // stamp at the socket, before decoding
	Bytes int   // as they came, framing included
	Audio int   // bytes of audio in them, decoded
	seq   uint64
}

// Timeline is one request. Stamps are clock.Now; zero means that it never came to that.
type Timeline struct {
	ID           string
	Intended     int64 // when it was to start
	Started      int64 // when a stream took it up
	ConnectStart int64 // when a connection was dialled, zero when one was reused
	ConnectEnd   int64
	Sent         int64 // just before its bytes were handed to the socket
	Reads        []Read
	FirstAudio   int64 // stamp of the read that brought the first audio
	Handled      int64 // when that audio had been decoded
	LastRead     int64
	End          int64 // when all was handled

	Outcome    Outcome
	Status     string // HTTP status, or the protocol's own
	Message    string // what went wrong, for a person
	RetryAfter int64  // nanoseconds that the service asked to wait

	AudioBytes int
	Characters int
}

// Reset makes it ready for another request and keeps the memory of the reads.
func (t *Timeline) Reset(id string, intended int64, characters int) {
	*t = Timeline{ID: id, Intended: intended, Characters: characters, Reads: t.Reads[:0]}
}

// AddRead notes a read of the socket. Calls with the same sequence number are parts of one read: several chunks
// that came together are one event, or gaps of microseconds would appear that nobody could hear.
func (t *Timeline) AddRead(seq uint64, at int64, bytes, audio int) {
	if n := len(t.Reads); n > 0 && t.Reads[n-1].seq == seq {
		t.Reads[n-1].Bytes += bytes
		t.Reads[n-1].Audio += audio
	} else {
		t.Reads = append(t.Reads, Read{At: at, Bytes: bytes, Audio: audio, seq: seq})
	}
	t.AudioBytes += audio
	t.LastRead = at
	if audio > 0 && t.FirstAudio == 0 {
		t.FirstAudio = at
	}
}

// Fail sets how it ended, unless that is known already.
func (t *Timeline) Fail(outcome Outcome, message string) {
	if t.Outcome == "" {
		t.Outcome, t.Message = outcome, message
	}
}
