package wire

import (
	"net"
	"time"

	"golang.org/x/sys/unix"
)

// linkOf asks the kernel about a connection; false where it does not tell, or the connection is closed.
func linkOf(tcp *net.TCPConn) (link, bool) {
	if tcp == nil {
		return link{}, false
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		return link{}, false
	}
	var info *unix.TCPInfo
	err = raw.Control(func(fd uintptr) {
		info, _ = unix.GetsockoptTCPInfo(int(fd), unix.IPPROTO_TCP, unix.TCP_INFO)
	})
	if err != nil || info == nil {
		return link{}, false
	}
	return link{
		rtt:      time.Duration(info.Rtt) * time.Microsecond,
		segments: int64(info.Data_segs_out) + int64(info.Data_segs_in),
		resent:   int64(info.Total_retrans) + int64(info.Rcv_ooopack),
	}, true
}
