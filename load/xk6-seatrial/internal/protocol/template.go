package protocol

import (
	"bytes"
	"encoding/json"
	"errors"

	"seatrial.dev/xk6-seatrial/internal/msgpack"
)

// template is what goes out, with what only the request knows still missing.
type template struct {
	pieces []piece
	texts  int
	bytes  Format // how a text is written into it
}

type piece struct {
	hole    string // of a literal empty
	literal []byte
}

// clipHole marks where a form takes the clip; no spec can write it.
const clipHole = "\x00clip\x00"

// cutJSON makes the template of a filled document.
func cutJSON(document any) (*template, error) {
	raw, err := json.Marshal(document)
	if err != nil {
		return nil, err
	}
	made := cut(raw, JSON, map[string]string{`"` + textHole + `"`: textHole, requestIDHole: requestIDHole})
	return made, made.check()
}

// cutMsgpack makes the template of a filled document.
func cutMsgpack(document any) (*template, error) {
	raw, err := msgpack.Append(nil, document)
	if err != nil {
		return nil, err
	}
	marks := map[string]string{}
	for _, hole := range []string{textHole, requestIDHole} {
		marks[string(msgpack.AppendString(nil, hole))] = hole
	}
	made := cut(raw, Msgpack, marks)
	return made, made.check()
}

// cut takes the bytes apart at their marks.
func cut(raw []byte, format Format, marks map[string]string) *template {
	made := &template{bytes: format}
	for len(raw) > 0 {
		at, mark := len(raw), ""
		for candidate := range marks {
			if i := bytes.Index(raw, []byte(candidate)); i >= 0 && i < at {
				at, mark = i, candidate
			}
		}
		if at > 0 {
			made.pieces = append(made.pieces, piece{literal: raw[:at]})
		}
		if mark != "" {
			made.pieces = append(made.pieces, piece{hole: marks[mark]})
			if marks[mark] == textHole {
				made.texts++
			}
		}
		raw = raw[at+len(mark):]
	}
	return made
}

func (t *template) check() error {
	for _, one := range t.pieces {
		if bytes.Contains(one.literal, []byte(textHole)) {
			return errors.New(textHole + " must be a value of its own")
		}
		if bytes.Contains(one.literal, []byte(requestIDHole)) {
			return errors.New(requestIDHole + " must be a value of its own in msgpack")
		}
	}
	return nil
}

// quote writes a text as the template takes it.
func (t *template) quote(text string) ([]byte, error) {
	switch t.bytes {
	case Msgpack:
		return msgpack.AppendString(nil, text), nil
	case JSON:
		return json.Marshal(text)
	}
	return []byte(text), nil
}

// append writes one request: the texts go into their holes in turn.
func (t *template) append(to []byte, input *Input, requestID string) []byte {
	text := 0
	for _, one := range t.pieces {
		switch one.hole {
		case textHole:
			to = append(to, input.quoted[text]...)
			text++
		case clipHole:
			to = append(to, input.wav...)
		case requestIDHole:
			if t.bytes == Msgpack {
				to = msgpack.AppendString(to, requestID)
			} else {
				to = append(to, requestID...)
			}
		default:
			to = append(to, one.literal...)
		}
	}
	return to
}
