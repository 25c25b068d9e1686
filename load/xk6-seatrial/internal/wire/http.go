package wire

import (
	"bytes"
	"context"
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

// httpTransport speaks HTTP/1.1 by itself: every read is stamped and handled by the goroutine that waits for it,
// where a general client hands it through two more and reads ahead.
type httpTransport struct {
	protocol *protocol.Protocol
	dialer   *Dialer
	timeout  time.Duration
	head     []byte
	pool     pool[*httpConn]
}

type httpConn struct {
	net.Conn // with TLS, where there is
	stamped  *Conn
	buffer   []byte
	request  []byte
}

func newHTTPTransport(p *protocol.Protocol, dialer *Dialer, timeout time.Duration) *httpTransport {
	method := p.Spec.Method
	if method == "" {
		method = http.MethodPost
	}
	var head bytes.Buffer
	fmt.Fprintf(&head, "%s %s HTTP/1.1\r\nHost: %s\r\n", method, p.URL.RequestURI(), p.URL.Host)
	header := p.Header.Clone()
	if header.Get("Content-Type") == "" {
		header.Set("Content-Type", "application/json")
	}
	if header.Get("User-Agent") == "" {
		header.Set("User-Agent", "seatrial")
	}
	_ = header.Write(&head)
	return &httpTransport{protocol: p, dialer: dialer, timeout: timeout, head: head.Bytes()}
}

func (t *httpTransport) Close() { t.pool.close() }

func (t *httpTransport) Do(run context.Context, send *protocol.Send, line *timeline.Timeline) {
	ctx, cancel := context.WithTimeout(run, t.timeout)
	defer cancel()
	line.Started = clock.Now()
	conn, err := t.connect(ctx, line)
	if err != nil {
		failed(run, ctx, line, timeline.ConnectError, err.Error())
		return
	}
	stop := breakOff(ctx, conn)
	reusable := t.exchange(run, ctx, conn, send.Body, line)
	if stop() && reusable {
		t.pool.put(conn)
	} else {
		_ = conn.Close()
	}
}

func (t *httpTransport) connect(ctx context.Context, line *timeline.Timeline) (*httpConn, error) {
	if conn, ok := t.pool.get(); ok {
		return conn, nil
	}
	line.ConnectStart = clock.Now()
	stamped, stream, err := t.dialer.open(ctx, hostPort(t.protocol.URL), secure(t.protocol.URL))
	line.ConnectEnd = clock.Now()
	if err != nil {
		return nil, err
	}
	return &httpConn{Conn: stream, stamped: stamped, buffer: make([]byte, 64<<10)}, nil
}

func (t *httpTransport) exchange(
	run, ctx context.Context, conn *httpConn, body []byte, line *timeline.Timeline,
) (reusable bool) {
	request := append(conn.request[:0], t.head...)
	request = append(request, "X-Request-Id: "+line.ID+"\r\nContent-Length: "...)
	request = strconv.AppendInt(request, int64(len(body)), 10)
	request = append(append(request, "\r\n\r\n"...), body...)
	conn.request = request
	conn.stamped.Take()

	line.Sent = clock.Now()
	if _, err := conn.Write(request); err != nil {
		failed(run, ctx, line, timeline.Truncated, "request could not be written: "+err.Error())
		return false
	}
	var frame framer
	var into answer.Reader
	total, content := 0, 0
	emit := func(piece []byte) {
		if into == nil {
			into = answer.ForHTTP(t.protocol, frame.response, line)
		}
		content += into.Take(piece)
	}
	for !frame.done {
		n, err := conn.Read(conn.buffer)
		seq, at, raw := conn.stamped.Take()
		content = 0
		if n > 0 {
			broken := frame.feed(conn.buffer[:n], emit)
			line.AddRead(seq, at, raw, content)
			handled(line)
			total += n
			if broken == nil && (total > responseMost || len(line.Reads) > readsMost) {
				broken = fmt.Errorf("answer does not end after %d bytes in %d reads", total, len(line.Reads))
			}
			if broken != nil {
				line.Fail(timeline.ProtocolError, broken.Error())
				return false
			}
		}
		if err != nil && !frame.done {
			outcome, message := frame.end(err)
			if outcome != "" {
				failed(run, ctx, line, outcome, message)
				return false
			}
		}
	}
	if into == nil {
		into = answer.ForHTTP(t.protocol, frame.response, line)
	}
	into.Finish()
	settle(line)
	return frame.reusable()
}
