package wire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/gorilla/websocket"

	"seatrial.dev/xk6-seatrial/internal/answer"
	"seatrial.dev/xk6-seatrial/internal/clock"
	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// socketTransport runs one request at a time on each WebSocket; sockets are kept for the next ones.
type socketTransport struct {
	protocol *protocol.Protocol
	dialer   *Dialer
	timeout  time.Duration
	pool     pool[*socket]
}

type socket struct {
	*websocket.Conn
	stamped *Conn
	message []byte
}

func newSocketTransport(p *protocol.Protocol, dialer *Dialer, timeout time.Duration) *socketTransport {
	return &socketTransport{protocol: p, dialer: dialer, timeout: timeout}
}

func (t *socketTransport) Close() { t.pool.close() }

func (t *socketTransport) Do(run context.Context, send *protocol.Send, line *timeline.Timeline) {
	ctx, cancel := context.WithTimeout(run, t.timeout)
	defer cancel()
	line.Started = clock.Now()
	conn, ok := t.pool.get()
	if !ok {
		if conn = t.connect(run, ctx, line); conn == nil {
			return
		}
	}
	stop := breakOff(ctx, conn.NetConn())
	reusable := t.exchange(run, ctx, conn, send.Body, line)
	if stop() && reusable {
		t.pool.put(conn)
	} else {
		_ = conn.Close()
	}
}

func (t *socketTransport) connect(run, ctx context.Context, line *timeline.Timeline) *socket {
	var stamped *Conn
	dial := func(ctx context.Context, _, address string) (net.Conn, error) {
		opened, stream, err := t.dialer.open(ctx, address, secure(t.protocol.URL))
		stamped = opened
		return stream, err
	}
	dialer := websocket.Dialer{NetDialContext: dial, NetDialTLSContext: dial, ReadBufferSize: 64 << 10}
	header := t.protocol.Header.Clone()
	header.Set("X-Request-Id", line.ID)
	line.ConnectStart = clock.Now()
	conn, response, err := dialer.DialContext(ctx, t.protocol.URL.String(), header)
	line.ConnectEnd = clock.Now()
	if err == nil {
		conn.SetReadLimit(responseMost)
		return &socket{Conn: conn, stamped: stamped}
	}
	if response != nil && response.StatusCode != http.StatusSwitchingProtocols {
		line.Status = strconv.Itoa(response.StatusCode)
		line.RetryAfter = answer.RetryAfter(response.Header.Get("Retry-After"))
		body, _ := io.ReadAll(io.LimitReader(response.Body, answer.FailureMost))
		line.Fail(timeline.HTTPStatus, line.Status+" on the upgrade "+string(body))
		return nil
	}
	failed(run, ctx, line, timeline.ConnectError, err.Error())
	return nil
}

func (t *socketTransport) exchange(
	run, ctx context.Context, conn *socket, body []byte, line *timeline.Timeline,
) (reusable bool) {
	conn.stamped.Take()
	line.Sent = clock.Now()
	if err := conn.WriteMessage(websocket.TextMessage, body); err != nil {
		failed(run, ctx, line, timeline.Truncated, "request could not be written: "+err.Error())
		return false
	}
	into, total := answer.ForSocket(t.protocol, line), 0
	for {
		err := conn.next()
		seq, at, raw := conn.stamped.Take()
		if err != nil {
			outcome, words := socketEnd(err)
			failed(run, ctx, line, outcome, words)
			return false
		}
		content, done := into.Message(conn.message, false)
		line.AddRead(seq, at, raw, content)
		handled(line)
		if total += len(conn.message); total > responseMost || len(line.Reads) > readsMost {
			line.Fail(timeline.ProtocolError, fmt.Sprintf("stream does not end after %d bytes", total))
		}
		if line.Outcome != "" {
			return false
		}
		if done {
			settle(line)
			return true
		}
	}
}

// next reads one message into the socket's own buffer.
func (s *socket) next() error {
	_, reader, err := s.NextReader()
	if err != nil {
		return err
	}
	s.message = s.message[:0]
	for {
		if len(s.message) == cap(s.message) {
			s.message = append(s.message, 0)[:len(s.message)]
		}
		n, err := reader.Read(s.message[len(s.message):cap(s.message)])
		s.message = s.message[:len(s.message)+n]
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func socketEnd(err error) (timeline.Outcome, string) {
	var closed *websocket.CloseError
	if errors.As(err, &closed) && closed.Code != websocket.CloseAbnormalClosure {
		return timeline.MissingTerminator, fmt.Sprintf("socket was closed (%d %s) before the last message", closed.Code, closed.Text)
	}
	return timeline.Truncated, "connection ended in mid-stream: " + err.Error()
}
