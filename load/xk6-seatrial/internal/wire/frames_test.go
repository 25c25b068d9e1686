package wire

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"seatrial.dev/xk6-seatrial/internal/clock"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// frame of a service: not masked.
func frame(first byte, payload string) string {
	if len(payload) < 126 {
		return string([]byte{first, byte(len(payload))}) + payload
	}
	return string([]byte{first, 126, byte(len(payload) >> 8), byte(len(payload))}) + payload
}

func TestFramesComeInAnyPieces(t *testing.T) {
	long := strings.Repeat("0123456789", 1000)
	stream := frame(0x01, "ab") + frame(0x89, "ping") + frame(0x00, "cd") + frame(0x80, "ef") +
		frame(0x82, long) + frame(0x81, "") + frame(0x8a, "") + frame(0x88, "\x03\xe8bye")
	want := fmt.Sprintf("9 ping; 1 abcdef; 2 %s; 1 ; 10 ; 8 \x03\xe8bye; ", long)
	for _, size := range []int{1, 2, 3, 7, 100, 1 << 20} {
		var f frames
		var got strings.Builder
		for rest := []byte(stream); len(rest) > 0; rest = rest[min(size, len(rest)):] {
			if err := f.feed(bytes.Clone(rest[:min(size, len(rest))]), func(op byte, payload []byte) error {
				fmt.Fprintf(&got, "%d %s; ", op, payload)
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		if got.String() != want || !f.between() {
			t.Errorf("in pieces of %d: %.200s", size, got.String())
		}
	}
}

func TestFramesThatAreNotAllowed(t *testing.T) {
	for name, c := range map[string]struct {
		raw  string
		want timeline.Outcome
	}{
		"masked":                   {"\x81\x81\x00\x00\x00\x00a", timeline.ProtocolError},
		"compressed":               {frame(0xc1, "a"), timeline.ProtocolError},
		"unknown":                  {frame(0x83, "a"), timeline.ProtocolError},
		"go on with nothing":       {frame(0x80, "a"), timeline.ProtocolError},
		"a message in a message":   {frame(0x01, "a") + frame(0x81, "b"), timeline.ProtocolError},
		"long control":             {frame(0x89, strings.Repeat("a", 126)), timeline.ProtocolError},
		"a message without bounds": {"\x82\x7f\x00\x00\x00\x00\x40\x00\x00\x00", timeline.TooLarge},
	} {
		client := talk(t, func(conn *websocket.Conn) {
			_, _ = conn.NetConn().Write([]byte(c.raw))
			_, _, _ = conn.ReadMessage()
		})
		if line := once(client); line.Outcome != c.want {
			t.Errorf("%s: %s (%s)", name, line.Outcome, line.Message)
		}
	}
}

func TestAMessageIsStampedByTheReadThatCompletedIt(t *testing.T) {
	second := make(chan int64, 1)
	client := talk(t, func(conn *websocket.Conn) {
		raw := frame(0x81, audioMessage)
		_, _ = conn.NetConn().Write([]byte(raw[:10]))
		time.Sleep(50 * time.Millisecond)
		second <- clock.Now()
		_, _ = conn.NetConn().Write([]byte(raw[10:]))
		messages(doneMessage)(conn)
	})
	line := once(client)
	if late := time.Duration(line.FirstContent - <-second); line.Outcome != timeline.Complete || late < 0 || late > time.Second {
		t.Errorf("%s, stamped %v after its second half was written (%s)", line.Outcome, late, line.Message)
	}
	if line.Reads[0].Content != 0 || line.Reads[1].Content != 4 || line.Clock != Clock {
		t.Errorf("reads are %+v by %s", line.Reads, line.Clock)
	}
}

func TestPingsAreAnswered(t *testing.T) {
	client := talk(t, func(conn *websocket.Conn) {
		_ = conn.WriteMessage(websocket.PingMessage, []byte("there?"))
		pong := make([]byte, 12)
		if _, err := io.ReadFull(conn.NetConn(), pong); err != nil || pong[0] != 0x8a || pong[1] != 0x86 {
			return
		}
		for i, want := range []byte("there?") {
			if pong[6+i]^pong[2+i%4] != want {
				return
			}
		}
		messages(audioMessage, doneMessage)(conn)
	})
	if line := once(client); line.Outcome != timeline.Complete || line.Content != 4 {
		t.Errorf("%s (%s)", line.Outcome, line.Message)
	}
}
