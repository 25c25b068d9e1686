package protocol

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func spec(t *testing.T, name string) *Spec {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("../../../protocols", name))
	if err != nil {
		t.Fatal(err)
	}
	var parsed Spec
	decoder := json.NewDecoder(strings.NewReader(string(raw)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&parsed); err != nil {
		t.Fatal(err)
	}
	return &parsed
}

func TestEveryProtocolCompiles(t *testing.T) {
	files, _ := filepath.Glob("../../../protocols/*.json")
	if len(files) < 3 {
		t.Fatalf("only %d protocols", len(files))
	}
	for _, file := range files {
		compiled, err := Compile(spec(t, filepath.Base(file)), "http://host:5000/base", Values{APIKey: "k"})
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		body := compiled.Body.Append(nil, []byte(`"say \"this\""`), "r1")
		var sent map[string]any
		if err := json.Unmarshal(body, &sent); err != nil || sent["transcript"] != `say "this"` {
			t.Errorf("%s: body is %s", file, body)
		}
	}
}

func TestARequestToCartesia(t *testing.T) {
	compiled, err := Compile(spec(t, "cartesia-ws.json"), "https://tts.example/base/", Values{
		Params: map[string]any{"sampleRate": json.Number("16000"), "model": "sonic-3"}, APIKey: "key",
		Headers: map[string]string{"X-Seatrial-Tags": "a=b"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := compiled.URL.String(); got != "wss://tts.example/base/tts/websocket?cartesia_version=2025-04-16" {
		t.Error(got)
	}
	if compiled.Rate != 32000 || compiled.Header.Get("X-API-Key") != "key" || compiled.Header.Get("X-Seatrial-Tags") != "a=b" {
		t.Errorf("%d %v", compiled.Rate, compiled.Header)
	}
	body := string(compiled.Body.Append(nil, []byte(`"hi"`), "run-7"))
	for _, part := range []string{`"context_id":"run-7"`, `"transcript":"hi"`, `"sample_rate":16000`, `"model_id":"sonic-3"`, `"max_buffer_delay_ms":0`} {
		if !strings.Contains(body, part) {
			t.Errorf("%s is not in %s", part, body)
		}
	}
}

func TestNoKeyNoHeader(t *testing.T) {
	compiled, err := Compile(spec(t, "cartesia-bytes.json"), "http://h", Values{})
	if err != nil || compiled.Header.Values("X-API-Key") != nil {
		t.Errorf("%v %v", err, compiled.Header)
	}
}

func TestBadSpecsAreToldInWords(t *testing.T) {
	good := `{"id":"x","transport":"http","path":"/","body":{"t":"{{text}}"},"output":{"kind":"audio","sampleRate":8000}}`
	for change, want := range map[string]string{
		`"http"|"grpc"`:                         "unknown transport",
		`"http"|"sse"`:                          "needs messages",
		`"{{text}}"|"say {{text}}"`:             "must be a value of its own",
		`"{{text}}"|"{{params.voice}}"`:         `parameter "voice" is not set`,
		`"{{text}}"|"{{secret}}"`:               "unknown placeholder",
		`"sampleRate":8000|"sampleRate":"fast"`: "not a whole number",
	} {
		from, to, _ := strings.Cut(change, "|")
		var parsed Spec
		if err := json.Unmarshal([]byte(strings.Replace(good, from, to, 1)), &parsed); err != nil {
			t.Fatal(err)
		}
		if _, err := Compile(&parsed, "http://h", Values{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", change, err)
		}
	}
}
