package answer

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"seatrial.dev/xk6-seatrial/internal/msgpack"
	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

func compiled(t *testing.T, name string, batch int) *protocol.Protocol {
	t.Helper()
	raw, err := os.ReadFile("../../../protocols/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var spec protocol.Spec
	if err := json.Unmarshal(raw, &spec); err != nil {
		t.Fatal(err)
	}
	p, err := protocol.Compile(&spec, "http://h", protocol.Values{Batch: batch})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// hear reads a body that comes in pieces of so many bytes, and returns what was made of it.
func hear(p *protocol.Protocol, status int, headers, body string, size int) (*timeline.Timeline, int) {
	var line timeline.Timeline
	line.Reset("r", 0)
	head := &http.Response{StatusCode: status, Header: http.Header{}}
	for _, header := range strings.Split(headers, "|") {
		name, value, _ := strings.Cut(header, ": ")
		head.Header.Set(name, value)
	}
	into, content := ForHTTP(p, head, &line), 0
	for rest := []byte(body); len(rest) > 0; rest = rest[min(size, len(rest)):] {
		content += into.Take(rest[:min(size, len(rest))])
	}
	into.Finish()
	return &line, content
}

const (
	sse    = "Content-Type: text/event-stream; charset=utf-8"
	asJSON = "Content-Type: application/json"
	role   = `data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""}}],"usage":null}` + "\n\n"
	hi     = `data: {"choices":[{"index":0,"delta":{"content":"hi"}}],"error":null}` + "\n\n"
	thinks = `data: {"choices":[{"index":0,"delta":{"reasoning_content":"hm","content":null}}]}` + "\r\n\r\n"
	stop   = `data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}` + "\n\n"
	usage  = `data: {"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":9}}` + "\n\n"
	last   = "data: [DONE]\n\n"
	good   = timeline.Outcome("") // the transport settles it as complete
)

func TestWhatAnAnswerMeans(t *testing.T) {
	packed, _ := msgpack.Append(nil, map[string]any{"items": []any{map[string]any{}, map[string]any{}}})
	for _, c := range []struct {
		name, protocol string
		status         int
		headers, body  string
		outcome        timeline.Outcome
		content        int
		words          string
	}{
		{"chat", "openai-chat", 200, sse, role + ": ping\n\n" + thinks + hi + hi + stop + usage + last, good, 3, ""},
		{"chat that does not end", "openai-chat", 200, sse, role + hi + stop, timeline.MissingTerminator, 1, ""},
		{"chat that fails on its way", "openai-chat", 200, sse, role + hi + `data: {"error":{"message":"out of memory","code":null}}` + "\n\n" + last, timeline.HTTPStatus, 1, "error out of memory"},
		{"chat without a word", "openai-chat", 200, sse, role + stop + last, good, 0, ""},
		{"garbage", "openai-chat", 200, sse, hi + "data: {\"choices\":[\n\n", timeline.ProtocolError, 1, "not JSON"},
		{"chat that is a page", "openai-chat", 200, "Content-Type: text/html", "<html>sorry</html>", timeline.WrongType, 0, "text/html, where the protocol has text/event-stream: <"},
		{"completions", "openai-completions", 200, sse, `data: {"choices":[{"text":" a"}]}` + "\n\n" + last, good, 1, ""},
		{"too many requests", "openai-chat", 429, asJSON + "|Retry-After: 7", `{"error":"slow down"}`, timeline.HTTPStatus, 0, "slow down"},
		{"not yet", "sie-encode", 202, asJSON + "|Retry-After: 120", `{"status":"provisioning"}`, timeline.HTTPStatus, 0, "202 {"},
		{"vectors", "openai-embeddings", 200, asJSON, `{"data":[{},{}],"usage":{"prompt_tokens":12}}`, good, 1, ""},
		{"a vector is missing", "openai-embeddings", 200, asJSON, `{"data":[{}]}`, timeline.ProtocolError, 1, "2 items were asked for, the answer has 1"},
		{"half a document", "openai-embeddings", 200, asJSON, `{"data":[{},`, timeline.ProtocolError, 1, "not JSON"},
		{"an item failed", "sie-encode", 200, asJSON, `{"items":[{}],"errors":[{"item_index":1}]}`, timeline.HTTPStatus, 1, "1 of 2 items failed"},
		{"packed vectors", "sie-encode-msgpack", 200, "Content-Type: application/x-msgpack", string(packed), good, 1, ""},
		{"half of the packed", "sie-encode-msgpack", 200, "Content-Type: application/x-msgpack", string(packed[:9]), timeline.ProtocolError, 1, "ends in the middle"},
		{"JSON, where msgpack was asked for", "sie-encode-msgpack", 200, asJSON, `{"items":[{},{}]}`, timeline.WrongType, 0, "application/json, where"},
		{"scores", "sie-score", 200, asJSON, `{"scores":[{"score":1},{"score":0}]}`, good, 1, ""},
		{"transcript", "openai-transcription", 200, asJSON, `{"text":"ahoy","usage":{"input_tokens":30,"output_tokens":2}}`, good, 1, ""},
		{"nothing was said", "cartesia-stt", 200, asJSON, `{"text":"","duration":1}`, good, 1, ""},
		{"no transcript", "cartesia-stt", 200, asJSON, `{"detail":"?"}`, timeline.ProtocolError, 1, "has no text"},
		{"transcript in bits", "openai-transcription-sse", 200, sse, `data: {"type":"transcript.text.delta","delta":"a"}` + "\n\n" + `data: {"type":"transcript.text.done","text":"a"}` + "\n\n", good, 1, ""},
		{"nothing was said, in bits", "openai-transcription-sse", 200, sse, `data: {"type":"transcript.text.done","text":""}` + "\n\n", good, 1, ""},
		{"speech", "openai-speech", 200, "Content-Type: audio/pcm", "abcdef", good, 6, ""},
		{"an error that says 200", "openai-speech", 200, asJSON, `{"error":"no voice"}`, timeline.WrongType, 0, "no voice"},
		{"speech in events", "cartesia-sse", 200, sse, "event: chunk\ndata: {\"type\":\"chunk\",\"data\":\"AAAA\"}\n\ndata: {\"type\":\"done\"}\n\n", good, 3, ""},
		{"an event that is an error", "cartesia-sse", 200, sse, "event: error\ndata: {\"title\":\"full\",\"status_code\":429}\n\n", timeline.HTTPStatus, 0, "429 full"},
	} {
		t.Run(c.name, func(t *testing.T) {
			batch := 1
			if strings.HasPrefix(c.protocol, "sie") || strings.HasSuffix(c.protocol, "embeddings") {
				batch = 2
			}
			p := compiled(t, c.protocol, batch)
			for _, size := range []int{1, 7, 1 << 20} {
				line, content := hear(p, c.status, c.headers, c.body, size)
				if line.Outcome != c.outcome || content != c.content || size > 7 && !strings.Contains(line.Message, c.words) {
					t.Errorf("in pieces of %d: %q with %d (%s)", size, line.Outcome, content, line.Message)
				}
			}
		})
	}
}

func TestWhatTheServiceCounts(t *testing.T) {
	line, _ := hear(compiled(t, "openai-chat", 1), 200, sse, role+hi+usage+last, 50)
	if line.PromptTokens != 5 || line.OutputTokens != 9 {
		t.Errorf("%d and %d tokens", line.PromptTokens, line.OutputTokens)
	}
	line, _ = hear(compiled(t, "sie-encode", 3), 200, asJSON+"|X-Queue-Time: 1.5|X-Inference-Time: 20.0", `{"items":[1,2,3]}`, 50)
	if line.Items != 3 || line.QueueNanos != 1_500_000 || line.GPUNanos != 20_000_000 {
		t.Errorf("%d items, %d in the queue, %d at the GPU", line.Items, line.QueueNanos, line.GPUNanos)
	}
	line, _ = hear(compiled(t, "sie-encode", 1), 200, asJSON+"|X-Queue-Time: soon", `{"items":[1]}`, 50)
	if line.QueueNanos != 0 {
		t.Error("a time that is no number is taken as one")
	}
}

func TestSpeechIntoASocket(t *testing.T) {
	p := compiled(t, "cartesia-stt-ws", 1)
	var line timeline.Timeline
	line.Reset("r", 0)
	into, heard := ForSocket(p, &line), ""
	for _, message := range []string{
		`{"type":"transcript","text":"","is_final":false}`, `{"type":"transcript","text":"aho","is_final":false}`,
		`{"type":"transcript","text":"ahoy","is_final":true}`, `{"type":"done"}`,
	} {
		content, done := into.Message([]byte(message), false)
		heard += map[int]string{0: ".", 1: "!"}[content]
		if done {
			heard += "|"
		}
	}
	if heard != ".!!.|" || line.Outcome != "" {
		t.Errorf("%s %s", heard, line.Outcome)
	}
	if _, done := into.Message([]byte{1, 2}, true); !done || line.Outcome != timeline.ProtocolError {
		t.Errorf("a binary message is taken as %s", line.Outcome)
	}
}

func TestLines(t *testing.T) {
	var spec protocol.Spec
	_ = json.Unmarshal([]byte(`{"id":"lines","transport":"http","path":"/","body":{},
		"output":{"kind":"text","format":"lines"},"messages":{"content":{"path":"say"}}}`), &spec)
	p, err := protocol.Compile(&spec, "http://h", protocol.Values{})
	if err != nil {
		t.Fatal(err)
	}
	head := "Content-Type: application/x-ndjson"
	line, content := hear(p, 200, head, `{"say":"a"}`+"\n\n"+`{"say":"b"}`+"\n"+`{"over":true}`, 5)
	if content != 2 || line.Outcome != "" {
		t.Errorf("%d %s (%s)", content, line.Outcome, line.Message)
	}
	if line, _ = hear(p, 200, head, `{"say":"a"}`+"\n"+`{"say":`, 5); line.Outcome != timeline.ProtocolError {
		t.Errorf("half a line is %s", line.Outcome)
	}
}

func TestRetryAfter(t *testing.T) {
	at := time.Now().Add(90 * time.Second).UTC().Format(http.TimeFormat)
	if got := time.Duration(RetryAfter(at)); got < 88*time.Second || got > 90*time.Second {
		t.Errorf("%s is %v", at, got)
	}
	for header, want := range map[string]time.Duration{"3": 3 * time.Second, "": 0, "-1": 0, "later": 0, "Mon, 02 Jan 2006 15:04:05 GMT": 0} {
		if got := time.Duration(RetryAfter(header)); got != want {
			t.Errorf("%q is %v", header, got)
		}
	}
}
