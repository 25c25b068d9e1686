package protocol

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
)

// makeSound makes up 16-bit mono PCM with the rhythm and the pitch of speech and no words in it: syllables of voiced
// sound with formants, hisses between them, and pauses. A recogniser has to work on it; what it hears means nothing.
func makeSound(chance *rand.Rand, seconds float64, rate int) []byte {
	total := max(1, int(seconds*float64(rate)))
	pcm := make([]byte, 0, 2*total)
	pitch := 90 + 120*chance.Float64()
	phase := 0.0
	for len(pcm) < 2*total {
		left := int((0.08 + 0.2*chance.Float64()) * float64(rate))
		kind := chance.Float64()
		formants := [3]float64{300 + 500*chance.Float64(), 900 + 1400*chance.Float64(), 2300 + 900*chance.Float64()}
		tone := pitch * (0.85 + 0.3*chance.Float64())
		var loud []float64
		for hertz := tone; len(loud) < 20 && hertz < float64(rate)/2; hertz += tone {
			loud = append(loud, loudness(hertz, formants))
		}
		for at := 0; at < left && len(pcm) < 2*total; at++ {
			swell := math.Sin(math.Pi * float64(at) / float64(left))
			value := 0.0
			switch {
			case kind < 0.65: // a vowel
				phase += tone / float64(rate)
				for i, amplitude := range loud {
					value += amplitude * math.Sin(2*math.Pi*float64(i+1)*phase)
				}
				value *= swell
			case kind < 0.85: // a hiss
				value = 0.15 * swell * (2*chance.Float64() - 1)
			}
			value += 0.002 * (2*chance.Float64() - 1)
			pcm = binary.LittleEndian.AppendUint16(pcm, uint16(int16(12_000*max(-2, min(2, value)))))
		}
	}
	return pcm
}

// loudness of a harmonic: near a formant it is loud.
func loudness(hertz float64, formants [3]float64) float64 {
	sum := 0.0
	for i, formant := range formants {
		off := (hertz - formant) / 120
		sum += 1 / (1 + off*off) / float64(i+1)
	}
	return sum
}
