package audit

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func plant(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestThrottlingIsFound(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"v2": {
			"proc/self/cgroup":              "0::/pods/a\n",
			"sys/fs/cgroup/pods/a/cpu.stat": "usage_usec 5\nnr_throttled 3\nthrottled_usec 2500000\n",
			"sys/fs/cgroup/pods/a/cpu.max":  "50000 100000\n",
		},
		"v1": {
			"proc/self/cgroup":                                   "4:cpu,cpuacct:/pods/a\n0::/\n",
			"sys/fs/cgroup/cpu,cpuacct/pods/a/cpu.stat":          "nr_periods 9\nnr_throttled 3\nthrottled_time 2500000000\n",
			"sys/fs/cgroup/cpu,cpuacct/pods/a/cpu.cfs_quota_us":  "50000\n",
			"sys/fs/cgroup/cpu,cpuacct/pods/a/cpu.cfs_period_us": "100000\n",
		},
		"v2 in a container": {
			"proc/self/cgroup":       "0::/../elsewhere\n",
			"sys/fs/cgroup/cpu.stat": "throttled_usec 2500000\n",
			"sys/fs/cgroup/cpu.max":  "50000 100000\n",
		},
	} {
		group := findCgroup(plant(t, files))
		if held := group.throttledSeconds(); held == nil || *held != 2.5 {
			t.Errorf("%s: throttled %v in %+v", name, held, group)
		}
		if limit := group.cpuLimit(8); limit != 0.5 {
			t.Errorf("%s: limit %v", name, limit)
		}
	}
	none := findCgroup(t.TempDir())
	if none.throttledSeconds() != nil || none.cpuLimit(8) != 8 {
		t.Error("a machine without cgroups has throttling")
	}
	open := findCgroup(plant(t, map[string]string{
		"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.stat": "throttled_usec 0\n", "sys/fs/cgroup/cpu.max": "max 100000\n",
	}))
	if open.cpuLimit(8) != 8 {
		t.Errorf("no quota is %v", open.cpuLimit(8))
	}
}

func TestABusyProcessShows(t *testing.T) {
	watch := Start()
	defer watch.Close()
	began, before := time.Now(), cpuSeconds()
	for cpuSeconds()-before < 0.05 {
	}
	spent := time.Since(began).Seconds()
	busy := watch.Take()
	if busy.CPUSeconds < 0.05 || busy.WallSeconds < spent || busy.ResidentBytes == 0 || busy.CPULimit == 0 {
		t.Errorf("%+v", busy)
	}
	if again := watch.Take(); again.WallSeconds > busy.WallSeconds {
		t.Errorf("a take does not start anew: %+v", again)
	}
}

func TestFiguresMerge(t *testing.T) {
	held := 0.5
	sum := Figures{WallSeconds: 1, CPUSeconds: 1, SchedulerLag: 0.2}
	sum.Merge(Figures{WallSeconds: 2, CPUSeconds: 1, SchedulerLag: 0.1, ThrottledSeconds: &held})
	sum.Merge(Figures{ThrottledSeconds: &held, waits: waits{0.5: 1, 0.001: 50}})
	sum.Merge(Figures{waits: waits{0.001: 50, 0.002: 9}})
	if sum.SchedulerWait != 0.002 {
		t.Errorf("the p99 of 110 waits is %v", sum.SchedulerWait)
	}
	if sum.WallSeconds != 3 || sum.CPUSeconds != 2 || sum.SchedulerLag != 0.2 || *sum.ThrottledSeconds != 1 || held != 0.5 {
		t.Errorf("%+v", sum)
	}
}
