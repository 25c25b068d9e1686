package wire

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// talk answers each message on a socket as the script says, and returns a client of it.
func talk(t *testing.T, answer func(*websocket.Conn)) Transport {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer conn.Close()
		for {
			if _, _, err := conn.ReadMessage(); err != nil {
				return
			}
			answer(conn)
		}
	})}
	go func() { _ = server.Serve(listener) }()
	client := newTransport(t, fmt.Sprintf(speech, "websocket", "raw"), "http://"+listener.Addr().String())
	t.Cleanup(func() { client.Close(); _ = server.Close() })
	return client
}

func messages(texts ...string) func(*websocket.Conn) {
	return func(conn *websocket.Conn) {
		for _, text := range texts {
			_ = conn.WriteMessage(websocket.TextMessage, []byte(text))
			time.Sleep(10 * time.Millisecond)
		}
	}
}

const (
	audioMessage   = `{"type":"chunk","data":"AAAAAA==","context_id":"r"}`
	doneMessage    = `{"type":"done","done":true,"context_id":"r"}`
	foreignMessage = `{"type":"chunk","data":"AAAAAA==","context_id":"another"}`
)

func TestHowASocketEnds(t *testing.T) {
	closing := func(conn *websocket.Conn) {
		messages(audioMessage)(conn)
		_ = conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(1000, ""), time.Now().Add(time.Second))
	}
	cut := func(raw string) func(*websocket.Conn) {
		return func(conn *websocket.Conn) {
			messages(audioMessage)(conn)
			_, _ = conn.NetConn().Write([]byte(raw))
			_ = conn.NetConn().Close()
		}
	}
	for _, c := range []struct {
		name   string
		answer func(*websocket.Conn)
		want   timeline.Outcome
		audio  int
	}{
		{"complete", messages(audioMessage, audioMessage, doneMessage), timeline.Complete, 8},
		{"late message of another request", messages(foreignMessage, audioMessage, doneMessage), timeline.Complete, 4},
		{"closed before the end", closing, timeline.MissingTerminator, 4},
		{"cut between messages", cut(""), timeline.Truncated, 4},
		{"half a frame", cut("\x81\x7e\x01\x00{\"type\""), timeline.Truncated, 4},
		{"garbage", messages(audioMessage, "{"), timeline.ProtocolError, 4},
		{"error", messages(`{"type":"error","status_code":429,"message":"busy","context_id":"r"}`), timeline.HTTPStatus, 0},
		{"silence", messages(), timeline.Timeout, 0},
		{"nothing but the end", messages(doneMessage), timeline.NoContent, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			client := talk(t, c.answer)
			var line timeline.Timeline
			line.Reset("r", 0)
			line.Characters = 5
			client.Do(context.Background(), &protocol.Send{Body: []byte(`{}`)}, &line)
			if line.Outcome != c.want || line.Content != c.audio {
				t.Errorf("%s with %d bytes (%s); want %s with %d", line.Outcome, line.Content, line.Message, c.want, c.audio)
			}
		})
	}
}

func TestSocketsAreUsedAgainUnlessBroken(t *testing.T) {
	asked := 0
	client := talk(t, func(conn *websocket.Conn) {
		if asked++; asked == 2 {
			messages("{")(conn)
			return
		}
		messages(audioMessage, doneMessage)(conn)
	})
	var connects []bool
	for range 4 {
		var line timeline.Timeline
		line.Reset("r", 0)
		line.Characters = 5
		client.Do(context.Background(), &protocol.Send{Body: []byte(`{}`)}, &line)
		connects = append(connects, line.ConnectStart != 0)
	}
	if fmt.Sprint(connects) != "[true false true false]" {
		t.Errorf("connected: %v", connects)
	}
}

func TestUpgradeThatIsRefused(t *testing.T) {
	line := ask(t, "websocket", "raw", say("HTTP/1.1 503 No\r\nRetry-After: 1\r\nContent-Length: 4\r\n\r\nbusy"))
	if line.Outcome != timeline.HTTPStatus || line.Status != "503" || line.RetryAfter != int64(time.Second) {
		t.Errorf("%s %s %d: %s", line.Outcome, line.Status, line.RetryAfter, line.Message)
	}
}
