package protocol

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/tidwall/gjson"
)

// Whose is the id of the request that a message of a shared socket is for; empty where it names none.
func (m *MessageSpec) Whose(raw []byte) (id string) { return gjson.GetBytes(raw, m.Context).String() }

// Fails tells whether a message says that something failed, or cannot be understood at all.
func (m *MessageSpec) Fails(raw []byte) bool {
	return !gjson.ValidBytes(raw) || m.Error.When.in(gjson.ParseBytes(raw))
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
