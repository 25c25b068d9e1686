package protocol

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

func prepare(t *testing.T, name, workload string, values Values) ([]Input, error) {
	t.Helper()
	compiled, err := Compile(spec(t, name), "http://h", values)
	if err != nil {
		t.Fatal(err)
	}
	var asked Workload
	if err := json.Unmarshal([]byte(workload), &asked); err != nil {
		return nil, err
	}
	return compiled.PrepareInputs(&asked)
}

func TestTextsAreMadeUpToMeasureAndTheSameEachTime(t *testing.T) {
	const workload = `{"seed":%d,"texts":["Ahoy ⚓",{"characters":40,"count":3},{"characters":1000}]}`
	show := func(seed int) string {
		inputs, err := prepare(t, "openai-chat", fmt.Sprintf(workload, seed), Values{})
		if err != nil {
			t.Fatal(err)
		}
		lengths := map[int]int{}
		for _, input := range inputs {
			lengths[input.Characters]++
		}
		if fmt.Sprint(lengths) != "map[6:1 40:3 1000:1]" {
			t.Errorf("lengths are %v", lengths)
		}
		return fmt.Sprint(inputs)
	}
	if show(7) != show(7) || show(7) == show(8) {
		t.Error("the seed does not decide")
	}
}

func TestABatchTakesAsManyTextsAsItHasRoomFor(t *testing.T) {
	inputs, err := prepare(t, "sie-score", `{"texts":["a","bb","ccc","dddd"]}`, Values{Batch: 2})
	if err != nil || len(inputs) != 2 {
		t.Fatal(inputs, err)
	}
	seen := 0
	for _, input := range inputs {
		seen += input.Characters
	}
	if len(inputs[0].quoted) != 3 || seen < 1+2+3+4 {
		t.Errorf("%v", inputs)
	}
}

func TestClipsOverASocketGoAtTheirPace(t *testing.T) {
	for pace, want := range map[string]string{
		"realtime": "3200@0s 3200@100ms 1600@200ms text done@200ms", "fast": "3200@0s 3200@0s 1600@0s text done@0s",
	} {
		inputs, err := prepare(t, "cartesia-stt-ws", `{"clips":[{"seconds":0.25}],"pace":"`+pace+`"}`, Values{})
		if err != nil || inputs[0].Seconds != 0.25 {
			t.Fatal(inputs, err)
		}
		var parts []string
		for _, part := range inputs[0].parts {
			if part.Binary {
				parts = append(parts, fmt.Sprintf("%d@%v", len(part.Data), part.After))
			} else {
				parts = append(parts, fmt.Sprintf("text %s@%v", part.Data, part.After))
			}
		}
		if got := strings.Join(parts, " "); got != want {
			t.Errorf("%s: %s", pace, got)
		}
	}
}

func TestAClipOfOnesOwn(t *testing.T) {
	wav := appendWAV(nil, bytes.Repeat([]byte{1, 0}, 8000), 16000)
	own := func(file []byte) string {
		return `{"clips":[{"wav":"` + base64.StdEncoding.EncodeToString(file) + `"}]}`
	}
	inputs, err := prepare(t, "openai-transcription", own(wav), Values{})
	if err != nil || inputs[0].Seconds != 0.5 || !bytes.Equal(inputs[0].wav, wav) {
		t.Errorf("%v %v", inputs, err)
	}
	inputs, err = prepare(t, "openai-transcription", own(append(wav, "LIST\x04\x00\x00\x00mine"...)), Values{})
	if err != nil || inputs[0].Seconds != 0.5 {
		t.Errorf("what stands behind the sound is taken for sound: %v %v", inputs, err)
	}
	for want, file := range map[string][]byte{
		"has 8000 samples a second": appendWAV(nil, []byte{1, 0}, 8000),
		"not a WAV file of 16-bit":  []byte("OggS this is something else, and long enough to be read as one"),
		"it has no sound in it":     appendWAV(nil, nil, 16000),
	} {
		if _, err := prepare(t, "openai-transcription", own(file), Values{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}

func TestWhatAProtocolCannotAsk(t *testing.T) {
	for _, c := range []struct{ name, workload, want string }{
		{"openai-chat", `{"clips":[{"seconds":1}]}`, "asked with texts"},
		{"cartesia-stt", `{"texts":["a"]}`, "asked with clips"},
		{"openai-chat", `{"texts":[{"characters":1000000,"count":10000}]}`, "characters of made-up text are more than"},
		{"cartesia-stt", `{"clips":[{"seconds":600,"count":1000}]}`, "seconds of made-up sound are more than"},
		{"openai-chat", `{"texts":[{"count":1}]}`, "a text is a string"},
	} {
		if _, err := prepare(t, c.name, c.workload, Values{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.workload, err)
		}
	}
}
