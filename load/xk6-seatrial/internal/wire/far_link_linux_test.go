package wire

import (
	"net"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// farLink is a way to this machine that delays every packet, and loses some: a tunnel whose other end gives back what
// it gets as if it came from there.
type farLink struct {
	here, there string // addresses: what is sent there comes here
	delay       atomic.Int64
	loseEvery   atomic.Int64 // of the packets with more than a head; zero for none
}

func openFarLink(t *testing.T) *farLink {
	t.Helper()
	fd, err := unix.Open("/dev/net/tun", unix.O_RDWR|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		t.Skip("no tunnels here:", err)
	}
	request, err := unix.NewIfreq("seatrial%d")
	if err != nil {
		t.Fatal(err)
	}
	request.SetUint16(unix.IFF_TUN | unix.IFF_NO_PI)
	if err := unix.IoctlIfreq(fd, unix.TUNSETIFF, request); err != nil {
		_ = unix.Close(fd)
		t.Skip("no tunnels here:", err)
	}
	tunnel := os.NewFile(uintptr(fd), "tunnel")
	t.Cleanup(func() { _ = tunnel.Close() })
	l := &farLink{here: "198.18.77.1", there: "198.18.77.2"}
	l.bringUp(t, request.Name())
	go l.reflect(tunnel)
	return l
}

func (l *farLink) bringUp(t *testing.T, name string) {
	t.Helper()
	socket, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = unix.Close(socket) }()
	for _, step := range []struct {
		what uint
		set  func(*unix.Ifreq)
	}{
		{unix.SIOCSIFADDR, func(r *unix.Ifreq) { _ = r.SetInet4Addr(net.ParseIP(l.here).To4()) }},
		{unix.SIOCSIFNETMASK, func(r *unix.Ifreq) { _ = r.SetInet4Addr([]byte{255, 255, 255, 252}) }},
		{unix.SIOCSIFFLAGS, func(r *unix.Ifreq) { r.SetUint16(unix.IFF_UP | unix.IFF_RUNNING) }},
	} {
		request, err := unix.NewIfreq(name)
		if err != nil {
			t.Fatal(err)
		}
		step.set(request)
		if err := unix.IoctlIfreq(socket, step.what, request); err != nil {
			t.Fatal(err)
		}
	}
}

// reflect swaps source and destination, which leaves the checksums right.
func (l *farLink) reflect(tunnel *os.File) {
	type due struct {
		packet []byte
		at     time.Time
	}
	queue := make(chan due, 1<<12)
	defer close(queue)
	go func() {
		for one := range queue {
			time.Sleep(time.Until(one.at))
			_, _ = tunnel.Write(one.packet)
		}
	}()
	buffer := make([]byte, 1<<16)
	for nth := int64(1); ; {
		n, err := tunnel.Read(buffer)
		if err != nil {
			return
		}
		packet := append([]byte(nil), buffer[:n]...)
		if n < 20 || packet[0]>>4 != 4 {
			continue
		}
		var source [4]byte
		copy(source[:], packet[12:16])
		copy(packet[12:16], packet[16:20])
		copy(packet[16:20], source[:])
		if n > 100 {
			if every := l.loseEvery.Load(); every > 0 && nth%every == 0 {
				nth++
				continue
			}
			nth++
		}
		queue <- due{packet, time.Now().Add(time.Duration(l.delay.Load()))}
	}
}
