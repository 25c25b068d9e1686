package answer

import (
	"encoding/binary"
	"fmt"
)

// SocketName of the API that is spoken over a WebSocket.
const SocketName = "cartesia-ws"

// Opcodes and the bit of a last fragment (RFC 6455).
const (
	final  = 0x80
	Text   = 0x1
	Binary = 0x2
	Close  = 0x8
	Ping   = 0x9
	Pong   = 0xa
)

// AppendFrame adds a whole, unmasked message.
func AppendFrame(into []byte, opcode byte, payload string) []byte {
	return append(appendFrameHead(into, opcode, len(payload)), payload...)
}

func appendFrameHead(into []byte, opcode byte, size int) []byte {
	into = append(into, final|opcode)
	switch {
	case size < 126:
		return append(into, byte(size))
	case size < 1<<16:
		return binary.BigEndian.AppendUint16(append(into, 126), uint16(size))
	}
	return binary.BigEndian.AppendUint64(append(into, 127), uint64(size))
}

const (
	chunkBefore = `{"type":"chunk","done":false,"status_code":206,"step_time":20.0,"context_id":"`
	doneBefore  = `{"type":"done","done":true,"status_code":200,"context_id":"`
)

var chunkAfter = `","data":"` + audioBase64 + `"}`

const doneAfter = `"}`

// ForContext fills the pieces of an answer that carries the id of its context; memory of earlier ones is used again.
func (p *Pieces) ForContext(id []byte) {
	p.Chunk = appendMessage(p.Chunk[:0], chunkBefore, id, chunkAfter)
	p.First = p.Chunk
	p.Last = appendMessage(append(p.Last[:0], p.Chunk...), doneBefore, id, doneAfter)
	p.Only = p.Last
	p.Half = p.Chunk[:len(p.Chunk)/2]
}

func appendMessage(into []byte, before string, id []byte, after string) []byte {
	into = appendFrameHead(into, Text, len(before)+len(id)+len(after))
	return append(append(append(into, before...), id...), after...)
}

// Faults adds the pieces that only an order needs.
func (p *Pieces) Faults(id []byte) {
	p.Close = binary.BigEndian.AppendUint16([]byte{final | Close, 2}, 1000)
	p.Garbage = AppendFrame(nil, Text, `{"type":"chunk","context_id":"`+string(id)+`","data":`)
	p.Nothing = appendMessage(nil, doneBefore, id, doneAfter)
	p.Flood = nil
	for len(p.Flood) < floodSize {
		p.Flood = append(p.Flood, p.Chunk...)
	}
}

// HugeMessage is the head of a message of HugeSize bytes.
func HugeMessage() []byte { return appendFrameHead(nil, Text, HugeSize) }

// Refusal is an error as the socket API tells it.
func Refusal(id []byte, status int) []byte {
	return AppendFrame(nil, Text, fmt.Sprintf(
		`{"type":"error","done":true,"status_code":%d,"context_id":"%s","message":"no worker is free","retry_after":1}`, status, id))
}
