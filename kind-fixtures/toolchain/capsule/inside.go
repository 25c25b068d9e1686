//go:build linux

package main

import (
	"fmt"
	"io"
	"os"
	"syscall"
)

// inside is the first process of the capsule.
func inside(spec *Spec) error {
	proceed, ready := os.NewFile(3, "go"), os.NewFile(4, "ready")
	syscall.CloseOnExec(3)
	syscall.CloseOnExec(4)
	// An empty read means that the starter died: then nobody wants this node.
	if word, _ := io.ReadAll(io.LimitReader(proceed, 2)); string(word) != "go" {
		return fmt.Errorf("the starter went away")
	}
	if err := furnish(spec); err != nil {
		fmt.Fprintln(ready, err)
		return err
	}
	supervisor := newSupervisor(spec)
	supervisor.startAll()
	fmt.Fprintln(ready, "ready")
	ready.Close()
	return supervisor.reapForever()
}

func furnish(spec *Spec) error {
	if err := syscall.Sethostname([]byte(spec.Hostname)); err != nil {
		return fmt.Errorf("hostname: %w", err)
	}
	if err := mountAll(spec.Binds); err != nil {
		return err
	}
	if err := connectNode(spec.Link); err != nil {
		return fmt.Errorf("network: %w", err)
	}
	return nil
}

// mountAll makes the capsule's own view of the file system: nothing that is
// mounted here is seen outside, and the folders that programs insist on
// (/run, /var/lib/kubelet ...) are the capsule's own.
func mountAll(binds []Bind) error {
	if err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("cannot make the mounts private: %w", err)
	}
	if err := syscall.Mount("proc", "/proc", "proc", syscall.MS_NOSUID|syscall.MS_NODEV|syscall.MS_NOEXEC, ""); err != nil {
		return fmt.Errorf("cannot mount /proc: %w", err)
	}
	for _, bind := range binds {
		if err := syscall.Mount(bind.From, bind.To, "", syscall.MS_BIND|syscall.MS_REC, ""); err != nil {
			return fmt.Errorf("cannot bind %s to %s: %w", bind.From, bind.To, err)
		}
	}
	// The kubelet and containerd pass mounts to each other, which needs peers.
	if err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_SHARED, ""); err != nil {
		return fmt.Errorf("cannot share the mounts inside: %w", err)
	}
	return nil
}
