package wire

import (
	"context"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"seatrial.dev/xk6-seatrial/internal/clock"
	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// parts of audio, 20 ms apart, and a word that there is no more.
func parts(n int) *protocol.Send {
	send := &protocol.Send{}
	for i := range n {
		send.Parts = append(send.Parts, protocol.Part{Binary: true, Data: make([]byte, 320), After: time.Duration(i) * 20 * time.Millisecond})
	}
	send.Parts = append(send.Parts, protocol.Part{Data: []byte(`{"end":true}`), After: time.Duration(n) * 20 * time.Millisecond})
	return send
}

func TestPartsGoOutInTheirTimeWhileAnswersCome(t *testing.T) {
	kinds := make(chan int, 10)
	client := talk(t, func(conn *websocket.Conn) {
		for range 5 { // the first part was taken already
			kind, _, err := conn.ReadMessage()
			if err != nil {
				return
			}
			kinds <- kind
			_ = conn.WriteMessage(websocket.TextMessage, []byte(audioMessage))
		}
		_ = conn.WriteMessage(websocket.TextMessage, []byte(doneMessage))
	})
	for range 2 {
		var line timeline.Timeline
		line.Reset("r", clock.Now())
		client.Do(context.Background(), parts(5), &line)
		if line.Outcome != timeline.Complete || line.Content != 5*4 {
			t.Fatalf("%s with %d bytes (%s)", line.Outcome, line.Content, line.Message)
		}
		for i := range 5 {
			if want := map[bool]int{true: websocket.TextMessage, false: websocket.BinaryMessage}[i == 4]; <-kinds != want {
				t.Errorf("part %d is not of kind %d", i+1, want)
			}
		}
		if took := time.Duration(line.SentLast - line.Sent); took < 100*time.Millisecond || line.SendLate < 0 {
			t.Errorf("five parts of 20 ms went out within %v, late by %d", took, line.SendLate)
		}
		if line.FirstContent > line.SentLast || line.BytesOut != 5*320+12 {
			t.Errorf("answers came only after the last part, or %d bytes went out", line.BytesOut)
		}
	}
}

func TestAnAnswerBeforeTheLastPartEndsTheRequest(t *testing.T) {
	client := talk(t, messages(audioMessage, doneMessage))
	var line timeline.Timeline
	line.Reset("r", clock.Now())
	client.Do(context.Background(), parts(100), &line)
	if line.Outcome != timeline.Complete { // the last part would be due after the time for a request
		t.Errorf("%s (%s)", line.Outcome, line.Message)
	}
	if line := once(client); line.ConnectStart == 0 {
		t.Error("a socket is used again on which a request was not sent to its end")
	}
}
