package protocol

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/tidwall/gjson"
)

// Route tells whom a message of a shared socket is for: the request's id, empty where the message names none, and
// whether it says that something failed.
func (m *MessageSpec) Route(raw []byte) (id string, failed bool) {
	parsed := gjson.ParseBytes(raw)
	return parsed.Get(m.Context).String(), m.Error.When.in(parsed)
}

// contexts is how many requests may share a socket.
func (f filler) contexts(messages *MessageSpec) (int, error) {
	if messages == nil || messages.ContextsPerSocket == nil {
		return 1, nil
	}
	filled, err := f.text(fmt.Sprint(messages.ContextsPerSocket))
	if err != nil {
		return 0, err
	}
	n, err := strconv.Atoi(filled)
	switch {
	case err != nil || n < 1:
		return 0, fmt.Errorf("contextsPerSocket is %q, not a whole number above zero", filled)
	case n > 1 && messages.Context == "":
		return 0, errors.New("contextsPerSocket needs the path of the context's id")
	}
	return n, nil
}
