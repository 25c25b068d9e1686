// Package answer understands what a service sends back: how much of what was asked for each piece brings, and
// whether the answer ended as its protocol wants it.
package answer

import (
	"net/http"
	"strconv"

	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// Reader understands one answer as it comes; it writes what it learns, and how the answer failed, into the timeline
// that it was made for. For use by one goroutine.
type Reader interface {
	// Take understands a piece of a body and tells how much content it brought (see timeline.Read).
	Take(piece []byte) (content int)
	// Message understands one whole message of a socket; done after the last one of the answer.
	Message(raw []byte, binary bool) (content int, done bool)
	// Finish judges an answer that came to its end without an error.
	Finish()
}

// ForHTTP makes the reader of an HTTP answer with this head.
func ForHTTP(p *protocol.Protocol, head *http.Response, line *timeline.Timeline) Reader {
	line.Status = strconv.Itoa(head.StatusCode)
	if head.StatusCode < 200 || head.StatusCode > 299 {
		line.RetryAfter = RetryAfter(head.Header.Get("Retry-After"))
		return &failure{line: line}
	}
	if p.Spec.Transport == protocol.SSE {
		return &events{messages: protocol.NewMessages(p.Spec.Messages), line: line}
	}
	audio := &rawAudio{}
	if p.Wrapped {
		audio.wav = &protocol.WAVSkipper{}
	}
	return audio
}

// ForSocket makes the reader of an answer that comes as messages of a socket.
func ForSocket(p *protocol.Protocol, line *timeline.Timeline) Reader {
	return &socket{messages: protocol.NewMessages(p.Spec.Messages), line: line}
}

// note writes down what a message says about how the request ends.
func note(line *timeline.Timeline, message protocol.Message) {
	switch {
	case message.Garbage != "":
		line.Fail(timeline.ProtocolError, message.Garbage)
	case message.Failed:
		line.Status = message.Status
		if line.Status == "" {
			line.Status = "error"
		}
		line.Fail(timeline.HTTPStatus, line.Status+" "+message.Text)
	}
}
