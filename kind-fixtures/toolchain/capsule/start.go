//go:build linux

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// start makes the namespaces and returns when the first process inside has
// started every component. The pid is on disk before anything is joined to the
// namespaces, so a caller that is killed half-way can still be cleaned up after.
func start(spec *Spec, specPath string) error {
	goRead, goWrite, err := os.Pipe()
	if err != nil {
		return err
	}
	readyRead, readyWrite, err := os.Pipe()
	if err != nil {
		return err
	}
	log, err := os.OpenFile(filepath.Join(spec.State, "logs", "capsule.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	command := exec.Command(self, "inside", specPath)
	command.Stdout, command.Stderr = log, log
	command.Dir = "/"
	command.ExtraFiles = []*os.File{goRead, readyWrite}
	command.SysProcAttr = &syscall.SysProcAttr{
		Setsid:     true,
		Cloneflags: syscall.CLONE_NEWNS | syscall.CLONE_NEWPID | syscall.CLONE_NEWNET | syscall.CLONE_NEWUTS | syscall.CLONE_NEWIPC,
	}
	if err := command.Start(); err != nil {
		return fmt.Errorf("cannot make namespaces: %w", err)
	}
	goRead.Close()
	readyWrite.Close()
	if err := prepare(spec, command.Process.Pid); err != nil {
		command.Process.Kill()
		command.Wait()
		return err
	}
	if _, err := goWrite.Write([]byte("go")); err != nil {
		return err
	}
	reply, _ := io.ReadAll(readyRead)
	if answer := strings.TrimSpace(string(reply)); answer != "ready" {
		command.Process.Kill()
		command.Wait()
		return fmt.Errorf("the node did not start: %s", answer)
	}
	return command.Process.Release()
}

func prepare(spec *Spec, pid int) error {
	if err := writeIdentity(spec, pid); err != nil {
		return err
	}
	if err := joinCgroups(spec.Cgroup, pid); err != nil {
		return fmt.Errorf("cgroups: %w", err)
	}
	if err := connectHost(spec.Link, pid); err != nil {
		return fmt.Errorf("network: %w", err)
	}
	return nil
}

// Identity names one process for good: pids are used again, a pid with its
// start time and boot is not.
type Identity struct {
	Pid        int    `json:"pid"`
	StartTicks string `json:"startTicks"`
	Boot       string `json:"boot"`
}

func identify(pid int) (Identity, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return Identity{}, err
	}
	// The second field is the program's name in brackets and may hold spaces.
	fields := strings.Fields(string(stat[strings.LastIndex(string(stat), ")")+1:]))
	boot, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return Identity{}, err
	}
	return Identity{Pid: pid, StartTicks: fields[19], Boot: strings.TrimSpace(string(boot))}, nil
}

func identityPath(spec *Spec) string { return filepath.Join(spec.State, "capsule.json") }

func writeIdentity(spec *Spec, pid int) error {
	identity, err := identify(pid)
	if err != nil {
		return err
	}
	text, err := json.Marshal(identity)
	if err != nil {
		return err
	}
	return writeAtomically(identityPath(spec), text)
}

func writeAtomically(path string, text []byte) error {
	if err := os.WriteFile(path+".new", text, 0o644); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}
