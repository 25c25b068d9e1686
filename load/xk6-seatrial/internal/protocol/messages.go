package protocol

import (
	"encoding/base64"

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
}

// Messages reads the messages of one stream after another; not for use by two goroutines.
type Messages struct {
	spec    *MessageSpec
	scratch []byte
}

// NewMessages makes a reader of messages.
func NewMessages(spec *MessageSpec) *Messages { return &Messages{spec: spec} }

// Read understands one message of the request with the given id.
func (m *Messages) Read(raw []byte, requestID string) Message {
	if !gjson.ValidBytes(raw) {
		return Message{Garbage: "message is not JSON: " + shorten(raw)}
	}
	parsed := gjson.ParseBytes(raw)
	if m.spec.Context != "" {
		if of := parsed.Get(m.spec.Context); of.Exists() && of.String() != "" && of.String() != requestID {
			return Message{Foreign: true}
		}
	}
	switch {
	case m.spec.Error.When.in(parsed):
		failure := Message{Failed: true, Status: parsed.Get(m.spec.Error.Status).String()}
		for _, path := range m.spec.Error.Message {
			if words := parsed.Get(path); words.Exists() {
				failure.Text = shorten([]byte(words.String()))
				break
			}
		}
		return failure
	case m.spec.Content.When.in(parsed):
		data := parsed.Get(m.spec.Content.Path)
		if data.Type != gjson.String {
			return Message{Garbage: "audio message without " + m.spec.Content.Path}
		}
		bytes, err := m.decode(data.Str)
		if err != nil {
			return Message{Garbage: "audio is not base64: " + err.Error()}
		}
		return Message{Content: bytes, End: m.spec.End.in(parsed)}
	}
	return Message{End: m.spec.End.in(parsed)}
}

func (m *Messages) decode(data string) (int, error) {
	if need := base64.StdEncoding.DecodedLen(len(data)); cap(m.scratch) < need {
		m.scratch = make([]byte, need)
	}
	return base64.StdEncoding.Decode(m.scratch[:cap(m.scratch)], []byte(data))
}

func (m Match) in(message gjson.Result) bool {
	return m.Path != "" && message.Get(m.Path).String() == m.Equals
}

func shorten(raw []byte) string {
	const most = 200
	if len(raw) > most {
		return string(raw[:most]) + "…"
	}
	return string(raw)
}
