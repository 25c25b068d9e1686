package serve

import (
	"bytes"
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"

	"seatrial.dev/truth/internal/answer"
	"seatrial.dev/truth/internal/truthlog"
)

const acceptSalt = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

func (l *Loop) upgrade(c *conn, h *head) {
	c.order = answer.FindOrder(h.query, nil)
	if status := c.order.Status(); status != 0 {
		l.write(c, answer.RefusalHTTP(status))
		return
	}
	sum := sha1.Sum(append(append([]byte(nil), h.key...), acceptSalt...))
	c.socket = true
	l.write(c, []byte("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "+
		base64.StdEncoding.EncodeToString(sum[:])+"\r\n\r\n"))
}

// message understands one frame, when all of it is there.
func (l *Loop) message(c *conn) {
	payload, size, ok := frame(c.in)
	if !ok || c.over {
		return
	}
	opcode, whole := c.in[0]&0xf, c.in[0]&0x80 != 0
	switch {
	case !whole || opcode == answer.Binary || opcode == 0:
		l.say(c, answer.Close, "\x03\xea") // 1002: a message of several frames is not understood here
		return
	case opcode == answer.Close:
		l.say(c, answer.Close, string(payload[:min(len(payload), 2)]))
		return
	case opcode == answer.Ping:
		l.write(c, answer.AppendFrame(nil, answer.Pong, string(payload)))
	case opcode == answer.Text:
		l.context(c, payload)
	}
	if l.conns[c.fd] == c {
		c.taken(size)
	}
}

// say sends the last frame of a socket.
func (l *Loop) say(c *conn, opcode byte, payload string) {
	if _, alive := l.write(c, answer.AppendFrame(nil, opcode, payload)); alive {
		l.closeAfter(c)
	}
}

// frame unmasks the first frame in place; ok when it is whole.
func frame(in []byte) (payload []byte, size int, ok bool) {
	if len(in) < 6 {
		return nil, 0, false
	}
	length, at := uint64(in[1]&0x7f), 2
	switch length {
	case 126:
		length, at = uint64(binary.BigEndian.Uint16(in[2:])), 4
	case 127:
		if len(in) < 10 {
			return nil, 0, false
		}
		length, at = binary.BigEndian.Uint64(in[2:]), 10
	}
	mask := in[at:min(at+4, len(in))]
	at += 4
	if length > roomMost || uint64(len(in)) < uint64(at)+length {
		return nil, 0, false
	}
	payload = in[at : at+int(length)]
	for i := range payload {
		payload[i] ^= mask[i&3]
	}
	return payload, at + int(length), true
}

// context begins the answer to a message, or ends one that is no longer wanted.
func (l *Loop) context(c *conn, text []byte) {
	id := contextID(text)
	running := c.find(id)
	switch {
	case running != nil && bytes.Contains(text, []byte(`"cancel"`)):
		l.end(running, truthlog.Left)
	case running != nil: // more text of a context that speaks already
	default:
		order := c.order
		if order == answer.None {
			order = answer.FindOrder(nil, text)
		}
		l.begin(c, nil, l.id(id, nil), order)
	}
}

var contextKey = []byte(`"context_id"`)

func contextID(text []byte) []byte {
	at := bytes.Index(text, contextKey)
	if at < 0 {
		return nil
	}
	value := bytes.TrimLeft(text[at+len(contextKey):], " \t\r\n:")
	if len(value) > 1 && value[0] == '"' {
		if end := bytes.IndexByte(value[1:], '"'); end >= 0 && bytes.IndexByte(value[1:end+1], '\\') < 0 {
			return value[1 : end+1]
		}
	}
	var message struct {
		ID string `json:"context_id"`
	}
	_ = json.Unmarshal(text, &message)
	return []byte(message.ID)
}
