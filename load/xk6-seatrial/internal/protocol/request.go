package protocol

import (
	"errors"
	"fmt"
	"strings"
)

// boundary of forms: long enough that no clip or text has it in it.
const boundary = "seatrial-9f2c61d04b7e4e1c8a35d7f06b12ce98"

// compileRequest fills what goes out.
func (p *Protocol) compileRequest(f filler) (err error) {
	spec := p.Spec
	contentType := ""
	switch {
	case len(spec.Form) > 0:
		contentType = "multipart/form-data; boundary=" + boundary
		p.body, err = f.form(spec.Form)
	case spec.BodyFormat == Msgpack:
		contentType = "application/msgpack"
		p.body, err = p.compileBody(f, cutMsgpack)
	case len(spec.Body) > 0:
		contentType = "application/json"
		p.body, err = p.compileBody(f, cutJSON)
	}
	if err != nil {
		return fmt.Errorf("body: %w", err)
	}
	if spec.Transport != WebSocket && p.Header.Get("Content-Type") == "" {
		p.Header.Set("Content-Type", contentType)
	}
	if p.Batch > 1 && spec.Batch == "" {
		return fmt.Errorf("it takes one text in a request, not a batch of %d", p.Batch)
	}
	if len(spec.Cancel) > 0 {
		document, err := f.document(spec.Cancel)
		if err == nil {
			p.cancel, err = cutJSON(document)
		}
		if err != nil {
			return fmt.Errorf("cancel: %w", err)
		}
	}
	return p.compileClip(f)
}

func (p *Protocol) compileBody(f filler, cut func(any) (*template, error)) (*template, error) {
	document, err := f.document(p.Spec.Body)
	if err != nil {
		return nil, err
	}
	if p.Spec.Batch != "" {
		members, _ := document.(map[string]any)
		element, _ := members[p.Spec.Batch].([]any)
		if len(element) != 1 {
			return nil, fmt.Errorf("the batch %q is no list of one element", p.Spec.Batch)
		}
		for range p.Batch - 1 {
			element = append(element, element[0])
		}
		members[p.Spec.Batch] = element
	}
	return cut(document)
}

func (p *Protocol) compileClip(f filler) (err error) {
	spec := p.Spec.Clip
	if spec == nil {
		return nil
	}
	if p.clipRate, err = f.hertz(spec.SampleRate); err != nil {
		return fmt.Errorf("clip: %w", err)
	}
	if p.Spec.Transport == WebSocket && spec.FrameMs <= 0 {
		return errors.New("clip: a socket needs frameMs")
	}
	for _, words := range spec.End {
		filled, err := f.text(words)
		if err != nil {
			return fmt.Errorf("clip: %w", err)
		}
		p.clipEnd = append(p.clipEnd, filled)
	}
	return nil
}

// form makes the template of multipart/form-data.
func (f filler) form(fields []Field) (*template, error) {
	var written strings.Builder
	for _, field := range fields {
		head := fmt.Sprintf("--%s\r\nContent-Disposition: form-data; name=%q", boundary, field.Name)
		if field.File != "" {
			fmt.Fprintf(&written, "%s; filename=%q\r\nContent-Type: audio/wav\r\n\r\n%s\r\n", head, field.File, clipHole)
			continue
		}
		value, err := f.value(field.Value)
		if err != nil {
			return nil, err
		}
		if value != nil {
			fmt.Fprintf(&written, "%s\r\n\r\n%v\r\n", head, value)
		}
	}
	fmt.Fprintf(&written, "--%s--\r\n", boundary)
	marks := map[string]string{textHole: textHole, requestIDHole: requestIDHole, clipHole: clipHole}
	return cut([]byte(written.String()), Bytes, marks), nil
}
