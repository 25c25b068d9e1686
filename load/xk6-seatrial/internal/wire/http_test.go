package wire

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

const speech = `{"id":"t","transport":"%s","path":"/tts","body":{"text":"{{text}}","id":"{{requestId}}"},
"output":{"kind":"audio","container":"%s","encoding":"pcm_s16le","sampleRate":8000},
"messages":{"content":{"when":{"path":"type","equals":"chunk"},"path":"data"},"end":{"path":"type","equals":"done"},
"error":{"when":{"path":"type","equals":"error"},"status":"status_code","message":["message","error"]},"context":"context_id"}}`

// ask sends one request to a server that answers as the script says, and returns what happened.
func ask(t *testing.T, transport, container string, answer func(net.Conn)) *timeline.Timeline {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				request, err := http.ReadRequest(bufio.NewReader(conn))
				if err == nil && request.ContentLength > 0 {
					_, _ = bufio.NewReader(request.Body).Discard(int(request.ContentLength))
				}
				answer(conn)
			}()
		}
	}()
	client := newTransport(t, fmt.Sprintf(speech, transport, container), "http://"+listener.Addr().String())
	defer client.Close()
	var line timeline.Timeline
	line.Reset("r1", 0)
	line.Characters = 5
	client.Do(context.Background(), &protocol.Send{Body: []byte(`{"text":"hello"}`)}, &line)
	return &line
}

func newTransport(t *testing.T, spec, base string) Transport {
	t.Helper()
	return newTransportOver(t, spec, base, &Dialer{Dial: (&net.Dialer{}).DialContext})
}

func newTransportOver(t *testing.T, spec, base string, dialer *Dialer) Transport {
	t.Helper()
	var parsed protocol.Spec
	if err := json.Unmarshal([]byte(spec), &parsed); err != nil {
		t.Fatal(err)
	}
	compiled, err := protocol.Compile(&parsed, base, protocol.Values{})
	if err != nil {
		t.Fatal(err)
	}
	return New(compiled, dialer, time.Second)
}

// say writes pieces to a connection with a pause between them, so that they are read one by one.
func say(pieces ...string) func(net.Conn) {
	return func(conn net.Conn) {
		for _, piece := range pieces {
			_, _ = conn.Write([]byte(piece))
			time.Sleep(30 * time.Millisecond)
		}
	}
}

const (
	chunkedHead = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
	eventsHead  = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
	audioEvent  = "data: {\"type\":\"chunk\",\"data\":\"AAAAAA==\"}\n\n"
	doneEvent   = "data: {\"type\":\"done\",\"done\":true}\n\n"
)

func chunk(payload string) string { return fmt.Sprintf("%x\r\n%s\r\n", len(payload), payload) }

func TestHowAnAnswerEnds(t *testing.T) {
	for _, c := range []struct {
		name      string
		transport string
		answer    func(net.Conn)
		want      timeline.Outcome
		audio     int
		status    string
	}{
		{"chunks", "http", say(chunkedHead, chunk("abcd"), chunk("ef"), "0\r\n\r\n"), timeline.Complete, 6, "200"},
		{"all at once", "http", say(chunkedHead + chunk("abcd") + "0\r\n\r\n"), timeline.Complete, 4, "200"},
		{"chunk size split", "http", say(chunkedHead+"1", "0\r", "\n0123456789abcdef\r\n0\r\n", "\r\n"), timeline.Complete, 16, "200"},
		{"trailer", "http", say(chunkedHead, chunk("abcd")+"0\r\nX-Audio: 1\r\n\r\n"), timeline.Complete, 4, "200"},
		{"length", "http", say("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab", "cd"), timeline.Complete, 4, "200"},
		{"until close", "http", say("HTTP/1.1 200 OK\r\n\r\n", "abcd"), timeline.Complete, 4, "200"},
		{"early hints first", "http", say("HTTP/1.1 103 Early Hints\r\n\r\n"+chunkedHead, chunk("abcd")+"0\r\n\r\n"), timeline.Complete, 4, "200"},
		{"cut in a chunk", "http", say(chunkedHead, "10\r\nabcd"), timeline.Truncated, 4, "200"},
		{"cut before the length", "http", say("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabcd"), timeline.Truncated, 4, "200"},
		{"no last chunk", "http", say(chunkedHead, chunk("abcd")), timeline.MissingTerminator, 4, "200"},
		{"no answer", "http", say(), timeline.Truncated, 0, ""},
		{"bad chunk size", "http", say(chunkedHead, "zz\r\nabcd"), timeline.ProtocolError, 0, "200"},
		{"not HTTP", "http", say("SSH-2.0-OpenSSH\r\n\r\n"), timeline.ProtocolError, 0, ""},
		{"bytes after the end", "http", say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabcd"), timeline.ProtocolError, 2, "200"},
		{"hangs", "http", hang(), timeline.Timeout, 0, ""},
		{"hangs in the body", "http", hang(chunkedHead, chunk("abcd")), timeline.Timeout, 4, "200"},
		{"no audio", "http", say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), timeline.NoContent, 0, "200"},
		{"busy", "http", say("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 2\r\nContent-Length: 4\r\n\r\nbusy"), timeline.HTTPStatus, 0, "429"},
		{"events", "sse", say(eventsHead, chunk(audioEvent), chunk(audioEvent[:9]), chunk(audioEvent[9:]+doneEvent), "0\r\n\r\n"), timeline.Complete, 8, "200"},
		{"no last event", "sse", say(eventsHead, chunk(audioEvent), "0\r\n\r\n"), timeline.MissingTerminator, 4, "200"},
		{"garbage event", "sse", say(eventsHead, chunk("data: {\"type\":\n\n"+doneEvent), "0\r\n\r\n"), timeline.ProtocolError, 0, "200"},
		{"audio that is no base64", "sse", say(eventsHead, chunk("data: {\"type\":\"chunk\",\"data\":\"%%\"}\n\n"+doneEvent), "0\r\n\r\n"), timeline.ProtocolError, 0, "200"},
		{"error event", "sse", say(eventsHead, chunk("event: error\ndata: {\"type\":\"error\",\"status_code\":503,\"error\":\"no worker\"}\n\n"), "0\r\n\r\n"), timeline.HTTPStatus, 0, "503"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			line := ask(t, c.transport, "raw", c.answer)
			if line.Outcome != c.want || line.Content != c.audio || line.Status != c.status {
				t.Errorf("%s with %d bytes, status %q (%s); want %s with %d, %q",
					line.Outcome, line.Content, line.Status, line.Message, c.want, c.audio, c.status)
			}
		})
	}
}

