package wire

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// hang says something and then nothing, until the client gives up.
func hang(first ...string) func(net.Conn) {
	return func(conn net.Conn) {
		say(first...)(conn)
		_, _ = io.Copy(io.Discard, conn)
	}
}

func reset(first ...string) func(net.Conn) {
	return func(conn net.Conn) {
		say(first...)(conn)
		_ = conn.(*net.TCPConn).SetLinger(0)
		_ = conn.Close()
	}
}

func TestFaultsOfHTTP(t *testing.T) {
	const busy = "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 4\r\nRetry-After: "
	soon := time.Now().Add(90 * time.Second).UTC().Format(http.TimeFormat)
	for _, c := range []struct {
		name, transport string
		answer          func(net.Conn)
		want            timeline.Outcome
		words           string
	}{
		{"reset before the answer", "http", reset(), timeline.Truncated, "connection reset"},
		{"reset in mid-body", "http", reset(chunkedHead, chunk("abcd")), timeline.Truncated, "connection reset"},
		{"reset of events", "sse", reset(eventsHead, chunk(audioEvent)), timeline.Truncated, "connection reset"},
		{"truncated events", "sse", say(eventsHead, chunk(audioEvent + "data: {")[:40]), timeline.Truncated, "middle of the body"},
		{"nothing at all", "http", hang(), timeline.Timeout, headers},
		{"slow head", "http", hang("HTTP/1.1 200 OK\r\n", "Content-Type: a", "udio/pcm\r\n"), timeline.Timeout, headers},
		{"hangs in the body", "http", hang(chunkedHead, chunk("abcd")), timeline.Timeout, body},
		{"head without end", "http", say("HTTP/1.1 200 OK\r\n", strings.Repeat("X: y\r\n", headMost/6+1)), timeline.ProtocolError, "head does not end"},
		{"a GiB is announced", "http", say("HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\nabcd"), timeline.TooLarge, "1073741824 bytes"},
		{"compressed", "http", say("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd"), timeline.WrongType, "gzip"},
		{"a page instead of audio", "http", say("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>"), timeline.WrongType, "text/html"},
		{"come back in seconds", "http", say(busy + "2\r\n\r\nbusy"), timeline.HTTPStatus, "busy"},
		{"come back at a date", "http", say(busy + soon + "\r\n\r\nbusy"), timeline.HTTPStatus, "busy"},
		{"continue first", "http", say("HTTP/1.1 100 Continue\r\n\r\n", chunkedHead, chunk("abcd")+"0\r\n\r\n"), timeline.Complete, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			line := ask(t, c.transport, "raw", c.answer)
			if line.Outcome != c.want || !strings.Contains(line.Message, c.words) {
				t.Errorf("%s (%s); want %s with %q", line.Outcome, line.Message, c.want, c.words)
			}
			if wait := time.Duration(line.RetryAfter); c.want == timeline.HTTPStatus && wait < 2*time.Second-1 {
				t.Errorf("is to wait for %v", wait)
			}
		})
	}
}

func TestAStallIsOneGap(t *testing.T) {
	line := ask(t, "http", "raw", func(conn net.Conn) {
		say(chunkedHead, chunk("ab"), chunk("cd"))(conn)
		time.Sleep(400 * time.Millisecond)
		say(chunk("ef"), chunk("gh"), "0\r\n\r\n")(conn)
	})
	var long int
	count, longest := line.Gaps()
	line.EachGap(func(gap int64) {
		if gap > int64(300*time.Millisecond) {
			long++
		}
	})
	if line.Outcome != timeline.Complete || count != 3 || long != 1 || longest < int64(400*time.Millisecond) {
		t.Errorf("%s: %d gaps, %d of them long, the longest %v", line.Outcome, count, long, time.Duration(longest))
	}
}

func TestAnEndlessAnswerIsCutAndNotKept(t *testing.T) {
	piece := []byte(chunk(strings.Repeat("x", 32<<10)))
	endless := func(conn net.Conn) {
		_, err := io.WriteString(conn, chunkedHead)
		for err == nil {
			_, err = conn.Write(piece)
		}
	}
	var before, after runtime.MemStats
	client := serveRaw(t, endless)
	client.most = 48 << 20
	client.timeout = 20 * time.Second
	runtime.ReadMemStats(&before)
	line := once(client)
	runtime.ReadMemStats(&after)
	if line.Outcome != timeline.TooLarge || line.BytesIn < client.most || line.BytesIn > client.most+bufferSize {
		t.Errorf("%s after %d bytes (%s)", line.Outcome, line.BytesIn, line.Message)
	}
	if kept := after.TotalAlloc - before.TotalAlloc; kept > 4<<20 {
		t.Errorf("%d bytes were allocated for it", kept)
	}
}

