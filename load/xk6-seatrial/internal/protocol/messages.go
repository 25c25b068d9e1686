package protocol

import (
	"encoding/base64"
	"strings"
	"unsafe"

	"github.com/tidwall/gjson"
)

// Message is what one JSON message of a stream means.
type Message struct {
	Content int    // bytes of decoded audio, or 1 for an event with text
	End     bool   // the stream is complete
	Failed  bool   // the service says that it failed
	Status  string // its status then, if it names one
	Text    string // its words
	Foreign bool   // belongs to an earlier request
	Garbage string // why it cannot be understood
	Usage   Usage
}

// Usage is what the service counts; zero where it does not say.
type Usage struct{ Prompt, Output int }

// Messages reads the messages of one stream after another; not for use by two goroutines.
type Messages struct {
	spec    *MessageSpec
	audio   bool
	usage   UsageSpec
	scratch []byte
}

// NewMessages makes a reader of messages.
func NewMessages(spec *Spec) *Messages {
	return &Messages{spec: spec.Messages, audio: spec.Output.Kind == Audio, usage: spec.Output.Usage}
}

// get looks a place up. Most messages of a stream have nothing there, and that is found out without reading them: the
// last name of the path is not among their bytes.
func get(message gjson.Result, path string) gjson.Result {
	name := path[strings.LastIndexByte(path, '.')+1:]
	if strings.ContainsAny(name, `#@|*?\`) || strings.Contains(message.Raw, name) {
		return message.Get(path)
	}
	return gjson.Result{}
}

// Read understands one message of the request with the given id. It keeps nothing of raw.
func (m *Messages) Read(raw []byte, requestID string) Message {
	if m.spec.Done != "" && string(raw) == m.spec.Done {
		return Message{End: true}
	}
	if !gjson.ValidBytes(raw) {
		return Message{Garbage: "message is not JSON: " + shorten(raw)}
	}
	parsed := gjson.Parse(unsafe.String(unsafe.SliceData(raw), len(raw)))
	if m.spec.Context != "" {
		if of := get(parsed, m.spec.Context); of.Exists() && of.String() != "" && of.String() != requestID {
			return Message{Foreign: true}
		}
	}
	if m.spec.Error.When.in(parsed) {
		return m.failure(parsed)
	}
	message := Message{End: m.spec.End.in(parsed), Usage: m.usage.in(parsed)}
	if when := m.spec.Content.When; when.Path == "" || when.in(parsed) {
		message.Content, message.Garbage = m.content(parsed, when.Path != "")
	}
	return message
}

// Failure reads a message that is known to tell of a failure.
func (m *Messages) Failure(raw []byte) Message {
	if !gjson.ValidBytes(raw) {
		return Message{Failed: true, Text: shorten(raw)}
	}
	return m.failure(gjson.ParseBytes(raw))
}

func (m *Messages) failure(parsed gjson.Result) Message {
	failure := Message{Failed: true}
	if m.spec.Error.Status != "" {
		failure.Status = strings.Clone(parsed.Get(m.spec.Error.Status).String())
	}
	for _, path := range m.spec.Error.Message {
		if words := parsed.Get(path); words.Exists() {
			failure.Text = shorten([]byte(words.String()))
			break
		}
	}
	return failure
}

// content is what a message brings: the first of its places that is there. Audio that should be there and is not is
// garbage; text may come empty.
func (m *Messages) content(parsed gjson.Result, wanted bool) (content int, garbage string) {
	for _, path := range m.spec.Content.Path {
		data := get(parsed, path)
		switch {
		case data.Type != gjson.String:
			continue
		case !m.audio && data.Str != "":
			return 1, ""
		case m.audio:
			bytes, err := m.decode(data.Str)
			if err != nil {
				return 0, "audio is not base64: " + err.Error()
			}
			return bytes, ""
		}
	}
	if m.audio && wanted {
		return 0, "audio message without " + strings.Join(m.spec.Content.Path, " or ")
	}
	return 0, ""
}

func (m *Messages) decode(data string) (int, error) {
	if need := base64.StdEncoding.DecodedLen(len(data)); cap(m.scratch) < need {
		m.scratch = make([]byte, need)
	}
	return base64.StdEncoding.Decode(m.scratch[:cap(m.scratch)], unsafe.Slice(unsafe.StringData(data), len(data)))
}

func (u UsageSpec) in(message gjson.Result) (usage Usage) {
	if u.Prompt != "" {
		usage.Prompt = int(get(message, u.Prompt).Int())
	}
	if u.Output != "" {
		usage.Output = int(get(message, u.Output).Int())
	}
	return usage
}

func (m Match) in(message gjson.Result) bool {
	if m.Path == "" {
		return false
	}
	value := get(message, m.Path)
	if m.Equals == nil {
		return value.Exists() && value.Type != gjson.Null
	}
	return value.String() == *m.Equals
}

func shorten(raw []byte) string {
	const most = 200
	if len(raw) > most {
		return string(raw[:most]) + "…"
	}
	return string(raw)
}
