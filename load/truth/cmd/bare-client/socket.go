package main

import (
	"bufio"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"

	"seatrial.dev/truth/internal/clock"
)

// socket is the least of a WebSocket that is needed here.
type socket struct {
	address string
	conn    net.Conn
	reader  *bufio.Reader
	buffer  []byte
}

func (s *socket) close() {
	if s.conn != nil {
		_ = s.conn.Close()
	}
}

func (s *socket) speak(r *result) {
	r.sent = clock.Now()
	if s.conn == nil {
		if r.err = s.dial(); r.err != nil {
			return
		}
	}
	text := `{"model_id":"sonic-2","transcript":"Ahoy.","context_id":"` + r.id + `"}`
	r.sent = clock.Now()
	if r.err = s.send(text); r.err != nil {
		return
	}
	var last int64
	for {
		message, at, err := s.next()
		if err != nil {
			r.err = err
			return
		}
		var said struct {
			Type, Data string
			Done       bool
		}
		if r.err = json.Unmarshal(message, &said); r.err != nil || said.Done {
			return
		}
		if audio, err := base64.StdEncoding.DecodeString(said.Data); err == nil && len(audio) > 0 {
			r.follow(at, &last)
		}
	}
}

func (s *socket) dial() error {
	host := strings.TrimPrefix(s.address, "http://")
	conn, err := net.Dial("tcp", host)
	if err != nil {
		return err
	}
	s.conn, s.reader = conn, bufio.NewReaderSize(conn, 32<<10)
	fmt.Fprintf(conn, "GET /tts/websocket HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", host)
	response, err := http.ReadResponse(s.reader, nil)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusSwitchingProtocols {
		return fmt.Errorf("status %d on the upgrade", response.StatusCode)
	}
	return nil
}

// send masks with zeros: the text stays as it is.
func (s *socket) send(text string) error {
	frame := []byte{0x81, 0x80 | 126}
	frame = binary.BigEndian.AppendUint16(frame, uint16(len(text)))
	frame = append(append(frame, 0, 0, 0, 0), text...)
	_, err := s.conn.Write(frame)
	return err
}

func (s *socket) next() (message []byte, at int64, err error) {
	head := make([]byte, 2)
	if _, err := io.ReadFull(s.reader, head); err != nil {
		return nil, 0, err
	}
	at = clock.Now()
	size := int(head[1] & 0x7f)
	if size == 126 {
		if _, err := io.ReadFull(s.reader, head); err != nil {
			return nil, 0, err
		}
		size = int(binary.BigEndian.Uint16(head))
	} else if size == 127 {
		return nil, 0, fmt.Errorf("a message that is too long")
	}
	if cap(s.buffer) < size {
		s.buffer = make([]byte, size)
	}
	message = s.buffer[:size]
	_, err = io.ReadFull(s.reader, message)
	return message, at, err
}
