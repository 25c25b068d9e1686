package answer

import "seatrial.dev/xk6-seatrial/internal/protocol"

// rawAudio is a body that is audio itself.
type rawAudio struct{ wav *protocol.WAVSkipper }

func (r *rawAudio) Take(piece []byte) int {
	if r.wav != nil {
		return r.wav.Feed(piece)
	}
	return len(piece)
}

func (r *rawAudio) Message([]byte, bool) (int, bool) { return 0, true }

func (r *rawAudio) Finish() {}
