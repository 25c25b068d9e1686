package wire

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"go.k6.io/k6/v2/lib/netext"

	"seatrial.dev/xk6-seatrial/internal/clock"
	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// slowly answers each request on a connection with pieces of audio, one every 20 ms, and tells when it wrote each.
func slowly(t *testing.T, pieces int) (net.Listener, <-chan int64) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	sent := make(chan int64, 100)
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		for from := bufio.NewReader(conn); ; {
			request, err := http.ReadRequest(from)
			if err != nil {
				return
			}
			_, _ = io.Copy(io.Discard, request.Body)
			_, _ = io.WriteString(conn, chunkedHead)
			for range pieces {
				time.Sleep(20 * time.Millisecond)
				sent <- clock.Now()
				_, _ = io.WriteString(conn, chunk("abcd"))
			}
			_, _ = io.WriteString(conn, "0\r\n\r\n")
		}
	}()
	return listener, sent
}

// late is how long after the write of its last chunk each read is stamped.
func late(line *timeline.Timeline, sent <-chan int64) (late []time.Duration) {
	for _, read := range line.Reads {
		var wrote int64
		for range read.Content / 4 {
			wrote = <-sent
		}
		if read.Content > 0 {
			late = append(late, time.Duration(read.At-wrote))
		}
	}
	return late
}

func clientOf(t *testing.T, listener net.Listener, dialer *Dialer) Transport {
	t.Helper()
	client := newTransportOver(t, fmt.Sprintf(speech, "http", "raw"), "http://"+listener.Addr().String(), dialer)
	t.Cleanup(client.Close)
	return client
}

func once(client Transport) *timeline.Timeline {
	line := &timeline.Timeline{}
	line.Reset("r", clock.Now())
	client.Do(context.Background(), &protocol.Send{Body: []byte(`{}`)}, line)
	return line
}

func TestTheKernelStampsWhatComes(t *testing.T) {
	if Clock != timeline.Kernel {
		t.Skip("no kernel stamps on this system")
	}
	listener, sent := slowly(t, 5)
	k6 := netext.NewDialer(net.Dialer{}, nil)
	dialer := &Dialer{Dial: k6.DialContext}
	line := once(clientOf(t, listener, dialer))
	if line.Outcome != timeline.Complete || line.Clock != timeline.Kernel {
		t.Fatalf("%s by %s (%s)", line.Outcome, line.Clock, line.Message)
	}
	for i, late := range late(line, sent) {
		if late < 0 || late > time.Second {
			t.Errorf("chunk %d is stamped %v after its write", i, late)
		}
	}
	stats := dialer.Stats()
	if stats.KernelReads != int64(len(line.Reads)) || stats.UserReads != 0 || stats.Clock() != timeline.Kernel {
		t.Errorf("%+v", stats)
	}
	if k6.BytesRead != stats.BytesIn || k6.BytesRead != line.BytesIn || k6.BytesWritten != line.BytesOut {
		t.Errorf("k6 counts %d and %d bytes, the timeline %d and %d",
			k6.BytesRead, k6.BytesWritten, line.BytesIn, line.BytesOut)
	}
}

func TestWithoutTheKernelItSaysSo(t *testing.T) {
	listener, sent := slowly(t, 3)
	dialer := &Dialer{Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
		return struct{ net.Conn }{conn}, err // not known to be a TCP socket
	}}
	line := once(clientOf(t, listener, dialer))
	if stats := dialer.Stats(); line.Clock != timeline.UserSpace || stats.Clock() != timeline.UserSpace || stats.Doubtful != 0 {
		t.Errorf("%s by %s, %+v", line.Outcome, line.Clock, stats)
	}
	for i, late := range late(line, sent) {
		if late < 0 || late > time.Second {
			t.Errorf("chunk %d is stamped %v after its write", i, late)
		}
	}
}

func TestAStepOfTheSystemClockCorruptsNoLatency(t *testing.T) {
	if Clock != timeline.Kernel {
		t.Skip("no kernel stamps on this system")
	}
	for _, step := range []time.Duration{3 * time.Second, -3 * time.Second} {
		t.Run(step.String(), func(t *testing.T) {
			t.Parallel()
			from := time.Now().Add(150 * time.Millisecond).UnixNano()
			stepped := func(system int64) int64 {
				if system >= from {
					system += int64(step)
				}
				return system
			}
			dialer := &Dialer{
				Dial:  (&net.Dialer{}).DialContext,
				shift: stepped,
				clocks: func() (mono, system int64) {
					mono, system = clock.Both()
					return mono, stepped(system)
				},
			}
			listener, sent := slowly(t, 15)
			client := clientOf(t, listener, dialer)
			for range 2 {
				line := once(client)
				for i, late := range late(line, sent) {
					if line.Outcome != timeline.Complete || late < 0 || late > time.Second {
						t.Errorf("%s: chunk %d is stamped %v after its write", line.Outcome, i, late)
					}
				}
			}
			if stats := dialer.Stats(); stats.ClockSteps != 1 || stats.KernelReads == 0 || step < 0 && stats.Doubtful == 0 {
				t.Errorf("the step was not noticed once: %+v", stats)
			}
		})
	}
}

func TestReadingAllocatesNothing(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	dialer := &Dialer{Dial: (&net.Dialer{}).DialContext}
	conn, _, err := dialer.open(t.Context(), listener.Addr().String(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	far, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer far.Close()
	piece, buffer := []byte("abcd"), make([]byte, bufferSize)
	if n := testing.AllocsPerRun(100, func() {
		_, _ = far.Write(piece)
		_, _ = conn.Read(buffer)
	}); n != 0 {
		t.Errorf("%v allocations per read", n)
	}
}
