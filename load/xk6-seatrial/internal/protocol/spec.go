// Package protocol reads the small files that describe an API: how a request looks, where the audio is in what comes
// back, and which message ends it.
package protocol

import (
	"encoding/json"
	"fmt"
)

// Transport is how requests travel.
type Transport string

// The transports: a plain or chunked HTTP body, server-sent events, a WebSocket with one request at a time.
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

// Spec is one file of load/protocols.
type Spec struct {
	ID        string            `json:"id"`
	Title     string            `json:"title"`
	Transport Transport         `json:"transport"`
	Method    string            `json:"method"`
	Path      string            `json:"path"`
	Query     map[string]string `json:"query"`
	Headers   map[string]string `json:"headers"`
	Params    map[string]any    `json:"params"`
	Body      json.RawMessage   `json:"body"`
	Output    OutputSpec        `json:"output"`
	Messages  *MessageSpec      `json:"messages"`
}

// OutputSpec is what comes back; the format of audio may be {{params.x}}.
type OutputSpec struct {
	Kind       Output `json:"kind"`
	Container  string `json:"container"`
	Encoding   string `json:"encoding"`
	SampleRate any    `json:"sampleRate"`
}

// MessageSpec says how to read JSON messages.
type MessageSpec struct {
	Content struct {
		When Match  `json:"when"`
		Path string `json:"path"` // base64
	} `json:"content"`
	End   Match `json:"end"`
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

// Match is true for a message whose value at the path is the given string.
type Match struct {
	Path   string `json:"path"`
	Equals string `json:"equals"`
}

// Values fill a spec's holes for one run.
type Values struct {
	Params  map[string]any
	APIKey  string
	Headers map[string]string
}

func (s *Spec) check() error {
	switch s.Transport {
	case HTTP:
	case SSE, WebSocket:
		if s.Messages == nil {
			return fmt.Errorf("protocol %s: a %s protocol needs messages", s.ID, s.Transport)
		}
	default:
		return fmt.Errorf("protocol %s: unknown transport %q", s.ID, s.Transport)
	}
	if len(s.Body) == 0 {
		return fmt.Errorf("protocol %s: no body", s.ID)
	}
	return nil
}
