// Package protocol reads the small files that describe an API: how a request looks, where the content is in what
// comes back, and what ends it. The files are load/protocols/*.json, their schema is load/protocols/schema.ts.
package protocol

import (
	"encoding/json"
	"fmt"
)

// Transport is how requests travel.
type Transport string

// The transports: a plain or chunked HTTP body, server-sent events, a WebSocket.
const (
	HTTP      Transport = "http"
	SSE       Transport = "sse"
	WebSocket Transport = "websocket"
)

// Output is what a service makes, and decides what is measured: see load/definitions.ts.
type Output string

// The outputs: audio is played while it comes, text is read while it comes, items come at once.
const (
	Audio Output = "audio"
	Text  Output = "text"
	Items Output = "items"
)

// Format is how a body is written.
type Format string

// The formats: raw bytes of audio, one JSON or MessagePack document, JSON messages as lines or as server-sent events.
const (
	Bytes   Format = "bytes"
	JSON    Format = "json"
	Msgpack Format = "msgpack"
	Lines   Format = "lines"
	Events  Format = "events"
)

// Spec is one file of load/protocols. A request is a body, or a form, or a clip that is spoken into a socket.
type Spec struct {
	ID         string            `json:"id"`
	Title      string            `json:"title"`
	Transport  Transport         `json:"transport"`
	Method     string            `json:"method"` // POST unless given
	Path       string            `json:"path"`
	Query      map[string]string `json:"query"`
	Headers    map[string]string `json:"headers"`
	Params     map[string]any    `json:"params"` // null: left out of the body unless the workload gives it
	Body       json.RawMessage   `json:"body"`
	BodyFormat Format            `json:"bodyFormat"` // json unless given, or msgpack
	Batch      string            `json:"batch"`      // member of the body whose one element is there for each text of a batch
	Form       []Field           `json:"form"`       // multipart/form-data
	Cancel     json.RawMessage   `json:"cancel"`     // of a socket: the message that calls a request off
	Clip       *ClipSpec         `json:"clip"`       // it is asked with clips, not with texts
	Output     OutputSpec        `json:"output"`
	Messages   *MessageSpec      `json:"messages"`
}

// Field is one part of a form; the one with a file name takes the clip, as a WAV file.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	File  string `json:"file"`
}

// ClipSpec is how the service wants to hear a clip.
type ClipSpec struct {
	SampleRate any      `json:"sampleRate"` // of the 16-bit PCM, mono; may be {{params.x}}
	FrameMs    int      `json:"frameMs"`    // of a socket: length of a binary message
	End        []string `json:"end"`        // of a socket: text messages after the last of the clip
}

// OutputSpec is what comes back; the format of audio may be {{params.x}}.
type OutputSpec struct {
	Kind     Output   `json:"kind"`
	Format   Format   `json:"format"`   // bytes for audio and json for the rest, unless given or by transport
	Statuses []int    `json:"statuses"` // that are success; 200 unless given
	Types    []string `json:"types"`    // prefixes of content types; those that suit the format unless given

	Container  string `json:"container"`
	Encoding   string `json:"encoding"`
	SampleRate any    `json:"sampleRate"`

	Text       Paths     `json:"text"`       // of a JSON document: its words, the first path that is there
	MayBeEmpty bool      `json:"mayBeEmpty"` // no words are an answer too: there may be none in the audio
	Items      string    `json:"items"`      // of a document: the list of what was asked for
	Failures   string    `json:"failures"`   // of a document: the list of items that failed
	Usage      UsageSpec `json:"usage"`
	Headers    struct {
		Queue *HeaderSpec `json:"queue"`
		GPU   *HeaderSpec `json:"gpu"`
	} `json:"headers"`
}

// UsageSpec is where the service tells its tokens, in a document or in any message.
type UsageSpec struct {
	Prompt string `json:"prompt"`
	Output string `json:"output"`
}

// HeaderSpec is a response header with a time.
type HeaderSpec struct {
	Name string `json:"name"`
	Unit string `json:"unit"` // ms, s or us
}

// MessageSpec says how to read JSON messages.
type MessageSpec struct {
	Content struct {
		When Match `json:"when"`
		Path Paths `json:"path"` // base64 of audio, or text: the first that is there and not empty
	} `json:"content"`
	Done  string `json:"done"` // what ends the stream and is no JSON, such as [DONE]
	End   Match  `json:"end"`
	Error struct {
		When    Match    `json:"when"`
		Status  string   `json:"status"`
		Message []string `json:"message"` // the first that is there
	} `json:"error"`
	// Context is the path of the request's id, where a socket may still bring messages of an earlier request.
	Context string `json:"context"`
	// ContextsPerSocket is how many requests may share a socket at one time, a number or {{params.x}}; it needs
	// Context, and without it a socket has one request at a time.
	ContextsPerSocket any `json:"contextsPerSocket"`
}

// Paths are places in a message (gjson); in a file one string, or a list of them.
type Paths []string

// UnmarshalJSON reads a string or a list.
func (p *Paths) UnmarshalJSON(raw []byte) error {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		*p = Paths{one}
		return nil
	}
	return json.Unmarshal(raw, (*[]string)(p))
}

// Match is true for a message whose value at the path is the given string, or, where none is given, is there and
// not null.
type Match struct {
	Path   string  `json:"path"`
	Equals *string `json:"equals"`
}

// Values fill a spec's holes for one run.
type Values struct {
	Params  map[string]any
	APIKey  string
	Headers map[string]string
	Batch   int // texts in one request; 0 is 1
}

func (s *Spec) check() error {
	fail := func(format string, of ...any) error {
		return fmt.Errorf("protocol %s: %s", s.ID, fmt.Sprintf(format, of...))
	}
	switch s.Transport {
	case HTTP, SSE, WebSocket:
	default:
		return fail("unknown transport %q", s.Transport)
	}
	switch s.Output.Kind {
	case Audio, Text, Items:
	default:
		return fail("unknown output %q", s.Output.Kind)
	}
	switch format := s.format(); format {
	case Bytes, JSON, Msgpack, Lines, Events:
		inMessages := format == Lines || format == Events || s.Transport == WebSocket
		if inMessages && s.Messages == nil {
			return fail("a %s protocol needs messages", s.Transport)
		}
	default:
		return fail("unknown format %q", s.Output.Format)
	}
	asked := 0
	for _, there := range []bool{len(s.Body) > 0, len(s.Form) > 0, s.Clip != nil && s.Transport == WebSocket} {
		if there {
			asked++
		}
	}
	if asked == 0 {
		return fail("no body")
	}
	if len(s.Form) > 0 && (asked > 1 || s.Transport == WebSocket) {
		return fail("a form has no body beside it and goes over HTTP")
	}
	return nil
}

// format of what comes back.
func (s *Spec) format() Format {
	switch {
	case s.Transport == SSE:
		return Events
	case s.Output.Format != "":
		return s.Output.Format
	case s.Transport == WebSocket:
		return Lines
	case s.Output.Kind == Audio:
		return Bytes
	}
	return JSON
}

// Streams tells whether the answer comes bit by bit, so that its first content and its gaps mean something.
func (s *Spec) Streams() bool {
	switch s.format() {
	case JSON, Msgpack:
		return false
	}
	return true
}
