package protocol

import (
	"encoding/json"
	"fmt"
)

// Workload is the part of a plan that says what is asked for (loadWorkloadSchema in load/plan.ts).
type Workload struct {
	Texts  []TextSource   `json:"texts"`
	Clips  []ClipSource   `json:"clips"`
	Batch  int            `json:"batch"`
	Pace   string         `json:"pace"` // of a clip over a socket: fast, or realtime
	Seed   uint64         `json:"seed"`
	Params map[string]any `json:"params"`
}

// Made-up inputs beyond these would take the memory and the time of the load itself.
const (
	madeCharactersMost = 64 << 20
	madeSecondsMost    = 1800
)

func (w *Workload) check() error {
	characters, seconds := 0, 0.0
	for _, source := range w.Texts {
		characters += source.Characters * source.Count
	}
	for _, source := range w.Clips {
		seconds += source.Seconds * float64(max(1, source.Count))
	}
	switch {
	case characters > madeCharactersMost:
		return fmt.Errorf("%d characters of made-up text are more than %d", characters, madeCharactersMost)
	case seconds > madeSecondsMost:
		return fmt.Errorf("%g seconds of made-up sound are more than %d", seconds, madeSecondsMost)
	}
	return nil
}

// TextSource is a text, or texts to be made up.
type TextSource struct {
	Text       string
	Characters int
	Count      int
}

// UnmarshalJSON reads a string, or {"characters": 400, "count": 20}.
func (t *TextSource) UnmarshalJSON(raw []byte) error {
	if json.Unmarshal(raw, &t.Text) == nil {
		return nil
	}
	var made struct{ Characters, Count int }
	if err := json.Unmarshal(raw, &made); err != nil || made.Characters <= 0 {
		return fmt.Errorf("a text is a string, or has characters: %s", shorten(raw))
	}
	t.Characters, t.Count = made.Characters, max(1, made.Count)
	return nil
}

// ClipSource is a clip as a WAV file, or clips to be made up.
type ClipSource struct {
	WAV     []byte  `json:"wav"`
	Seconds float64 `json:"seconds"`
	Count   int     `json:"count"`
}
