//go:build linux

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"time"
)

// stop ends the first process, and with it the kernel ends all others in the
// PID namespace; then it removes the host's end of the network and the cgroups.
// It may be called again and after a start that was interrupted.
func stop(spec *Spec) error {
	if err := endFirstProcess(spec); err != nil {
		return err
	}
	if err := disconnectHost(spec.Link); err != nil {
		return err
	}
	return leaveCgroups(spec.Cgroup)
}

func endFirstProcess(spec *Spec) error {
	text, err := os.ReadFile(identityPath(spec))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var recorded Identity
	if err := json.Unmarshal(text, &recorded); err != nil {
		return fmt.Errorf("%s: %w", identityPath(spec), err)
	}
	if current, err := identify(recorded.Pid); err != nil || current != recorded {
		return nil // it has ended already; whoever has this pid now is not ours
	}
	if err := syscall.Kill(recorded.Pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
		return fmt.Errorf("cannot end process %d: %w", recorded.Pid, err)
	}
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if current, err := identify(recorded.Pid); err != nil || current != recorded {
			return nil
		}
	}
	return fmt.Errorf("process %d does not end", recorded.Pid)
}
