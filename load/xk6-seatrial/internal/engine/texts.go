package engine

import (
	"encoding/json"
	"math/rand/v2"
	"unicode/utf8"
)

// text is one of the workload's, ready to be put into a body.
type text struct {
	quoted     []byte
	characters int
}

// prepare brings the texts in their seeded order.
func prepare(texts []string, seed uint64) ([]text, error) {
	prepared := make([]text, 0, len(texts))
	for _, i := range rand.New(rand.NewPCG(seed, 0)).Perm(len(texts)) {
		quoted, err := json.Marshal(texts[i])
		if err != nil {
			return nil, err
		}
		prepared = append(prepared, text{quoted, utf8.RuneCountInString(texts[i])})
	}
	return prepared, nil
}
