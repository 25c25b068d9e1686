package protocol

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// Protocol is a spec with everything filled in that a run knows.
type Protocol struct {
	Spec    *Spec
	URL     *url.URL
	Header  http.Header
	Format  Format // of what comes back
	Batch   int    // items in one request
	Rate    timeline.BytesPerSecond
	Wrapped bool // the audio starts with a WAV header
	// Contexts is how many requests may share a socket at one time, at least 1.
	Contexts int

	body     *template // nil where a request is nothing but a clip
	cancel   *template // nil where nothing calls a request off
	clipRate int       // samples a second
	clipEnd  []string
	types    []string
}

// Compile fills a spec for one target.
func Compile(spec *Spec, base string, values Values) (*Protocol, error) {
	if err := spec.check(); err != nil {
		return nil, err
	}
	params := maps.Clone(spec.Params)
	if params == nil {
		params = map[string]any{}
	}
	maps.Copy(params, values.Params)
	f := filler{params: params, apiKey: values.APIKey}
	p := &Protocol{Spec: spec, Format: spec.format(), Batch: max(1, values.Batch), Header: http.Header{}}
	for _, step := range []func() error{
		func() (err error) { p.URL, err = f.address(spec, base); return },
		func() error { return f.header(p.Header, spec, values.Headers) },
		func() error { return p.compileRequest(f) },
		func() (err error) { p.Rate, p.Wrapped, err = f.format(spec.Output); return },
		func() (err error) { p.Contexts, err = f.contexts(spec.Messages); return },
	} {
		if err := step(); err != nil {
			return nil, fmt.Errorf("protocol %s: %w", spec.ID, err)
		}
	}
	p.types = spec.types(p.Format)
	return p, nil
}

// Accepts tells whether a status of HTTP is success.
func (p *Protocol) Accepts(status int) bool {
	if len(p.Spec.Output.Statuses) == 0 {
		return status == http.StatusOK
	}
	return slices.Contains(p.Spec.Output.Statuses, status)
}

// Suits tells whether an answer of this content type can be one of the protocol; one that names none may be.
func (p *Protocol) Suits(contentType string) bool {
	if contentType == "" {
		return true
	}
	return slices.ContainsFunc(p.types, func(prefix string) bool {
		return strings.HasPrefix(strings.ToLower(contentType), prefix)
	})
}

// OneShot tells whether a socket is over with its request: the message after a clip ends the session.
func (p *Protocol) OneShot() bool { return len(p.clipEnd) > 0 }

// Types are the content types that suit, as prefixes.
func (p *Protocol) Types() []string { return p.types }

func (s *Spec) types(format Format) []string {
	if len(s.Output.Types) > 0 {
		return s.Output.Types
	}
	return map[Format][]string{
		Bytes:   {"audio/", "application/octet-stream", "binary/octet-stream"},
		JSON:    {"application/json"},
		Msgpack: {"application/msgpack", "application/x-msgpack", "application/vnd.msgpack"},
		Lines:   {"application/x-ndjson", "application/ndjson", "application/jsonl", "application/json"},
		Events:  {"text/event-stream"},
	}[format]
}

func (f filler) address(spec *Spec, base string) (*url.URL, error) {
	address, err := url.Parse(base)
	if err != nil {
		return nil, err
	}
	path, err := f.text(spec.Path)
	if err != nil {
		return nil, err
	}
	address.Path = strings.TrimSuffix(address.Path, "/") + path
	query := address.Query()
	for name, template := range spec.Query {
		value, err := f.text(template)
		if err != nil {
			return nil, err
		}
		if value != "" {
			query.Set(name, value)
		}
	}
	address.RawQuery = query.Encode()
	if spec.Transport == WebSocket {
		address.Scheme = strings.Replace(address.Scheme, "http", "ws", 1)
	}
	return address, nil
}

// header fills the spec's headers, those that come out empty left out; the plan's own go over them.
func (f filler) header(into http.Header, spec *Spec, own map[string]string) error {
	for name, template := range spec.Headers {
		value, err := f.text(template)
		if err != nil {
			return err
		}
		// Nothing but a scheme, as in "Bearer {{apiKey}}" without a key, says nothing.
		if value != "" && !(f.apiKey == "" && strings.Contains(template, apiKeyHole)) {
			into.Set(name, value)
		}
	}
	for name, value := range own {
		into.Set(name, value)
	}
	return nil
}
