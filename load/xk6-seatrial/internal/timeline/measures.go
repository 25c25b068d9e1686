package timeline

// BytesPerSecond of decoded audio turns bytes into play time; zero where the format is not known.
type BytesPerSecond int

// Seconds of play time in so many bytes.
func (b BytesPerSecond) Seconds(bytes int) float64 {
	if b == 0 {
		return 0
	}
	return float64(bytes) / float64(b)
}

// ServiceFirst is write → first audio at the socket.
func (t *Timeline) ServiceFirst() int64 { return t.FirstContent - t.Sent }

// UserFirst is intended start → first audio handled.
func (t *Timeline) UserFirst() int64 { return t.Handled - t.Intended }

// Connect is the time for a new connection, zero when one was reused.
func (t *Timeline) Connect() int64 { return t.ConnectEnd - t.ConnectStart }

// OwnDelay is what the generator itself added: intended start → write without connecting, and read → handled.
func (t *Timeline) OwnDelay() int64 {
	return t.Sent - t.Intended - t.Connect() + t.Handled - t.FirstContent
}

// EndToEnd is write → last read.
func (t *Timeline) EndToEnd() int64 { return t.LastRead - t.Sent }

// RTF is the real-time factor in millionths.
func (t *Timeline) RTF(rate BytesPerSecond) int64 {
	seconds := rate.Seconds(t.Content)
	if seconds == 0 {
		return 0
	}
	return int64(float64(t.EndToEnd()) / 1e3 / seconds)
}

// EachGap calls visit with the time between successive reads that brought audio.
func (t *Timeline) EachGap(visit func(gap int64)) {
	var last int64
	for _, read := range t.Reads {
		if read.Content == 0 {
			continue
		}
		if last != 0 {
			visit(read.At - last)
		}
		last = read.At
	}
}

// Gaps is how many there are between reads that brought content, and the longest.
func (t *Timeline) Gaps() (count int, longest int64) {
	t.EachGap(func(gap int64) {
		count++
		longest = max(longest, gap)
	})
	return count, longest
}

// Underrun is the worst starvation of a player that starts the buffer's length after the first audio: how late the
// latest audio was. The stalls of a player that waits and goes on add up to the same.
func (t *Timeline) Underrun(buffer int64, rate BytesPerSecond) int64 {
	var worst int64
	before := 0
	for _, read := range t.Reads {
		if read.Content == 0 {
			continue
		}
		due := t.FirstContent + buffer + int64(rate.Seconds(before)*1e9)
		if before > 0 && read.At-due > worst {
			worst = read.At - due
		}
		before += read.Content
	}
	return worst
}
