package serve

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"seatrial.dev/truth/internal/answer"
	"seatrial.dev/truth/internal/schedule"
	"seatrial.dev/truth/internal/truthlog"
)

const chunks = 6

// start serves short answers on loopback; given are the connections that the loop does not want.
func start(t *testing.T) (loop *Loop, address string, given chan net.Conn) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	file, err := listener.(*net.TCPListener).File()
	if err != nil {
		t.Fatal(err)
	}
	fd, err := unix.FcntlInt(file.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	_ = unix.SetNonblock(fd, true)
	_, _ = file.Close(), listener.Close()
	given = make(chan net.Conn, 1)
	loop, err = New(fd, Options{
		Model: schedule.Model{Chunks: chunks, Gap: 2 * time.Millisecond, Median: 5 * time.Millisecond, Sigma: 0.1},
		Stall: 50 * time.Millisecond, Log: truthlog.New(64, chunks), HandOff: func(c net.Conn) { given <- c },
	})
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = loop.Run() }()
	return loop, listener.Addr().String(), given
}

func logged(loop *Loop) (text string) {
	loop.Do(func() { text = string(loop.Log().Append(nil, 0, loop.Log().Len())) })
	return text
}

func post(path, id, body string) string {
	return fmt.Sprintf("POST %s HTTP/1.1\r\nHost: x\r\nx-request-id: %s\r\nContent-Length: %d\r\n\r\n%s", path, id, len(body), body)
}

func TestRequestsOfOneConnectionWhateverTheirPieces(t *testing.T) {
	loop, address, _ := start(t)
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	both := post("/tts/bytes", "a", "{}") + post("/v1/chat/completions?x=1", "b", `{"m":"rid:from-text."}`)
	for i := range len(both) {
		_, _ = conn.Write([]byte{both[i]})
	}
	reader := bufio.NewReader(conn)
	for _, want := range []string{"", "data: [DONE]\n\n"} {
		response, err := http.ReadResponse(reader, nil)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		if err != nil || !strings.HasSuffix(string(body), want) || len(body) < 900 {
			t.Errorf("%d bytes, %v", len(body), err)
		}
	}
	text := logged(loop)
	for _, want := range []string{`"rid":"a","protocol":"cartesia-bytes","ending":"whole"`, `"rid":"from-text.","protocol":"openai-chat"`, `"chunks":6`} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
}

func TestContextsOfOneSocket(t *testing.T) {
	loop, address, _ := start(t)
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "GET /tts/websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
	reader := bufio.NewReader(conn)
	response, err := http.ReadResponse(reader, nil)
	if err != nil || response.Header.Get("Sec-WebSocket-Accept") != "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" {
		t.Fatalf("%v %v", response, err)
	}
	for _, id := range []string{"one", "two", "three"} {
		text := `{"context_id": "` + id + `"}`
		_, _ = conn.Write(append([]byte{0x81, 0x80 | byte(len(text)), 0, 0, 0, 0}, text...))
	}
	cancel := `{"context_id":"three","cancel":true}`
	_, _ = conn.Write(append([]byte{0x81, 0x80 | byte(len(cancel)), 0, 0, 0, 0}, cancel...))
	seen := map[string]int{}
	for seen["done"] < 2 {
		head := make([]byte, 4)
		if _, err := io.ReadFull(reader, head); err != nil {
			t.Fatal(err)
		}
		rest, size := head[2:], int(head[1])
		if size == 126 {
			rest, size = nil, int(head[2])<<8|int(head[3])
		} else {
			size -= len(rest)
		}
		payload := make([]byte, size)
		_, _ = io.ReadFull(reader, payload)
		text := string(rest) + string(payload)
		for _, word := range []string{`"one"`, `"two"`, `"three"`} {
			if strings.Contains(text, word) {
				seen[word]++
			}
		}
		if strings.Contains(text, `"type":"done"`) {
			seen["done"]++
		}
	}
	if seen[`"one"`] != chunks+1 || seen[`"two"`] != chunks+1 || seen[`"three"`] != 0 {
		t.Error(seen)
	}
	if text := logged(loop); !strings.Contains(text, `"rid":"three","protocol":"cartesia-ws","ending":"left"`) {
		t.Error(text)
	}
}

func TestWhatIsNotTimedIsHandedOver(t *testing.T) {
	_, address, given := start(t)
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "GET /truth HTTP/1.1\r\nHost: x\r\n\r\n")
	other := <-given
	defer other.Close()
	request, err := http.ReadRequest(bufio.NewReader(other))
	if err != nil || request.URL.Path != "/truth" {
		t.Errorf("%v %v", request, err)
	}
}

func TestAFreezeMovesWhatIsDue(t *testing.T) {
	loop, address, _ := start(t)
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	begun := time.Now()
	fmt.Fprint(conn, post("/tts/bytes", "a", "{}"))
	loop.Do(func() { loop.Freeze(100 * time.Millisecond) })
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(response.Body); err != nil || time.Since(begun) < 100*time.Millisecond {
		t.Errorf("%v after %v", err, time.Since(begun))
	}
	var most int64
	loop.Do(func() { most = loop.Log().Lateness.Most() })
	if most > int64(80*time.Millisecond) {
		t.Errorf("the freeze counts as lateness: %d", most)
	}
}

func TestOneWhoDoesNotReadIsLetGo(t *testing.T) {
	loop, address, _ := start(t)
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(conn, post("/tts/bytes", "a", "order:endless"))
	time.Sleep(50 * time.Millisecond)
	_ = conn.Close()
	for range 100 {
		if strings.Contains(logged(loop), `"order":"endless","ending":"ordered"`) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("the stream did not end with its connection")
}

func TestEveryOrderEndsAsItShould(t *testing.T) {
	loop, address, _ := start(t)
	for _, c := range []struct {
		order answer.Order
		path  string
		want  string
	}{
		{answer.NoTerminator, "/tts/sse", "<nil>"},
		{answer.NoTerminator, "/tts/bytes", "unexpected EOF"},
		{answer.Truncate, "/tts/sse", "unexpected EOF"},
		{answer.Stall, "/tts/bytes", "<nil>"},
		{answer.Pairs, "/tts/bytes", "<nil>"},
		{answer.RoleEarly, "/v1/chat/completions", "<nil>"},
		{answer.RoleEarly, "/v1/embeddings", "<nil>"},
		{answer.WrongType, "/v1/embeddings", "<nil>"},
		{answer.NoContent, "/v1/embeddings", "<nil>"},
		{answer.Refuse429, "/tts/sse", "<nil>"},
	} {
		response, err := http.Post("http://"+address+c.path+"?order="+c.order.String(), "", strings.NewReader("{}"))
		if err != nil {
			t.Errorf("%s: %v", c.order, err)
			continue
		}
		if _, err := io.ReadAll(response.Body); fmt.Sprint(err) != c.want {
			t.Errorf("%s of %s ends with %v", c.order, c.path, err)
		}
	}
	if text := logged(loop); strings.Count(text, "\n") != 10 {
		t.Error(text)
	}
}
