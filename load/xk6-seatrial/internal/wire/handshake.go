package wire

import (
	"bytes"
	"crypto/rand"
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"

	"seatrial.dev/xk6-seatrial/internal/answer"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

const acceptGUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

// upgrade opens a WebSocket for a trip; nil when it came to nothing, and the timeline tells why.
func (b *base) upgrade(trip *trip) *webSocket {
	stamped, stream, err := b.dialer.open(trip.ctx, b.target.address, b.tls)
	if err != nil {
		trip.failed(connecting, timeline.ConnectError, err.Error())
		return nil
	}
	socket := &webSocket{Conn: stream, stamped: stamped, buffer: make([]byte, bufferSize)}
	stop := breakOff(trip.ctx, stream)
	if !b.shake(trip, socket) || !stop() {
		trip.failed(upgrading, timeline.ConnectError, "the upgrade was broken off")
		_ = stream.Close()
		return nil
	}
	return socket
}

const upgrading = "upgrading to a WebSocket"

func (b *base) shake(trip *trip, socket *webSocket) bool {
	key := make([]byte, 16)
	_, _ = rand.Read(key)
	nonce := base64.StdEncoding.EncodeToString(key)
	if _, err := socket.Conn.Write(b.greeting(trip.line.ID, nonce)); err != nil {
		trip.failed(upgrading, timeline.ConnectError, err.Error())
		return false
	}
	frame := framer{upgrade: true}
	var refused answer.Reader
	emit := func(piece []byte) {
		if frame.response.StatusCode != http.StatusSwitchingProtocols {
			if refused == nil {
				refused = answer.ForHTTP(b.protocol, frame.response, trip.line)
			}
			refused.Take(piece)
		}
	}
	for total := 0; !frame.done; {
		n, err := socket.Conn.Read(socket.buffer)
		if total += n; n > 0 {
			broken := frame.feed(socket.buffer[:n], emit)
			if response := frame.response; response != nil && response.StatusCode == http.StatusSwitchingProtocols {
				return b.accepted(trip, socket, &frame, nonce)
			}
			if broken == nil && total > headMost {
				broken = fmt.Errorf("the refusal does not end after %d bytes", total)
			}
			if broken != nil {
				trip.failed(upgrading, unfit(broken), broken.Error())
				return false
			}
		}
		if err != nil && !frame.done {
			if outcome, message := frame.end(err); outcome != "" {
				trip.failed(upgrading, outcome, message)
				return false
			}
		}
	}
	if refused == nil {
		refused = answer.ForHTTP(b.protocol, frame.response, trip.line)
	}
	refused.Finish()
	trip.line.Fail(timeline.ProtocolError, "the upgrade was answered with "+frame.response.Status)
	return false
}

func (b *base) greeting(id, nonce string) []byte {
	header := b.protocol.Header.Clone()
	header.Del("Content-Type")
	if header.Get("User-Agent") == "" {
		header.Set("User-Agent", "seatrial")
	}
	for name, value := range map[string]string{
		"Connection": "Upgrade", "Upgrade": "websocket", "Sec-Websocket-Version": "13", "Sec-Websocket-Key": nonce,
		"X-Request-Id": id,
	} {
		header.Set(name, value)
	}
	var greeting bytes.Buffer
	fmt.Fprintf(&greeting, "GET %s HTTP/1.1\r\nHost: %s\r\n", b.protocol.URL.RequestURI(), b.protocol.URL.Host)
	_ = header.Write(&greeting)
	greeting.WriteString("\r\n")
	return greeting.Bytes()
}

// accepted checks the answer; frames that came in the same read as its head are the socket's first.
func (b *base) accepted(trip *trip, socket *webSocket, frame *framer, nonce string) bool {
	sum := sha1.Sum([]byte(nonce + acceptGUID))
	header := frame.response.Header
	if header.Get("Sec-Websocket-Accept") != base64.StdEncoding.EncodeToString(sum[:]) ||
		!strings.EqualFold(header.Get("Upgrade"), "websocket") || header.Get("Sec-Websocket-Extensions") != "" {
		trip.failed(upgrading, timeline.ProtocolError, "the service did not agree to a WebSocket as it was asked for")
		return false
	}
	_, early, _ := bytes.Cut(frame.head, []byte("\r\n\r\n"))
	socket.early = bytes.Clone(early)
	return true
}
