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
	upgrade  bool           // 101 is an answer, not a notice before it
	response *http.Response // once the head is there
	mode     bodyMode
	left     int64
	chunks   chunked
	done     bool

	head   []byte
	raw    bytes.Reader
	reader *bufio.Reader
}

type bodyMode int

const (
	byLength bodyMode = iota
	byChunks
	byClose
)

const headMost = 64 << 10

var errTooMuch = errors.New("bytes after the end of the response")

// tooLarge is an answer that nobody wants to take in.
type tooLarge string

func (t tooLarge) Error() string { return string(t) }

// reset makes it ready for the next response and keeps its memory.
func (f *framer) reset() {
	*f = framer{head: f.head[:0], reader: f.reader, chunks: chunked{line: f.chunks.line[:0]}}
}

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
		if len(piece) > 0 {
			emit(piece)
		}
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

// takeHead collects the head; notices that come before the answer, such as 100 and 103, are passed over.
func (f *framer) takeHead(piece []byte) (rest []byte, err error) {
	f.head = append(f.head, piece...)
	for {
		end := bytes.Index(f.head, []byte("\r\n\r\n"))
		if end < 0 {
			if len(f.head) > headMost {
				return nil, errors.New("response head does not end")
			}
			return nil, nil
		}
		response, err := f.parse(f.head[:end+4])
		if err != nil {
			return nil, fmt.Errorf("response head: %w", err)
		}
		rest = f.head[end+4:]
		if code := response.StatusCode; code >= 100 && code < 200 && !(f.upgrade && code == 101) {
			f.head = append(f.head[:0], rest...)
			continue
		}
		f.response = response
		return rest, f.measure()
	}
}

func (f *framer) parse(head []byte) (*http.Response, error) {
	f.raw.Reset(head)
	if f.reader == nil {
		f.reader = bufio.NewReaderSize(&f.raw, 4<<10)
	} else {
		f.reader.Reset(&f.raw)
	}
	return http.ReadResponse(f.reader, nil)
}

// measure tells how the end of the body is to be found.
func (f *framer) measure() error {
	code, length := f.response.StatusCode, f.response.ContentLength
	switch {
	case code == http.StatusNoContent || code == http.StatusNotModified || code == http.StatusSwitchingProtocols:
		f.mode = byLength
	case len(f.response.TransferEncoding) > 0 && f.response.TransferEncoding[0] == "chunked":
		f.mode = byChunks
	case length > responseMost:
		return tooLarge(fmt.Sprintf("a body of %d bytes is announced, %d are taken", length, int64(responseMost)))
	case length >= 0:
		f.mode, f.left = byLength, length
	default:
		f.mode = byClose
	}
	return nil
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
