package protocol

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

var hole = regexp.MustCompile(`\{\{\s*([A-Za-z]+)(?:\.([A-Za-z0-9_]+))?\s*\}\}`)

// What is known only when a request is made stays as it is until then.
const (
	textHole      = "{{text}}"
	requestIDHole = "{{requestId}}"
)

type filler struct {
	params map[string]any
	apiKey string
}

// value fills one string; a string that is nothing but {{params.x}} takes the parameter's type.
func (f filler) value(template string) (any, error) {
	if whole := hole.FindStringSubmatch(template); whole != nil && whole[0] == template && whole[1] == "params" {
		return f.param(whole[2])
	}
	return f.text(template)
}

func (f filler) text(template string) (string, error) {
	var failed error
	filled := hole.ReplaceAllStringFunc(template, func(match string) string {
		parts := hole.FindStringSubmatch(match)
		switch {
		case parts[1] == "params":
			value, err := f.param(parts[2])
			if err != nil {
				failed = err
			}
			return fmt.Sprint(value)
		case match == "{{apiKey}}":
			return f.apiKey
		case match == textHole || match == requestIDHole:
			return match
		}
		failed = fmt.Errorf("unknown placeholder %s", match)
		return ""
	})
	return filled, failed
}

func (f filler) param(name string) (any, error) {
	value, ok := f.params[name]
	if !ok {
		return nil, fmt.Errorf("parameter %q is not set", name)
	}
	return value, nil
}

// tree fills every string in a JSON document.
func (f filler) tree(node any) (any, error) {
	var err error
	switch node := node.(type) {
	case string:
		return f.value(node)
	case []any:
		for i := range node {
			if node[i], err = f.tree(node[i]); err != nil {
				return nil, err
			}
		}
	case map[string]any:
		for key := range node {
			if node[key], err = f.tree(node[key]); err != nil {
				return nil, err
			}
		}
	}
	return node, nil
}

// Body is a request's body with the text and the id still missing.
type Body struct{ parts [][]byte }

// compileBody fills what a run knows and cuts the document at the remaining holes.
func compileBody(document json.RawMessage, f filler) (*Body, error) {
	var node any
	decoder := json.NewDecoder(bytes.NewReader(document))
	decoder.UseNumber()
	if err := decoder.Decode(&node); err != nil {
		return nil, fmt.Errorf("body is not JSON: %w", err)
	}
	node, err := f.tree(node)
	if err != nil {
		return nil, fmt.Errorf("body: %w", err)
	}
	filled, err := json.Marshal(node)
	if err != nil {
		return nil, fmt.Errorf("body: %w", err)
	}
	var body Body
	rest := string(filled)
	for rest != "" {
		text, id := strings.Index(rest, `"`+textHole+`"`), strings.Index(rest, requestIDHole)
		switch {
		case text >= 0 && (id < 0 || text < id):
			body.parts = append(body.parts, []byte(rest[:text]), []byte(textHole))
			rest = rest[text+len(textHole)+2:]
		case id >= 0:
			body.parts = append(body.parts, []byte(rest[:id]), []byte(requestIDHole))
			rest = rest[id+len(requestIDHole):]
		default:
			body.parts = append(body.parts, []byte(rest))
			rest = ""
		}
	}
	if bytes.Contains(bytes.Join(body.literals(), nil), []byte(textHole)) {
		return nil, fmt.Errorf("body: %s must be a value of its own", textHole)
	}
	return &body, nil
}

func (b *Body) literals() (literals [][]byte) {
	for i := 0; i < len(b.parts); i += 2 {
		literals = append(literals, b.parts[i])
	}
	return literals
}

// Append writes the body of one request; the text is a JSON string already, with its quotes.
func (b *Body) Append(to []byte, quotedText []byte, requestID string) []byte {
	for i, part := range b.parts {
		switch {
		case i%2 == 0:
			to = append(to, part...)
		case string(part) == textHole:
			to = append(to, quotedText...)
		default:
			to = append(to, requestID...)
		}
	}
	return to
}
