//go:build linux

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// The node's own programs stay in a leaf beside the pods' tree, because
// cgroup v2 allows no processes in a cgroup that has children with controllers.
const systemLeaf = "system"

// hierarchies lists where cgroup file systems are mounted, of version 1 and 2.
func hierarchies() ([]string, error) {
	text, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return nil, err
	}
	var found []string
	for _, line := range strings.Split(string(text), "\n") {
		before, after, ok := strings.Cut(line, " - ")
		if !ok || !strings.HasPrefix(after, "cgroup") {
			continue
		}
		fields := strings.Fields(before)
		if fields[3] == "/" {
			found = append(found, fields[4])
		}
	}
	return found, nil
}

func joinCgroups(name string, pid int) error {
	roots, err := hierarchies()
	if err != nil {
		return err
	}
	for _, root := range roots {
		top := filepath.Join(root, name)
		leaf := filepath.Join(top, systemLeaf)
		for _, folder := range []string{top, leaf} {
			if err := os.MkdirAll(folder, 0o755); err != nil {
				return err
			}
			if err := inheritCpuset(folder); err != nil {
				return err
			}
		}
		if err := os.WriteFile(filepath.Join(leaf, "cgroup.procs"), []byte(strconv.Itoa(pid)), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// inheritCpuset fills in what version 1 leaves empty: a cpuset without CPUs
// takes no process.
func inheritCpuset(folder string) error {
	for _, file := range []string{"cpuset.cpus", "cpuset.mems"} {
		own := filepath.Join(folder, file)
		text, err := os.ReadFile(own)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		if strings.TrimSpace(string(text)) != "" {
			continue
		}
		parent, err := os.ReadFile(filepath.Join(filepath.Dir(folder), file))
		if errors.Is(err, fs.ErrNotExist) {
			return nil // version 2: empty means inherited
		}
		if err != nil {
			return err
		}
		if err := os.WriteFile(own, parent, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// leaveCgroups removes the trees, deepest first. The kernel lets go of a dead
// process's cgroup a moment after the process, hence the patience.
func leaveCgroups(name string) error {
	roots, err := hierarchies()
	if err != nil {
		return err
	}
	var last error
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		last = nil
		for _, root := range roots {
			if err := removeTree(filepath.Join(root, name)); err != nil {
				last = err
			}
		}
		if last == nil {
			return nil
		}
	}
	return last
}

func removeTree(folder string) error {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if entry.IsDir() {
			if err := removeTree(filepath.Join(folder, entry.Name())); err != nil {
				return err
			}
		}
	}
	if err := syscall.Rmdir(folder); err != nil && !errors.Is(err, syscall.ENOENT) {
		return fmt.Errorf("cannot remove %s: %w", folder, err)
	}
	return nil
}
