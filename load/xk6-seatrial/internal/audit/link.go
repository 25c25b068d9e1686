package audit

import (
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// LinkBytes is what the network interface towards an address (host:port) can do in a second. Nil for loopback, for a
// virtual interface, whose speed is made up, and where it is not known. It sends nothing but what the name takes.
func LinkBytes(address string) *float64 {
	route, err := net.Dial("udp", address)
	if err != nil {
		return nil
	}
	defer func() { _ = route.Close() }()
	own, ok := route.LocalAddr().(*net.UDPAddr)
	if !ok || own.IP.IsLoopback() {
		return nil
	}
	interfaces, err := net.Interfaces()
	if err != nil {
		return nil
	}
	for _, one := range interfaces {
		addresses, _ := one.Addrs()
		for _, has := range addresses {
			if network, ok := has.(*net.IPNet); ok && network.IP.Equal(own.IP) {
				return linkBytes("/", one.Name)
			}
		}
	}
	return nil
}

// linkBytes reads an interface's speed; only a real one has a device behind it.
func linkBytes(root, name string) *float64 {
	folder := filepath.Join(root, "sys/class/net", name)
	if _, err := os.Stat(filepath.Join(folder, "device")); err != nil {
		return nil
	}
	raw, err := os.ReadFile(filepath.Join(folder, "speed"))
	if err != nil {
		return nil
	}
	megabits, err := strconv.ParseFloat(strings.TrimSpace(string(raw)), 64)
	if err != nil || megabits <= 0 {
		return nil
	}
	bytes := megabits * 1e6 / 8
	return &bytes
}
