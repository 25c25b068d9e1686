package wire

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"

	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// framer reads one HTTP/1.1 response as its bytes come.
type framer struct {
	head     []byte
	response *http.Response // once the head is there
	mode     bodyMode
	left     int64
	chunks   chunked
	done     bool
}

type bodyMode int

const (
	byLength bodyMode = iota
	byChunks
	byClose
)

const headMost = 64 << 10

var errTooMuch = errors.New("bytes after the end of the response")

// feed takes bytes from the socket and hands the body's payload to emit.
func (f *framer) feed(piece []byte, emit func([]byte)) error {
	if f.response == nil {
		var err error
		if piece, err = f.takeHead(piece); err != nil || f.response == nil {
			return err
		}
	}
	switch f.mode {
	case byClose:
		emit(piece)
		return nil
	case byLength:
		n := min(int64(len(piece)), f.left)
		if n > 0 {
			emit(piece[:n])
		}
		f.left -= n
		f.done = f.left == 0
		piece = piece[n:]
	case byChunks:
		var err error
		if piece, err = f.chunks.feed(piece, emit); err != nil {
			return err
		}
		f.done = f.chunks.state == chunkDone
	}
	if len(piece) > 0 {
		return errTooMuch
	}
	return nil
}

func (f *framer) takeHead(piece []byte) (rest []byte, err error) {
	f.head = append(f.head, piece...)
	end := bytes.Index(f.head, []byte("\r\n\r\n"))
	if end < 0 {
		if len(f.head) > headMost {
			return nil, errors.New("response head does not end")
		}
		return nil, nil
	}
	response, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(f.head[:end+4])), nil)
	if err != nil {
		return nil, fmt.Errorf("response head: %w", err)
	}
	rest = f.head[end+4:]
	if response.StatusCode >= 100 && response.StatusCode < 200 {
		f.head = nil
		return f.takeHead(rest)
	}
	f.response = response
	switch {
	case response.StatusCode == http.StatusNoContent || response.StatusCode == http.StatusNotModified:
		f.mode = byLength
	case len(response.TransferEncoding) > 0 && response.TransferEncoding[0] == "chunked":
		f.mode = byChunks
	case response.ContentLength >= 0:
		f.mode, f.left = byLength, response.ContentLength
	default:
		f.mode = byClose
	}
	return rest, nil
}

// end says what it means that the connection ended here; an empty outcome is a good end.
func (f *framer) end(err error) (timeline.Outcome, string) {
	clean := errors.Is(err, io.EOF)
	switch {
	case f.response == nil:
		return timeline.Truncated, "connection ended before the response: " + err.Error()
	case f.mode == byClose && clean:
		f.done = true
		return "", ""
	case f.mode == byChunks && clean && f.chunks.between():
		return timeline.MissingTerminator, "connection ended without the last chunk"
	case f.mode == byLength:
		return timeline.Truncated, fmt.Sprintf("connection ended %d bytes before the announced length: %v", f.left, err)
	}
	return timeline.Truncated, "connection ended in the middle of the body: " + err.Error()
}

func (f *framer) reusable() bool { return f.done && f.mode != byClose && !f.response.Close }
