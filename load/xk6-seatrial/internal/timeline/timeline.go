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
	NoContent         Outcome = "no-content"
	WrongType         Outcome = "wrong-type"
	TooLarge          Outcome = "too-large"
)

// Clock is what stamped a read when it came: the kernel, when the packet arrived, or this process, after it had woken
// up and read it.
type Clock string

// The words of a records file. Kernel stamps are of Linux only, and none is used that a step of the system clock makes
// doubtful.
const (
	Kernel    Clock = "kernel"
	UserSpace Clock = "user-space"
	Mixed     Clock = "mixed"
)

// Read is one read of the socket that brought something of this request.
type Read struct {
	At      int64 // stamp at the socket, before decoding
	Bytes   int   // as they came, framing included
	Content int   // what they brought of what was asked for: bytes of decoded audio, or events with text
	seq     uint64
}

// Timeline is one request. Stamps are clock.Now; zero means that it never came to that.
type Timeline struct {
	ID           string
	Intended     int64 // when it was to start
	Started      int64 // when a stream took it up
	ConnectStart int64 // when a connection was dialled, zero when one was reused
	ConnectEnd   int64
	Sent         int64 // just before its first bytes were handed to the socket, below TLS; a second try keeps it
	SentLast     int64 // just before its last message was, where a request is sent in parts; zero otherwise
	SendLate     int64 // the most that a part went out after its moment, nanoseconds
	Reads        []Read
	FirstContent int64 // stamp of the read that brought the first content: audio, text, or the answer itself
	Handled      int64 // when that content had been decoded
	LastContent  int64
	LastRead     int64
	End          int64 // when all was handled

	Clock      Clock // what stamped the reads; empty where nothing was read
	BytesIn    int64 // as they came, framing included; of TLS the ciphertext, of a shared socket the frames
	BytesOut   int64
	Reconnects int // tries on a fresh connection, because the idle one that was taken had been closed

	Outcome    Outcome
	Status     string // HTTP status, or the protocol's own
	Message    string // what went wrong, for a person
	RetryAfter int64  // nanoseconds that the service asked to wait

	// What was asked for.
	Characters   int     // of text sent
	InputSeconds float64 // of audio sent

	// What came back.
	Content      int // bytes of decoded audio, or events with text
	PromptTokens int // as the service counts them, zero where it does not say
	OutputTokens int
	Items        int   // vectors, scores, entities
	QueueNanos   int64 // as the service's headers tell, zero where they do not
	GPUNanos     int64

	Good bool // complete, and within every SLO of the plan

	OnFirst func() // called when the first content has come; most have none
}

const readsKept = 1 << 14

// Reset makes it ready for another request and keeps the memory of the reads.
func (t *Timeline) Reset(id string, intended int64) {
	kept := t.Reads[:0]
	if cap(kept) > readsKept {
		kept = nil // one endless stream must not hold its memory for the rest of the run
	}
	*t = Timeline{ID: id, Intended: intended, Reads: kept}
}

// AddRead notes a read of the socket. Calls with the same sequence number are parts of one read: several chunks
// that came together are one event, or gaps of microseconds would appear that nobody could hear.
func (t *Timeline) AddRead(seq uint64, at int64, bytes, content int) {
	if n := len(t.Reads); n > 0 && t.Reads[n-1].seq == seq {
		t.Reads[n-1].Bytes += bytes
		t.Reads[n-1].Content += content
	} else {
		t.Reads = append(t.Reads, Read{At: at, Bytes: bytes, Content: content, seq: seq})
	}
	t.Content += content
	t.LastRead = at
	if content == 0 {
		return
	}
	t.LastContent = at
	if t.FirstContent == 0 {
		t.FirstContent = at
		if t.OnFirst != nil {
			t.OnFirst()
		}
	}
}

// Stamped notes what stamped a read.
func (t *Timeline) Stamped(by Clock) {
	switch t.Clock {
	case by:
	case "":
		t.Clock = by
	default:
		t.Clock = Mixed
	}
}

// Fail sets how it ended, unless that is known already.
func (t *Timeline) Fail(outcome Outcome, message string) {
	if t.Outcome == "" {
		t.Outcome, t.Message = outcome, message
	}
}
