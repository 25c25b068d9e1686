package answer

import (
	"bytes"
	"strconv"
	"time"

	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// failure keeps the beginning of an error's body.
type failure struct {
	line *timeline.Timeline
	body []byte
}

// FailureMost is how much of an error is kept, in bytes.
const FailureMost = 2 << 10

func (f *failure) Take(piece []byte) int {
	f.body = append(f.body, piece[:min(len(piece), FailureMost-len(f.body))]...)
	return 0
}

func (f *failure) Message([]byte, bool) (int, bool) { return 0, true }

func (f *failure) Finish() {
	f.line.Fail(timeline.HTTPStatus, f.line.Status+" "+string(bytes.TrimSpace(f.body)))
}

// RetryAfter reads the header's seconds as nanoseconds; zero where it does not say.
func RetryAfter(header string) int64 {
	seconds, err := strconv.Atoi(header)
	if err != nil || seconds < 0 {
		return 0
	}
	return int64(seconds) * int64(time.Second)
}
