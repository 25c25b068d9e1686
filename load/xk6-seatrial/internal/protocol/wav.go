package protocol

import (
	"encoding/binary"
	"errors"
)

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

var errNotPCM = errors.New("it is not a WAV file of 16-bit PCM, mono")

// readWAV takes the samples out of a WAV file of 16-bit PCM, mono.
func readWAV(file []byte) (samples []byte, rate int, err error) {
	at, ok := dataStart(file)
	if !ok || at < 44 || string(file[12:16]) != "fmt " {
		return nil, 0, errNotPCM
	}
	format, channels := binary.LittleEndian.Uint16(file[20:]), binary.LittleEndian.Uint16(file[22:])
	rate = int(binary.LittleEndian.Uint32(file[24:]))
	if format != 1 || channels != 1 || binary.LittleEndian.Uint16(file[34:]) != 16 || rate == 0 {
		return nil, 0, errNotPCM
	}
	samples = file[at:]
	if size := int(binary.LittleEndian.Uint32(file[at-4:])); size < len(samples) {
		samples = samples[:size]
	}
	if len(samples) == 0 {
		return nil, 0, errors.New("it has no sound in it")
	}
	return samples[:len(samples)&^1], rate, nil
}

// appendWAV writes samples of 16-bit PCM, mono, as a WAV file.
func appendWAV(to, samples []byte, rate int) []byte {
	u16, u32 := binary.LittleEndian.AppendUint16, binary.LittleEndian.AppendUint32
	to = u32(append(to, "RIFF"...), uint32(36+len(samples)))
	to = u32(append(to, "WAVEfmt "...), 16)
	to = u16(u16(to, 1), 1)
	to = u32(u32(to, uint32(rate)), uint32(2*rate))
	to = u16(u16(to, 2), 16)
	to = u32(append(to, "data"...), uint32(len(samples)))
	return append(to, samples...)
}
