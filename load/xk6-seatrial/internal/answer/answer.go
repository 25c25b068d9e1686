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
	if !p.Accepts(head.StatusCode) {
		line.RetryAfter = RetryAfter(head.Header.Get("Retry-After"))
		return &failure{line: line}
	}
	if given := head.Header.Get("Content-Type"); !p.Suits(given) {
		return &wrongType{line: line, given: given, types: p.Types()}
	}
	line.QueueNanos = headerTime(head.Header, p.Spec.Output.Headers.Queue)
	line.GPUNanos = headerTime(head.Header, p.Spec.Output.Headers.GPU)
	switch p.Format {
	case protocol.Events:
		return &events{rows: rows{line: line}, told: told{p: p, messages: protocol.NewMessages(p.Spec), line: line}}
	case protocol.Lines:
		return &lines{rows: rows{line: line}, told: told{p: p, messages: protocol.NewMessages(p.Spec), line: line}}
	case protocol.JSON, protocol.Msgpack:
		return &document{p: p, line: line}
	}
	audio := &rawAudio{}
	if p.Wrapped {
		audio.wav = &protocol.WAVSkipper{}
	}
	return audio
}

// ForSocket makes the reader of an answer that comes as messages of a socket.
func ForSocket(p *protocol.Protocol, line *timeline.Timeline) Reader {
	return &socket{told: told{p: p, messages: protocol.NewMessages(p.Spec), line: line}}
}

// headerTime reads a header with a time as nanoseconds; zero where there is none, or none that can be read.
func headerTime(header http.Header, spec *protocol.HeaderSpec) int64 {
	if spec == nil {
		return 0
	}
	value, err := strconv.ParseFloat(header.Get(spec.Name), 64)
	if err != nil || value < 0 || value > 1e9 {
		return 0
	}
	return int64(value * map[string]float64{"us": 1e3, "ms": 1e6, "s": 1e9}[spec.Unit])
}
