package protocol

import "time"

// Send is what goes out for one request: a body, or the messages of a socket one after another.
type Send struct {
	Body        []byte
	ContentType string // of the body; the protocol's own when empty
	Parts       []Part // of a socket; none means that Body is the one text message
	Cancel      []byte // text message that tells the service to stop when the request is broken off; may be empty
}

// Part is one message of a socket, sent not before its moment.
type Part struct {
	Binary bool
	Data   []byte
	After  time.Duration // since the first part
}
