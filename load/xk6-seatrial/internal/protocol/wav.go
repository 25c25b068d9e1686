package protocol

import "encoding/binary"

// WAVSkipper takes the header off a streamed WAV file: a server may send it long before the first sound.
type WAVSkipper struct {
	head []byte
	done bool
}

const wavHeaderMost = 64 << 10

// Feed tells how many of the bytes are audio.
func (w *WAVSkipper) Feed(piece []byte) int {
	if w.done {
		return len(piece)
	}
	w.head = append(w.head, piece...)
	if at, ok := dataStart(w.head); ok || len(w.head) > wavHeaderMost {
		w.done = true
		audio := max(0, len(w.head)-at)
		w.head = nil
		return audio
	}
	return 0
}

// dataStart finds where the samples begin; ok is false while the header is not all there.
func dataStart(head []byte) (at int, ok bool) {
	if len(head) < 12 {
		return 0, false
	}
	if string(head[:4]) != "RIFF" || string(head[8:12]) != "WAVE" {
		return 0, true // no WAV after all: all of it is taken as audio
	}
	for at = 12; at+8 <= len(head); {
		if string(head[at:at+4]) == "data" {
			return at + 8, true
		}
		at += 8 + int(binary.LittleEndian.Uint32(head[at+4:at+8]))
	}
	return at, false
}
