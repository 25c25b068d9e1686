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
	raw, err := os.ReadFile(filepath.Join("../../../protocols", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, string(raw))
}

func parse(t *testing.T, text string) *Spec {
	t.Helper()
	var parsed Spec
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&parsed); err != nil {
		t.Fatal(err)
	}
	return &parsed
}

// ask compiles a protocol and fills its first request.
func ask(t *testing.T, spec *Spec, values Values, workload string) (*Protocol, *Send) {
	t.Helper()
	compiled, err := Compile(spec, "https://host.example/base/", values)
	if err != nil {
		t.Fatal(err)
	}
	var asked Workload
	if err := json.Unmarshal([]byte(workload), &asked); err != nil {
		t.Fatal(err)
	}
	inputs, err := compiled.PrepareInputs(&asked)
	if err != nil {
		t.Fatal(err)
	}
	var send Send
	compiled.Fill(&send, &inputs[0], "run-7")
	return compiled, &send
}

func TestARequestToCartesia(t *testing.T) {
	compiled, send := ask(t, spec(t, "cartesia-ws"), Values{
		Params: map[string]any{"sampleRate": json.Number("16000"), "model": "sonic-3"}, APIKey: "key",
		Headers: map[string]string{"X-Seatrial-Tags": "a=b"},
	}, `{"texts":["say \"this\""]}`)
	if got := compiled.URL.String(); got != "wss://host.example/base/tts/websocket?cartesia_version=2025-04-16" {
		t.Error(got)
	}
	if compiled.Rate != 32000 || compiled.Header.Get("X-API-Key") != "key" || compiled.Header.Get("X-Seatrial-Tags") != "a=b" {
		t.Errorf("%d %v", compiled.Rate, compiled.Header)
	}
	for _, part := range []string{
		`"context_id":"run-7"`, `"transcript":"say \"this\""`, `"sample_rate":16000`, `"model_id":"sonic-3"`,
	} {
		if !strings.Contains(string(send.Body), part) {
			t.Errorf("%s is not in %s", part, send.Body)
		}
	}
	if string(send.Cancel) != `{"cancel":true,"context_id":"run-7"}` {
		t.Errorf("called off by %s", send.Cancel)
	}
}

func TestNoKeyNoHeader(t *testing.T) {
	for _, name := range []string{"cartesia-bytes", "openai-chat"} {
		compiled, err := Compile(spec(t, name), "http://h", Values{})
		if err != nil || compiled.Header.Get("X-API-Key")+compiled.Header.Get("Authorization") != "" {
			t.Errorf("%v %v", err, compiled.Header)
		}
	}
}

func TestBadSpecsAreToldInWords(t *testing.T) {
	good := `{"id":"x","transport":"http","path":"/","body":{"t":"{{text}}","list":["a","b"]},"output":{"kind":"audio","sampleRate":8000}}`
	for change, want := range map[string]string{
		`"http"|"grpc"`:                              "unknown transport",
		`"http"|"sse"`:                               "needs messages",
		`"http"|"websocket"`:                         "needs messages",
		`"audio"|"smell"`:                            "unknown output",
		`"kind"|"format":"xml","kind"`:               "unknown format",
		`"kind"|"encoding":"pcm_s16","kind"`:         `"pcm_s16" is not known`,
		`"{{text}}"|"say {{text}}"`:                  "must be a value of its own",
		`"{{text}}"|"{{params.voice}}"`:              `parameter "voice" is not set`,
		`"{{text}}"|"{{secret}}"`:                    "unknown placeholder",
		`"sampleRate":8000|"sampleRate":"fast"`:      "not a whole number",
		`"path"|"batch":"list","path"`:               "no list of one element",
		`"body":{"t":"{{text}}","list":["a","b"]},|`: "no body",
		`"path"|"form":[{"name":"a"}],"path"`:        "a form has no body beside it",
	} {
		from, to, _ := strings.Cut(change, "|")
		var parsed Spec
		if err := json.Unmarshal([]byte(strings.Replace(good, from, to, 1)), &parsed); err != nil {
			t.Fatal(change, err)
		}
		if _, err := Compile(&parsed, "http://h", Values{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", change, err)
		}
	}
	if _, err := Compile(parse(t, good), "http://h", Values{Batch: 2}); err == nil || !strings.Contains(err.Error(), "one text") {
		t.Error(err)
	}
}
