package wire

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
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
		line, left, whole, err := c.takeLine(piece)
		if err != nil {
			return nil, err
		}
		piece = left
		if !whole {
			continue
		}
		if err := c.step(line); err != nil {
			return nil, err
		}
	}
	return piece, nil
}

func (c *chunked) step(line string) error {
	switch c.state {
	case chunkSize:
		size, _, _ := strings.Cut(line, ";")
		n, err := strconv.ParseUint(strings.TrimSpace(size), 16, 63)
		if err != nil {
			return fmt.Errorf("chunk size %.20q is not a number", size)
		}
		c.remaining, c.state = n, chunkData
		if n == 0 {
			c.state = chunkTrailer
		}
	case chunkEnd:
		if line != "" {
			return errors.New("chunk is longer than its size says")
		}
		c.state = chunkSize
	case chunkTrailer:
		if line == "" {
			c.state = chunkDone
		}
	}
	return nil
}

func (c *chunked) takeLine(piece []byte) (line string, rest []byte, whole bool, err error) {
	at := bytes.IndexByte(piece, '\n')
	if at < 0 {
		c.line = append(c.line, piece...)
		if len(c.line) > lineMost {
			return "", nil, false, errors.New("line of the chunked coding does not end")
		}
		return "", nil, false, nil
	}
	line = strings.TrimSuffix(string(append(c.line, piece[:at]...)), "\r")
	c.line = c.line[:0]
	return line, piece[at+1:], true, nil
}

// between is true where a chunk has ended and the next one, or the last one, has not begun.
func (c *chunked) between() bool { return c.state == chunkSize && len(c.line) == 0 }
