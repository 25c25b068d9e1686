package protocol

import (
	"fmt"
	"strconv"

	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// sampleBytes are the bytes of one sample; zero where bytes do not tell the time.
var sampleBytes = map[string]int{
	"pcm_f32le": 4, "pcm_s16le": 2, "pcm16": 2, "pcm": 2, "wav": 2, "pcm_mulaw": 1, "pcm_alaw": 1, "ulaw": 1, "alaw": 1,
	"mp3": 0, "opus": 0, "aac": 0, "flac": 0, "": 0,
}

// format gives the bytes of one second; zero for encodings where bytes do not tell the time.
func (f filler) format(output OutputSpec) (rate timeline.BytesPerSecond, wrapped bool, err error) {
	if output.Kind != Audio {
		return 0, false, nil
	}
	container, err := f.text(output.Container)
	if err != nil {
		return 0, false, err
	}
	encoding, err := f.text(output.Encoding)
	if err != nil {
		return 0, false, err
	}
	width, known := sampleBytes[encoding]
	if !known {
		return 0, false, fmt.Errorf("encoding %q is not known: its bytes tell no time", encoding)
	}
	samples, err := f.hertz(output.SampleRate)
	if err != nil {
		return 0, false, err
	}
	return timeline.BytesPerSecond(samples * width), container == "wav", nil
}

// hertz reads a sample rate: a number, or {{params.x}}.
func (f filler) hertz(rate any) (int, error) {
	filled, err := f.text(fmt.Sprint(rate))
	if err != nil {
		return 0, err
	}
	samples, err := strconv.Atoi(filled)
	if err != nil || samples <= 0 {
		return 0, fmt.Errorf("sample rate %q is not a whole number above zero", filled)
	}
	return samples, nil
}
