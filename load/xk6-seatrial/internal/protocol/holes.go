package protocol

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
)

var hole = regexp.MustCompile(`\{\{\s*([A-Za-z]+)(?:\.([A-Za-z0-9_]+))?\s*\}\}`)

// What is known only when a request is made stays as it is until then.
const (
	textHole      = "{{text}}"
	requestIDHole = "{{requestId}}"
	apiKeyHole    = "{{apiKey}}"
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
			if value == nil {
				return ""
			}
			return fmt.Sprint(value)
		case match == apiKeyHole:
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

// tree fills every string in a JSON document; a member whose parameter is null is left out.
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
		for key, member := range node {
			filled, err := f.tree(member)
			if err != nil {
				return nil, err
			}
			if node[key] = filled; filled == nil && member != nil {
				delete(node, key)
			}
		}
	}
	return node, nil
}

// document reads a JSON document of the spec and fills it.
func (f filler) document(raw json.RawMessage) (any, error) {
	var node any
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	if err := decoder.Decode(&node); err != nil {
		return nil, fmt.Errorf("it is not JSON: %w", err)
	}
	return f.tree(node)
}
