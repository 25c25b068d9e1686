package guard

import (
	"bytes"
	"math"
	"strconv"
)

// sample is one line of a Prometheus text exposition.
type sample struct {
	series string // its labels as written: what tells it from the others
	value  float64
}

// samplesOf finds the samples of a metric with these labels in a Prometheus or OpenMetrics text. A value that is not
// a number counts as none: it says nothing.
func samplesOf(text []byte, metric string, labels map[string]string) (found []sample) {
	for len(text) > 0 {
		var line []byte
		line, text, _ = bytes.Cut(text, []byte("\n"))
		rest, ok := bytes.CutPrefix(line, []byte(metric))
		if !ok || len(rest) == 0 || (rest[0] != '{' && rest[0] != ' ' && rest[0] != '\t') {
			continue
		}
		own, rest := cutLabels(rest)
		if !match(own, labels) {
			continue
		}
		fields := bytes.Fields(rest)
		if len(fields) == 0 {
			continue
		}
		value, err := strconv.ParseFloat(string(fields[0]), 64)
		if err == nil && !math.IsNaN(value) {
			found = append(found, sample{series: string(own), value: value})
		}
	}
	return found
}

// cutLabels takes {…} off the front; a brace within quotes ends nothing.
func cutLabels(rest []byte) (labels, value []byte) {
	if rest[0] != '{' {
		return nil, rest
	}
	quoted := false
	for i := 1; i < len(rest); i++ {
		switch {
		case rest[i] == '\\' && quoted:
			i++
		case rest[i] == '"':
			quoted = !quoted
		case rest[i] == '}' && !quoted:
			return rest[1:i], rest[i+1:]
		}
	}
	return nil, nil
}

func match(own []byte, wanted map[string]string) bool {
	if len(wanted) == 0 {
		return true
	}
	matched := 0
	for len(own) > 0 {
		name, rest, ok := bytes.Cut(bytes.TrimLeft(own, ", "), []byte("="))
		if !ok {
			break
		}
		value, after, ok := unquote(rest)
		if !ok {
			break
		}
		if is, asked := wanted[string(bytes.TrimSpace(name))]; asked {
			if is != value {
				return false
			}
			matched++
		}
		own = after
	}
	return matched == len(wanted)
}

func unquote(text []byte) (value string, rest []byte, ok bool) {
	if len(text) == 0 || text[0] != '"' {
		return "", nil, false
	}
	var plain []byte
	for i := 1; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			return string(plain), text[i+1:], true
		case c == '\\' && i+1 < len(text):
			i++
			if text[i] == 'n' {
				plain = append(plain, '\n')
			} else {
				plain = append(plain, text[i])
			}
		default:
			plain = append(plain, c)
		}
	}
	return "", nil, false
}
