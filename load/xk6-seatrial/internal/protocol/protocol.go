package protocol

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// Protocol is a spec with everything filled in that a run knows.
type Protocol struct {
	Spec    *Spec
	URL     *url.URL
	Header  http.Header
	Body    *Body
	Rate    timeline.BytesPerSecond
	Wrapped bool // the audio starts with a WAV header
	// Contexts is how many requests may share a socket at one time, at least 1.
	Contexts int
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
	fail := func(err error) (*Protocol, error) { return nil, fmt.Errorf("protocol %s: %w", spec.ID, err) }

	address, err := f.address(spec, base)
	if err != nil {
		return fail(err)
	}
	header := http.Header{}
	for name, template := range spec.Headers {
		value, err := f.text(template)
		if err != nil {
			return fail(err)
		}
		if value != "" {
			header.Set(name, value)
		}
	}
	for name, value := range values.Headers {
		header.Set(name, value)
	}
	body, err := compileBody(spec.Body, f)
	if err != nil {
		return fail(err)
	}
	rate, wrapped, err := f.format(spec.Output)
	if err != nil {
		return fail(err)
	}
	contexts, err := f.contexts(spec.Messages)
	if err != nil {
		return fail(err)
	}
	return &Protocol{
		Spec: spec, URL: address, Header: header, Body: body, Rate: rate, Wrapped: wrapped, Contexts: contexts,
	}, nil
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
		query.Set(name, value)
	}
	address.RawQuery = query.Encode()
	if spec.Transport == WebSocket {
		address.Scheme = strings.Replace(address.Scheme, "http", "ws", 1)
	}
	return address, nil
}

var sampleBytes = map[string]int{
	"pcm_f32le": 4, "pcm_s16le": 2, "pcm16": 2, "pcm": 2, "pcm_mulaw": 1, "pcm_alaw": 1, "ulaw": 1,
}

// format gives the bytes of one second; zero for encodings where bytes do not tell the time.
func (f filler) format(audio OutputSpec) (rate timeline.BytesPerSecond, wrapped bool, err error) {
	container, err := f.text(audio.Container)
	if err != nil {
		return 0, false, err
	}
	encoding, err := f.text(audio.Encoding)
	if err != nil {
		return 0, false, err
	}
	hertz, err := f.text(fmt.Sprint(audio.SampleRate))
	if err != nil {
		return 0, false, err
	}
	samples, err := strconv.Atoi(hertz)
	if err != nil || samples <= 0 {
		return 0, false, fmt.Errorf("sample rate %q is not a whole number above zero", hertz)
	}
	return timeline.BytesPerSecond(samples * sampleBytes[encoding]), container == "wav", nil
}