// serveRaw is a client of a server that answers every request as the script says, on connections that stay open.
func serveRaw(t *testing.T, answer func(net.Conn)) *httpTransport {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				for from := bufio.NewReader(conn); ; {
					request, err := http.ReadRequest(from)
					if err != nil {
						return
					}
					_, _ = io.Copy(io.Discard, request.Body)
					answer(conn)
				}
			}()
		}
	}()
	return clientOf(t, listener, &Dialer{Dial: (&net.Dialer{}).DialContext}).(*httpTransport)
}

const plain = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabcd"

func TestAnIdleConnectionThatWasClosedCostsNoRequest(t *testing.T) {
	for name, end := range map[string]func(net.Conn){
		"closed": func(conn net.Conn) { _ = conn.Close() },
		"reset":  reset(),
	} {
		t.Run(name, func(t *testing.T) {
			var idle atomic.Pointer[net.Conn]
			client := serveRaw(t, func(conn net.Conn) {
				idle.Store(&conn)
				say(plain)(conn)
			})
			once(client)
			time.Sleep(50 * time.Millisecond)
			end(*idle.Load())
			time.Sleep(20 * time.Millisecond)
			line := once(client)
			if line.Outcome != timeline.Complete || line.Reconnects != 1 || line.ConnectStart != 0 {
				t.Errorf("%s with %d second tries (%s)", line.Outcome, line.Reconnects, line.Message)
			}
			if stats := client.dialer.Stats(); stats.Reconnects != 1 || stats.Dials != 2 {
				t.Errorf("%+v", stats)
			}
		})
	}
}

func TestAFreshConnectionThatIsClosedIsAFault(t *testing.T) {
	var asked atomic.Int64
	client := serveRaw(t, func(conn net.Conn) { asked.Add(1); _ = conn.Close() })
	if line := once(client); line.Outcome != timeline.Truncated || line.Reconnects != 0 || asked.Load() != 1 {
		t.Errorf("%s, asked %d times", line.Outcome, asked.Load())
	}
}

func TestAConnectionThatIsToBeClosedIsNotUsedAgain(t *testing.T) {
	client := serveRaw(t, say("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\nabcd"))
	for range 2 {
		if line := once(client); line.Outcome != timeline.Complete || line.ConnectStart == 0 || line.Reconnects != 0 {
			t.Errorf("%s, connected at %d, %d second tries", line.Outcome, line.ConnectStart, line.Reconnects)
		}
	}
}

func TestWhatThisMachineLacksIsNotTheServicesFault(t *testing.T) {
	dialer := &Dialer{Dial: func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Err: os.NewSyscallError("socket", syscall.EMFILE)}
	}}
	client := newTransportOver(t, fmt.Sprintf(speech, "http", "raw"), "http://127.0.0.1:1", dialer)
	defer client.Close()
	line := once(client)
	if stats := dialer.Stats(); line.Outcome != timeline.ConnectError || stats.NoFiles != 1 || stats.OwnErrors() != 1 {
		t.Errorf("%s (%s), %+v", line.Outcome, line.Message, stats)
	}
}

func TestATimeoutTellsWhereItHung(t *testing.T) {
	client := newTransportOver(t, fmt.Sprintf(speech, "http", "raw"), "http://127.0.0.1:1", &Dialer{
		Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		},
	})
	defer client.Close()
	if line := once(client); line.Outcome != timeline.Timeout || !strings.Contains(line.Message, connecting) {
		t.Errorf("%s (%s)", line.Outcome, line.Message)
	}
	line := ask(t, "websocket", "raw", hang("HTTP/1.1 101 Switching Protocols\r\n"))
	if line.Outcome != timeline.Timeout || !strings.Contains(line.Message, upgrading) {
		t.Errorf("%s (%s)", line.Outcome, line.Message)
	}
}

func TestDialsDoNotStorm(t *testing.T) {
	var now, stormed atomic.Int64
	dialer := &Dialer{Dial: func(context.Context, string, string) (net.Conn, error) {
		if now.Add(1) > dialsMost {
			stormed.Add(1)
		}
		defer now.Add(-1)
		time.Sleep(5 * time.Millisecond)
		return nil, io.ErrUnexpectedEOF
	}}
	client := newTransportOver(t, fmt.Sprintf(speech, "http", "raw"), "http://127.0.0.1:1", dialer)
	defer client.Close()
	lines := make(chan *timeline.Timeline)
	for range 3 * dialsMost {
		go func() { lines <- once(client) }()
	}
	waited := 0
	for range 3 * dialsMost {
		if line := <-lines; line.Connect() > int64(9*time.Millisecond) && line.Sent == 0 {
			waited++
		}
	}
	if stormed.Load() > 0 || waited < dialsMost {
		t.Errorf("%d dials too many at one time, %d waited for their turn while connecting", stormed.Load(), waited)
	}
}
