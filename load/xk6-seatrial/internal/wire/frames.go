package wire

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
)

// Opcodes of RFC 6455.
const (
	opContinue = 0x0
	opText     = 0x1
	opBinary   = 0x2
	opClose    = 0x8
	opPing     = 0x9
	opPong     = 0xA
)

// frames takes the frames of a WebSocket apart as the bytes come. A message that lies whole in one piece is handed
// over where it lies; others are put together.
type frames struct {
	head    [10]byte
	have    int  // bytes of the head
	within  bool // the payload
	left    uint64
	kind    byte // of the message under way, zero between messages
	message []byte
	control []byte
}

// feed hands whole messages and control frames to emit; the payload is good until it returns.
func (f *frames) feed(piece []byte, emit func(op byte, payload []byte) error) error {
	for len(piece) > 0 {
		if !f.within {
			piece = f.takeHead(piece)
			if f.have < f.need() {
				return nil
			}
			if err := f.begin(); err != nil {
				return err
			}
		}
		n := min(uint64(len(piece)), f.left)
		payload := piece[:n]
		piece = piece[n:]
		if f.left -= n; f.left > 0 {
			f.keep(payload)
			return nil
		}
		f.within, f.have = false, 0
		if err := f.finish(payload, emit); err != nil {
			return err
		}
	}
	return nil
}

func (f *frames) takeHead(piece []byte) (rest []byte) {
	for len(piece) > 0 && f.have < f.need() {
		f.head[f.have] = piece[0]
		f.have++
		piece = piece[1:]
	}
	return piece
}

// need is how many bytes the head has, as far as is known.
func (f *frames) need() int {
	if f.have < 2 {
		return 2
	}
	switch f.head[1] & 0x7f {
	case 126:
		return 4
	case 127:
		return 10
	}
	return 2
}

func (f *frames) begin() error {
	f.within = true
	switch f.left = uint64(f.head[1] & 0x7f); f.left {
	case 126:
		f.left = uint64(binary.BigEndian.Uint16(f.head[2:]))
	case 127:
		f.left = binary.BigEndian.Uint64(f.head[2:])
	}
	op, last := f.op(), f.head[0]&0x80 != 0
	switch {
	case f.head[0]&0x70 != 0:
		return errors.New("frame with bits that no extension was agreed for")
	case f.head[1]&0x80 != 0:
		return errors.New("frame of the service is masked")
	case op >= opClose && (op > opPong || !last || f.left > 125):
		return fmt.Errorf("control frame 0x%x of %d bytes is not allowed", op, f.left)
	case op > opBinary && op < opClose:
		return fmt.Errorf("unknown frame 0x%x", op)
	case op == opContinue && f.kind == 0, (op == opText || op == opBinary) && f.kind != 0:
		return errors.New("frames of messages are out of order")
	case op < opClose && f.left+uint64(len(f.message)) > messageMost:
		return tooLarge(fmt.Sprintf("a message of more than %d bytes", messageMost))
	}
	if op == opText || op == opBinary {
		f.kind = op
	}
	return nil
}

func (f *frames) op() byte { return f.head[0] & 0x0f }

func (f *frames) keep(payload []byte) {
	if f.op() >= opClose {
		f.control = append(f.control, payload...)
	} else {
		f.message = append(f.message, payload...)
	}
}

// finish is called with the last bytes of a frame.
func (f *frames) finish(payload []byte, emit func(op byte, payload []byte) error) error {
	op, last, kept := f.op(), f.head[0]&0x80 != 0, &f.message
	if op >= opClose {
		kept = &f.control
	} else {
		if !last {
			f.message = append(f.message, payload...)
			return nil
		}
		op, f.kind = f.kind, 0
	}
	if len(*kept) > 0 {
		*kept = append(*kept, payload...)
		payload = *kept
	}
	if *kept = (*kept)[:0]; cap(*kept) > keptMost {
		*kept = nil
	}
	return emit(op, payload)
}

// keptMost is the largest buffer that is kept for the next message.
const keptMost = 1 << 20

// between is true where no message is half there.
func (f *frames) between() bool { return !f.within && f.have == 0 && f.kind == 0 }

// appendFrame writes a whole frame of a client, masked as the RFC wants it.
func appendFrame(to []byte, op byte, payload []byte) []byte {
	to = append(to, 0x80|op)
	switch n := len(payload); {
	case n < 126:
		to = append(to, 0x80|byte(n))
	case n < 1<<16:
		to = binary.BigEndian.AppendUint16(append(to, 0x80|126), uint16(n))
	default:
		to = binary.BigEndian.AppendUint64(append(to, 0x80|127), uint64(n))
	}
	var mask [4]byte
	binary.LittleEndian.PutUint32(mask[:], rand.Uint32())
	to = append(to, mask[:]...)
	start := len(to)
	to = append(to, payload...)
	masked := to[start:]
	wide := uint64(binary.LittleEndian.Uint32(mask[:]))
	wide |= wide << 32
	for len(masked) >= 8 {
		binary.LittleEndian.PutUint64(masked, binary.LittleEndian.Uint64(masked)^wide)
		masked = masked[8:]
	}
	for i := range masked {
		masked[i] ^= mask[i&3]
	}
	return to
}
