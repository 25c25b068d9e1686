package wire

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"

	"seatrial.dev/xk6-seatrial/internal/answer"
	"seatrial.dev/xk6-seatrial/internal/clock"
	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// base is what every transport has.
type base struct {
	protocol *protocol.Protocol
	dialer   *Dialer
	target   target
	tls      *tls.Config
	timeout  time.Duration
	most     int64  // bytes of an answer
	quiet    func() // ends the watch over the system clock
}

// httpTransport speaks HTTP/1.1 by itself: every read is stamped and handled by the goroutine that waits for it,
// where a general client hands it through two more and reads ahead.
type httpTransport struct {
	base
	head []byte
	kind string // Content-Type, where the request names none
	pool pool[*httpConn]
}

type httpConn struct {
	net.Conn // with TLS, where there is
	stamped  *Conn
	frame    framer
	buffer   []byte
	request  []byte
}

func newHTTPTransport(base base) *httpTransport {
	method := base.protocol.Spec.Method
	if method == "" {
		method = http.MethodPost
	}
	header := base.protocol.Header.Clone()
	kind := header.Get("Content-Type")
	if kind == "" {
		kind = "application/json"
	}
	header.Del("Content-Type")
	for name, value := range map[string]string{"User-Agent": "seatrial", "Accept-Encoding": "identity"} {
		if header.Get(name) == "" {
			header.Set(name, value)
		}
	}
	var head bytes.Buffer
	url := base.protocol.URL
	fmt.Fprintf(&head, "%s %s HTTP/1.1\r\nHost: %s\r\n", method, url.RequestURI(), url.Host)
	_ = header.Write(&head)
	return &httpTransport{base: base, head: head.Bytes(), kind: kind}
}

func (t *httpTransport) Close() {
	t.pool.close()
	t.quiet()
}

func (t *httpTransport) Do(run context.Context, send *protocol.Send, line *timeline.Timeline) {
	ctx, cancel := context.WithTimeout(run, t.timeout)
	defer cancel()
	trip := &trip{run: run, ctx: ctx, send: send, line: line, most: t.most}
	line.Started = clock.Now()
	conn, idle := t.pool.get()
	if !idle {
		line.ConnectStart = clock.Now()
		conn = t.connect(trip)
		line.ConnectEnd = clock.Now()
	}
	if conn != nil && t.over(trip, conn, idle) {
		line.Reconnects++
		t.dialer.meter.reconnects.Add(1)
		if conn = t.connect(trip); conn != nil {
			t.over(trip, conn, false)
		}
	}
}

func (t *httpTransport) connect(trip *trip) *httpConn {
	stamped, stream, err := t.dialer.open(trip.ctx, t.target.address, t.tls)
	if err != nil {
		trip.failed(connecting, timeline.ConnectError, err.Error())
		return nil
	}
	return &httpConn{Conn: stream, stamped: stamped, buffer: make([]byte, bufferSize)}
}

// over runs a request on a connection; lost is true where it was idle and had been closed.
func (t *httpTransport) over(trip *trip, conn *httpConn, idle bool) (lost bool) {
	stop := breakOff(trip.ctx, conn)
	reusable, lost := t.exchange(trip, conn, idle)
	trip.line.BytesOut += conn.stamped.out
	if stop() && reusable {
		t.pool.put(conn)
	} else {
		_ = conn.Close()
	}
	return lost
}

// write sends the request in one piece, unless the body is large.
func (t *httpTransport) write(trip *trip, conn *httpConn) error {
	kind, payload := trip.send.ContentType, trip.send.Body
	if kind == "" {
		kind = t.kind
	}
	request := append(conn.request[:0], t.head...)
	request = append(append(request, "Content-Type: "...), kind...)
	request = append(append(request, "\r\nX-Request-Id: "...), trip.line.ID...)
	request = append(request, "\r\nContent-Length: "...)
	request = strconv.AppendInt(request, int64(len(payload)), 10)
	request = append(request, "\r\n\r\n"...)
	with := min(len(payload), max(0, bufferSize-len(request)))
	conn.request = append(request, payload[:with]...)

	conn.stamped.begin()
	_, err := conn.Write(conn.request)
	if err == nil && with < len(payload) {
		_, err = conn.Write(payload[with:])
	}
	if sent := conn.stamped.wrote(); trip.line.Sent == 0 {
		trip.line.Sent = sent
	}
	return err
}

func (t *httpTransport) exchange(trip *trip, conn *httpConn, idle bool) (reusable, lost bool) {
	frame, line := &conn.frame, trip.line
	frame.reset()
	// A service may refuse a large request before it has read it all: its answer is looked for all the same.
	unsent := t.write(trip, conn)
	phase := headers
	var into answer.Reader
	begin := func() {
		if into == nil && frame.response != nil {
			phase = body
			into = t.understand(frame.response, line)
		}
	}
	content := 0
	emit := func(piece []byte) {
		begin()
		content += into.Take(piece)
	}
	for !frame.done {
		n, err := conn.Read(conn.buffer)
		stamp, raw := conn.stamped.take()
		if n > 0 {
			content = 0
			broken := frame.feed(conn.buffer[:n], emit)
			begin()
			trip.add(stamp, raw, content)
			if broken != nil {
				line.Fail(unfit(broken), broken.Error())
			}
			if line.Outcome != "" && !(frame.done && broken == nil) {
				return false, false // known already, and whatever else comes changes nothing
			}
		}
		if err == nil || frame.done {
			continue
		}
		if idle && trip.dropped(err) {
			return false, true
		}
		if unsent != nil && frame.response == nil {
			trip.failed(sending, timeline.Truncated, "request could not be written: "+unsent.Error())
			return false, false
		}
		if outcome, message := frame.end(err); outcome != "" {
			trip.failed(phase, outcome, message)
			return false, false
		}
	}
	into.Finish()
	settle(line)
	return frame.reusable() && unsent == nil, false
}

// understand chooses who reads the body. Compression was not asked for, and nothing here would see through it.
func (t *httpTransport) understand(head *http.Response, line *timeline.Timeline) answer.Reader {
	into := answer.ForHTTP(t.protocol, head, line)
	if coding := head.Header.Get("Content-Encoding"); head.StatusCode < 300 && coding != "" && coding != "identity" {
		line.Fail(timeline.WrongType, fmt.Sprintf("the answer is encoded with %.40q, which was not asked for", coding))
	}
	return into
}

// unfit is the outcome of an answer that cannot be read on.
func unfit(err error) timeline.Outcome {
	var large tooLarge
	if errors.As(err, &large) {
		return timeline.TooLarge
	}
	return timeline.ProtocolError
}