func TestRetryAfter(t *testing.T) {
	line := ask(t, "http", "raw", say("HTTP/1.1 503 No\r\nRetry-After: 2\r\nContent-Length: 4\r\n\r\nbusy"))
	if line.RetryAfter != int64(2*time.Second) || !strings.Contains(line.Message, "busy") {
		t.Errorf("retry after %d, %q", line.RetryAfter, line.Message)
	}
}

func TestHeaderOfAWavIsNotAudio(t *testing.T) {
	header := "RIFF\xff\xff\xff\xffWAVEfmt \x10\x00\x00\x00" + strings.Repeat("x", 16) + "data\xff\xff\xff\xff"
	line := ask(t, "http", "wav", say(chunkedHead, chunk(header), chunk("abcd"), "0\r\n\r\n"))
	if line.Content != 4 || line.ServiceFirst() < int64(20*time.Millisecond) {
		t.Errorf("%d bytes of audio, the first after %v", line.Content, time.Duration(line.ServiceFirst()))
	}
}

func TestEveryReadIsStamped(t *testing.T) {
	line := ask(t, "http", "raw", say(chunkedHead, chunk("ab"), chunk("cd")+chunk("ef"), "0\r\n\r\n"))
	var audio []int
	for _, read := range line.Reads {
		audio = append(audio, read.Content)
	}
	if fmt.Sprint(audio) != "[0 2 4 0]" {
		t.Errorf("audio by read is %v", audio)
	}
	if line.FirstContent != line.Reads[1].At || line.Handled < line.FirstContent || line.LastRead != line.Reads[3].At {
		t.Errorf("stamps do not fit: %+v", line)
	}
}

func TestConnectionsAreUsedAgain(t *testing.T) {
	mux := http.NewServeMux()
	seen := make(chan string, 10)
	mux.HandleFunc("POST /tts", func(w http.ResponseWriter, r *http.Request) {
		seen <- r.Header.Get("X-Request-Id")
		w.Header().Set("Content-Type", "audio/pcm")
		_, _ = w.Write([]byte("abcd"))
	})
	listener, _ := net.Listen("tcp", "127.0.0.1:0")
	server := &http.Server{Handler: mux}
	go func() { _ = server.Serve(listener) }()
	defer server.Close()
	client := newTransport(t, fmt.Sprintf(speech, "http", "raw"), "http://"+listener.Addr().String())
	defer client.Close()
	connected := 0
	for i := range 3 {
		var line timeline.Timeline
		line.Reset(fmt.Sprintf("r%d", i), 0)
		line.Characters = 5
		client.Do(context.Background(), &protocol.Send{Body: []byte(`{}`)}, &line)
		if line.Outcome != timeline.Complete {
			t.Fatal(line.Message)
		}
		if line.ConnectStart != 0 {
			connected++
		}
		if id := <-seen; id != line.ID {
			t.Errorf("%s was asked as %s", line.ID, id)
		}
	}
	if connected != 1 {
		t.Errorf("%d connections", connected)
	}
}

func TestRefusedAndCancelled(t *testing.T) {
	client := newTransport(t, fmt.Sprintf(speech, "http", "raw"), "http://127.0.0.1:1")
	var line timeline.Timeline
	line.Reset("r", 0)
	line.Characters = 5
	client.Do(context.Background(), &protocol.Send{}, &line)
	if line.Outcome != timeline.ConnectError {
		t.Errorf("refused is %s", line.Outcome)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	line.Reset("r", 0)
	line.Characters = 5
	client.Do(ctx, &protocol.Send{}, &line)
	if line.Outcome != timeline.Cancelled {
		t.Errorf("cancelled is %s", line.Outcome)
	}
}
