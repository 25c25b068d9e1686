// Package schedule says when the chunks of an answer are due: a model that is known in advance.
package schedule

import (
	"hash/fnv"
	"math"
	"time"
)

// Model of an answer in chunks.
type Model struct {
	// Chunks of an answer.
	Chunks int
	// Gap between two of them.
	Gap time.Duration
	// Median and Sigma of the lognormal time to the first one.
	Median time.Duration
	Sigma  float64
	// Seed of the draw; the other part is the request's id.
	Seed uint64
}

// First is the time from a request's arrival to its first chunk, in nanoseconds: the same for the same id and seed.
func (m *Model) First(id []byte) int64 {
	hash := fnv.New64a()
	_, _ = hash.Write(id)
	state := hash.Sum64() ^ m.Seed*0x9e3779b97f4a7c15
	// Box-Muller; the first uniform number is never 0.
	u := (float64(mix(state)>>11) + 1) / (1 << 53)
	v := float64(mix(state+0x9e3779b97f4a7c15)>>11) / (1 << 53)
	normal := math.Sqrt(-2*math.Log(u)) * math.Cos(2*math.Pi*v)
	return int64(float64(m.Median) * math.Exp(m.Sigma*normal))
}

// mix is the output function of splitmix64.
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
