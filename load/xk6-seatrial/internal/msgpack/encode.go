// Package msgpack writes and reads the part of MessagePack that services speak: what JSON has, and binary data.
package msgpack

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
)

// Append writes a value as encoding/json reads it (with UseNumber or without); keys go in their order.
func Append(to []byte, value any) ([]byte, error) {
	switch value := value.(type) {
	case nil:
		return append(to, 0xc0), nil
	case bool:
		if value {
			return append(to, 0xc3), nil
		}
		return append(to, 0xc2), nil
	case json.Number:
		if whole, err := strconv.ParseInt(string(value), 10, 64); err == nil {
			return appendInt(to, whole), nil
		}
		number, err := value.Float64()
		return appendFloat(to, number), err
	case int:
		return appendInt(to, int64(value)), nil
	case float64:
		if value == math.Trunc(value) && math.Abs(value) < 1<<53 {
			return appendInt(to, int64(value)), nil
		}
		return appendFloat(to, value), nil
	case string:
		return AppendString(to, value), nil
	case []any:
		to = appendHead(to, len(value), 0x90, 0xdc)
		for _, item := range value {
			var err error
			if to, err = Append(to, item); err != nil {
				return nil, err
			}
		}
		return to, nil
	case map[string]any:
		to = appendHead(to, len(value), 0x80, 0xde)
		for _, key := range slices.Sorted(maps.Keys(value)) {
			var err error
			if to, err = Append(AppendString(to, key), value[key]); err != nil {
				return nil, err
			}
		}
		return to, nil
	}
	return nil, fmt.Errorf("%T is not known to msgpack", value)
}

// AppendString writes text.
func AppendString(to []byte, text string) []byte {
	switch n := len(text); {
	case n < 32:
		to = append(to, 0xa0|byte(n))
	case n < 1<<8:
		to = append(to, 0xd9, byte(n))
	case n < 1<<16:
		to = binary.BigEndian.AppendUint16(append(to, 0xda), uint16(n))
	default:
		to = binary.BigEndian.AppendUint32(append(to, 0xdb), uint32(n))
	}
	return append(to, text...)
}

// appendHead writes the length of a list or a map: in its first byte where it fits, else in 16 or 32 bits.
func appendHead(to []byte, n int, short, long byte) []byte {
	switch {
	case n < 16:
		return append(to, short|byte(n))
	case n < 1<<16:
		return binary.BigEndian.AppendUint16(append(to, long), uint16(n))
	}
	return binary.BigEndian.AppendUint32(append(to, long+1), uint32(n))
}

// appendInt writes a whole number short, where it is small or positive.
func appendInt(to []byte, n int64) []byte {
	switch {
	case n >= -32 && n < 128:
		return append(to, byte(n))
	case n >= 0 && n < 1<<8:
		return append(to, 0xcc, byte(n))
	case n >= 0 && n < 1<<16:
		return binary.BigEndian.AppendUint16(append(to, 0xcd), uint16(n))
	case n >= 0 && n < 1<<32:
		return binary.BigEndian.AppendUint32(append(to, 0xce), uint32(n))
	}
	return binary.BigEndian.AppendUint64(append(to, 0xd3), uint64(n))
}

func appendFloat(to []byte, number float64) []byte {
	return binary.BigEndian.AppendUint64(append(to, 0xcb), math.Float64bits(number))
}
