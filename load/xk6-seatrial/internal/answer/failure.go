package answer

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
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

// wrongType is a success whose content type cannot be one of the protocol; it fails with the first of its body, so
// that the rest need not be waited for.
type wrongType struct {
	line  *timeline.Timeline
	given string
	types []string
}

func (w *wrongType) Take(piece []byte) int {
	const most = 100
	w.fail(": " + string(bytes.TrimSpace(piece[:min(len(piece), most)])))
	return 0
}

func (w *wrongType) Message([]byte, bool) (int, bool) { return 0, true }

func (w *wrongType) Finish() { w.fail("") }

func (w *wrongType) fail(body string) {
	w.line.Fail(timeline.WrongType, w.given+", where the protocol has "+strings.Join(w.types, " or ")+body)
}

// RetryAfter reads the header's seconds, or its date, as nanoseconds; zero where it does not say.
func RetryAfter(header string) int64 {
	if at, err := http.ParseTime(header); err == nil {
		return max(0, int64(time.Until(at)))
	}
	seconds, err := strconv.Atoi(header)
	if err != nil || seconds < 0 {
		return 0
	}
	return int64(seconds) * int64(time.Second)
}
