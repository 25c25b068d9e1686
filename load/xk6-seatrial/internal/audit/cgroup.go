package audit

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// cgroup is where the accounting of our own control group lies; empty where there is none.
type cgroup struct {
	folder string
	v2     bool
}

// findCgroup looks for the process' own group, v2 and v1, then for the root that a container sees; root is "/".
func findCgroup(root string) cgroup {
	paths := ownPaths(filepath.Join(root, "proc/self/cgroup"))
	base := filepath.Join(root, "sys/fs/cgroup")
	candidates := []cgroup{}
	for _, path := range []string{paths[""], ""} {
		candidates = append(candidates,
			cgroup{filepath.Join(base, path), true}, cgroup{filepath.Join(base, "unified", path), true})
	}
	for _, path := range []string{paths["cpu"], ""} {
		candidates = append(candidates,
			cgroup{filepath.Join(base, "cpu,cpuacct", path), false}, cgroup{filepath.Join(base, "cpu", path), false})
	}
	for _, candidate := range candidates {
		if candidate.throttledSeconds() != nil {
			return candidate
		}
	}
	return cgroup{}
}

// ownPaths reads /proc/self/cgroup: the path by controller, "" for v2.
func ownPaths(file string) map[string]string {
	paths := map[string]string{}
	raw, _ := os.ReadFile(file)
	for row := range strings.Lines(string(raw)) {
		parts := strings.SplitN(strings.TrimSpace(row), ":", 3)
		if len(parts) != 3 {
			continue
		}
		for controller := range strings.SplitSeq(parts[1], ",") {
			paths[controller] = parts[2]
		}
	}
	return paths
}

func (c cgroup) throttledSeconds() *float64 {
	if c.folder == "" {
		return nil
	}
	key, unit := "throttled_usec", 1e6
	if !c.v2 {
		key, unit = "throttled_time", 1e9
	}
	raw, err := os.ReadFile(filepath.Join(c.folder, "cpu.stat"))
	if err != nil {
		return nil
	}
	for row := range strings.Lines(string(raw)) {
		if fields := strings.Fields(row); len(fields) == 2 && fields[0] == key {
			n, err := strconv.ParseFloat(fields[1], 64)
			if err != nil {
				return nil
			}
			seconds := n / unit
			return &seconds
		}
	}
	return nil
}

// cpuLimit is the group's quota in cores, or what there is without one.
func (c cgroup) cpuLimit(machine float64) float64 {
	if c.folder == "" {
		return machine
	}
	read := func(name string) string {
		raw, _ := os.ReadFile(filepath.Join(c.folder, name))
		return strings.TrimSpace(string(raw))
	}
	quota, period, _ := strings.Cut(read("cpu.max"), " ")
	if !c.v2 {
		quota, period = read("cpu.cfs_quota_us"), read("cpu.cfs_period_us")
	}
	q, errQ := strconv.ParseFloat(quota, 64)
	p, errP := strconv.ParseFloat(period, 64)
	if errQ != nil || errP != nil || q <= 0 || p <= 0 {
		return machine
	}
	return min(machine, q/p)
}
