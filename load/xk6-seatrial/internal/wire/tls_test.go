package wire

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

func TestOverTLS(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !websocket.IsWebSocketUpgrade(r) {
			w.Header().Set("Content-Type", "audio/pcm")
			_, _ = w.Write([]byte("abcd"))
			return
		}
		conn, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer conn.Close()
		_, _, _ = conn.ReadMessage()
		messages(audioMessage, doneMessage)(conn)
	}))
	defer server.Close()
	for _, transport := range []string{"http", "websocket"} {
		for _, c := range []struct {
			trust bool
			want  timeline.Outcome
		}{{true, timeline.Complete}, {false, timeline.ConnectError}} {
			var spec protocol.Spec
			_ = json.Unmarshal(fmt.Appendf(nil, speech, transport, "raw"), &spec)
			compiled, err := protocol.Compile(&spec, server.URL, protocol.Values{})
			if err != nil {
				t.Fatal(err)
			}
			dialer := &Dialer{Dial: (&net.Dialer{}).DialContext}
			if c.trust {
				dialer.TLS = server.Client().Transport.(*http.Transport).TLSClientConfig
				dialer.TLS.ServerName = "example.com"
			}
			client := New(compiled, dialer, time.Second)
			var line timeline.Timeline
			line.Reset("r", 0)
			line.Characters = 5
			client.Do(context.Background(), &protocol.Send{Body: []byte(`{}`)}, &line)
			if line.Outcome != c.want || (c.trust && line.Content != 4) {
				t.Errorf("%s, trusted %v: %s %s", transport, c.trust, line.Outcome, line.Message)
			}
			client.Close()
		}
	}
}
