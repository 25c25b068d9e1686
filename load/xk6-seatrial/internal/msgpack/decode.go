package msgpack

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// Deeper or longer than this is nonsense, and would eat the memory.
const (
	depthMost = 64
	itemsMost = 1 << 22
)

var errShort = errors.New("msgpack ends in the middle of a value")

// Decode reads one value that is the whole of raw: nil, bool, int64, uint64, float64, string, []byte, []any and
// map[string]any. Binary data is not copied; extensions come as their bytes; keys that are binary become text, since
// Python writes them so.
func Decode(raw []byte) (any, error) {
	r := reader{rest: raw, left: itemsMost}
	value, err := r.value(0)
	if err == nil && len(r.rest) > 0 {
		err = errors.New("bytes after the end of the msgpack value")
	}
	return value, err
}

type reader struct {
	rest []byte
	left int
}

func (r *reader) take(n uint64) ([]byte, error) {
	if n > uint64(len(r.rest)) {
		return nil, errShort
	}
	taken := r.rest[:n]
	r.rest = r.rest[n:]
	return taken, nil
}

// number reads an unsigned number of so many bytes.
func (r *reader) number(width int) (uint64, error) {
	raw, err := r.take(uint64(width))
	if err != nil {
		return 0, err
	}
	var wide [8]byte
	copy(wide[8-width:], raw)
	return binary.BigEndian.Uint64(wide[:]), nil
}

func (r *reader) value(depth int) (any, error) {
	if r.left--; r.left < 0 || depth > depthMost {
		return nil, errors.New("msgpack is too large or too deep")
	}
	head, err := r.number(1)
	if err != nil {
		return nil, err
	}
	switch {
	case head < 0x80:
		return int64(head), nil
	case head < 0x90:
		return r.dict(head&0x0f, depth)
	case head < 0xa0:
		return r.list(head&0x0f, depth)
	case head < 0xc0:
		return r.text(head & 0x1f)
	case head >= 0xe0:
		return int64(int8(head)), nil
	}
	return r.long(byte(head), depth)
}

// long reads what has its length or number in the bytes that follow.
func (r *reader) long(head byte, depth int) (any, error) {
	switch head {
	case 0xc0:
		return nil, nil
	case 0xc2, 0xc3:
		return head == 0xc3, nil
	case 0xd4, 0xd5, 0xd6, 0xd7, 0xd8:
		return r.take(1 + uint64(1)<<(head-0xd4))
	}
	shape, ok := longs[head]
	if !ok {
		return nil, fmt.Errorf("0x%x is no msgpack", head)
	}
	n, err := r.number(shape.width)
	if err != nil {
		return nil, err
	}
	switch shape.kind {
	case 'b':
		return r.take(n)
	case 'x':
		return r.take(n + 1)
	case 's':
		return r.text(n)
	case 'l':
		return r.list(n, depth)
	case 'm':
		return r.dict(n, depth)
	case 'u':
		return n, nil
	case 'f':
		if shape.width == 4 {
			return float64(math.Float32frombits(uint32(n))), nil
		}
		return math.Float64frombits(n), nil
	}
	shift := 64 - 8*shape.width
	return int64(n<<shift) >> shift, nil
}

type shape struct {
	kind  byte
	width int
}

var longs = map[byte]shape{
	0xc4: {'b', 1}, 0xc5: {'b', 2}, 0xc6: {'b', 4}, 0xc7: {'x', 1}, 0xc8: {'x', 2}, 0xc9: {'x', 4},
	0xca: {'f', 4}, 0xcb: {'f', 8}, 0xcc: {'u', 1}, 0xcd: {'u', 2}, 0xce: {'u', 4}, 0xcf: {'u', 8},
	0xd0: {'i', 1}, 0xd1: {'i', 2}, 0xd2: {'i', 4}, 0xd3: {'i', 8}, 0xd9: {'s', 1}, 0xda: {'s', 2}, 0xdb: {'s', 4},
	0xdc: {'l', 2}, 0xdd: {'l', 4}, 0xde: {'m', 2}, 0xdf: {'m', 4},
}

func (r *reader) text(n uint64) (string, error) {
	raw, err := r.take(n)
	return string(raw), err
}

func (r *reader) list(n uint64, depth int) ([]any, error) {
	if n > uint64(len(r.rest)) {
		return nil, errShort
	}
	items := make([]any, 0, n)
	for range n {
		item, err := r.value(depth + 1)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	return items, nil
}

func (r *reader) dict(n uint64, depth int) (map[string]any, error) {
	members := map[string]any{}
	for range n {
		key, err := r.value(depth + 1)
		if err != nil {
			return nil, err
		}
		value, err := r.value(depth + 1)
		if err != nil {
			return nil, err
		}
		switch key := key.(type) {
		case string:
			members[key] = value
		case []byte:
			members[string(key)] = value
		default:
			members[fmt.Sprint(key)] = value
		}
	}
	return members, nil
}
