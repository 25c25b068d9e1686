package wire

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// far serves audio at the other end of a link: after a wait, and of so many bytes.
func far(t *testing.T, link *farLink, wait time.Duration, bytes int) (address string) {
	t.Helper()
	listener, err := net.Listen("tcp", link.here+":0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		time.Sleep(wait)
		_, _ = w.Write(make([]byte, bytes))
	})}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	return net.JoinHostPort(link.there, port)
}

// quickest of a few: on a busy machine the link itself is late.
func quickest(t *testing.T, dialer *Dialer, address string) time.Duration {
	t.Helper()
	least := time.Hour
	for range 5 {
		took, ok := dialer.RoundTrip(t.Context(), address)
		if !ok {
			t.Fatal("the kernel does not tell")
		}
		least = min(least, took)
	}
	return least
}

func TestTheRoundTripIsTheNetworksAndNotTheServices(t *testing.T) {
	link := openFarLink(t)
	dialer := &Dialer{Dial: (&net.Dialer{}).DialContext}
	for _, one := range []struct{ wait, delay, least, most time.Duration }{
		{20 * time.Millisecond, 0, 0, 5 * time.Millisecond},
		{20 * time.Millisecond, 15 * time.Millisecond, 30 * time.Millisecond, 40 * time.Millisecond},
	} {
		link.delay.Store(int64(one.delay))
		address := far(t, link, one.wait, 400)
		client := newTransportOver(t, fmt.Sprintf(speech, "http", "raw"), "http://"+address, dialer)
		for range 5 {
			if line := once(client); line.Outcome != timeline.Complete {
				t.Fatal(line.Outcome, line.Message)
			}
		}
		if took := quickest(t, dialer, address); took < one.least || took > one.most {
			t.Errorf("with %v each way the round trip is %v", one.delay, took)
		}
		client.Close()
	}
}

func TestSegmentsThatAreLostAreCountedOnce(t *testing.T) {
	link := openFarLink(t)
	for _, every := range []int64{0, 10} {
		link.loseEvery.Store(every)
		dialer := &Dialer{Dial: (&net.Dialer{}).DialContext}
		address := far(t, link, 0, 100_000)
		client := newTransportOver(t, fmt.Sprintf(speech, "http", "raw"), "http://"+address, dialer)
		for range 5 {
			once(client)
		}
		client.Close()
		seen := dialer.Stats()
		if lost := seen.Resent > 0; seen.Segments < 5*100_000/1500 || lost != (every > 0) || seen.Resent > seen.Segments {
			t.Errorf("of one in %d lost: %+v", every, seen)
		}
	}
}
