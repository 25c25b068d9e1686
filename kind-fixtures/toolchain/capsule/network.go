//go:build linux

package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"syscall"

	"github.com/vishvananda/netlink"
)

const nodeInterface = "eth0"

// connectHost makes the veth pair and the host's routes through it.
func connectHost(link Link, pid int) error {
	attributes := netlink.NewLinkAttrs()
	attributes.Name = link.HostName
	veth := &netlink.Veth{LinkAttrs: attributes, PeerName: nodeInterface, PeerNamespace: netlink.NsPid(pid)}
	if err := netlink.LinkAdd(veth); err != nil {
		return fmt.Errorf("cannot add %s: %w", link.HostName, err)
	}
	host, err := netlink.LinkByName(link.HostName)
	if err != nil {
		return err
	}
	if err := address(host, link.HostAddress); err != nil {
		return err
	}
	node, _, err := net.ParseCIDR(link.NodeAddress)
	if err != nil {
		return err
	}
	for _, text := range link.Routes {
		_, network, err := net.ParseCIDR(text)
		if err != nil {
			return err
		}
		if err := netlink.RouteAdd(&netlink.Route{LinkIndex: host.Attrs().Index, Dst: network, Gw: node}); err != nil {
			return fmt.Errorf("cannot route %s: %w", text, err)
		}
	}
	return nil
}

// connectNode is the other end, inside.
func connectNode(link Link) error {
	loopback, err := netlink.LinkByName("lo")
	if err != nil {
		return err
	}
	if err := netlink.LinkSetUp(loopback); err != nil {
		return err
	}
	node, err := netlink.LinkByName(nodeInterface)
	if err != nil {
		return err
	}
	if err := address(node, link.NodeAddress); err != nil {
		return err
	}
	host, _, err := net.ParseCIDR(link.HostAddress)
	if err != nil {
		return err
	}
	if err := netlink.RouteAdd(&netlink.Route{LinkIndex: node.Attrs().Index, Gw: host}); err != nil {
		return fmt.Errorf("cannot add the default route: %w", err)
	}
	return os.WriteFile("/proc/sys/net/ipv4/ip_forward", []byte("1"), 0o644)
}

func address(link netlink.Link, text string) error {
	parsed, err := netlink.ParseAddr(text)
	if err != nil {
		return err
	}
	if err := netlink.AddrAdd(link, parsed); err != nil {
		return fmt.Errorf("cannot give %s the address %s: %w", link.Attrs().Name, text, err)
	}
	return netlink.LinkSetUp(link)
}

func disconnectHost(link Link) error {
	host, err := netlink.LinkByName(link.HostName)
	var absent netlink.LinkNotFoundError
	if errors.As(err, &absent) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := netlink.LinkDel(host); err != nil && !errors.Is(err, syscall.ENODEV) {
		return fmt.Errorf("cannot remove %s: %w", link.HostName, err)
	}
	return nil
}
