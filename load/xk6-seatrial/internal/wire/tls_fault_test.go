package wire

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"math/big"
	"net"
	"strings"
	"testing"
	"time"

	"seatrial.dev/xk6-seatrial/internal/clock"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// certificate is self-signed for 127.0.0.1, and good until a moment.
func certificate(t *testing.T, until time.Time) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: until.Add(-24 * time.Hour), NotAfter: until,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, _ := x509.ParseCertificate(raw)
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key}, pool
}

// halves writes what comes after the handshake in two pieces with a pause between them.
type halves struct {
	net.Conn
	on     bool
	second chan int64
}

func (h *halves) Write(piece []byte) (int, error) {
	if !h.on {
		return h.Conn.Write(piece)
	}
	n, _ := h.Conn.Write(piece[:len(piece)/2])
	time.Sleep(50 * time.Millisecond)
	h.second <- clock.Now()
	m, err := h.Conn.Write(piece[n:])
	return n + m, err
}

func overTLS(t *testing.T, until time.Time, trusted bool) (*timeline.Timeline, chan int64) {
	t.Helper()
	cert, pool := certificate(t, until)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	second := make(chan int64, 10)
	go func() {
		raw, err := listener.Accept()
		if err != nil {
			return
		}
		defer raw.Close()
		slow := &halves{Conn: raw, second: second}
		conn := tls.Server(slow, &tls.Config{Certificates: []tls.Certificate{cert}})
		if _, err := conn.Read(make([]byte, 4096)); err != nil {
			return
		}
		slow.on = true
		_, _ = conn.Write([]byte(plain))
	}()
	dialer := &Dialer{Dial: (&net.Dialer{}).DialContext, TLS: &tls.Config{}}
	if trusted {
		dialer.TLS.RootCAs = pool
	}
	client := newTransportOver(t, fmt.Sprintf(speech, "http", "raw"), "https://"+listener.Addr().String(), dialer)
	defer client.Close()
	return once(client), second
}

func TestARecordIsStampedByTheReadThatCompletedIt(t *testing.T) {
	line, second := overTLS(t, time.Now().Add(time.Hour), true)
	if line.Outcome != timeline.Complete || len(line.Reads) != 1 || line.Clock != Clock {
		t.Fatalf("%s by %s in %d reads (%s)", line.Outcome, line.Clock, len(line.Reads), line.Message)
	}
	if late := time.Duration(line.FirstContent - <-second); late < 0 || late > time.Second {
		t.Errorf("stamped %v after its second half was written", late)
	}
	if line.ConnectEnd > line.Sent || line.Reads[0].Bytes <= len(plain) {
		t.Errorf("%d bytes; the handshake is over at %d, sent at %d", line.Reads[0].Bytes, line.ConnectEnd, line.Sent)
	}
}

func TestCertificatesThatAreNotGood(t *testing.T) {
	for _, c := range []struct {
		until   time.Time
		trusted bool
		words   string
	}{
		{time.Now().Add(-time.Hour), true, "expired"},
		{time.Now().Add(time.Hour), false, "unknown authority"},
	} {
		line, _ := overTLS(t, c.until, c.trusted)
		if line.Outcome != timeline.ConnectError || !strings.Contains(line.Message, c.words) || line.Sent != 0 {
			t.Errorf("%s (%s), want %s", line.Outcome, line.Message, c.words)
		}
	}
}
