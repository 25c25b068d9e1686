package wire

import (
	"bytes"
	"errors"
	"fmt"
)

// chunked takes the chunked transfer coding apart as the bytes come, without ever waiting for more of them.
type chunked struct {
	state     chunkState
	line      []byte
	remaining uint64
}

type chunkState int

const (
	chunkSize chunkState = iota
	chunkData
	chunkEnd
	chunkTrailer
	chunkDone
)

const lineMost = 16 << 10

// feed hands the payload in piece to emit and returns what lies beyond the last chunk.
func (c *chunked) feed(piece []byte, emit func([]byte)) (rest []byte, err error) {
	for len(piece) > 0 && c.state != chunkDone {
		if c.state == chunkData {
			n := min(uint64(len(piece)), c.remaining)
			emit(piece[:n])
			piece = piece[n:]
			if c.remaining -= n; c.remaining == 0 {
				c.state = chunkEnd
			}
			continue
		}
		at := bytes.IndexByte(piece, '\n')
		if at < 0 {
			if c.line = append(c.line, piece...); len(c.line) > lineMost {
				return nil, errors.New("line of the chunked coding does not end")
			}
			return nil, nil
		}
		line := piece[:at]
		if len(c.line) > 0 {
			line = append(c.line, line...)
			c.line = line[:0]
		}
		piece = piece[at+1:]
		if err := c.step(bytes.TrimSuffix(line, []byte("\r"))); err != nil {
			return nil, err
		}
	}
	return piece, nil
}

func (c *chunked) step(line []byte) error {
	switch c.state {
	case chunkSize:
		n, ok := hex(line)
		if !ok {
			return fmt.Errorf("chunk size %.20q is not a number", line)
		}
		c.remaining, c.state = n, chunkData
		if n == 0 {
			c.state = chunkTrailer
		}
	case chunkEnd:
		if len(line) > 0 {
			return errors.New("chunk is longer than its size says")
		}
		c.state = chunkSize
	case chunkTrailer:
		if len(line) == 0 {
			c.state = chunkDone
		}
	}
	return nil
}

// hex reads the size of a chunk; what follows a semicolon does not matter.
func hex(line []byte) (n uint64, ok bool) {
	if at := bytes.IndexByte(line, ';'); at >= 0 {
		line = line[:at]
	}
	line = bytes.TrimSpace(line)
	for _, digit := range line {
		switch {
		case digit >= '0' && digit <= '9':
			digit -= '0'
		case digit|0x20 >= 'a' && digit|0x20 <= 'f':
			digit = (digit | 0x20) - 'a' + 10
		default:
			return 0, false
		}
		n = n<<4 | uint64(digit)
	}
	return n, len(line) > 0 && len(line) <= 15
}

// between is true where a chunk has ended and the next one, or the last one, has not begun.
func (c *chunked) between() bool { return c.state == chunkSize && len(c.line) == 0 }
