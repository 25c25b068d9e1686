package audit

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"sync"
	"testing"
	"time"
)

// What is forced here passes the bounds of load/audit.ts.
const (
	gcShare, lag, stalledShare, wait, throttledShare, cpuShare = 0.25, 0.5, 0.05, 0.02, 0.05, 0.9
)

// until looks at the figures of stretches of 0.3 s until they show what is expected.
func until(t *testing.T, shows func(Figures) bool) {
	t.Helper()
	watch := Start()
	defer watch.Close()
	var seen Figures
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); {
		time.Sleep(300 * time.Millisecond)
		if seen = watch.Take(); shows(seen) {
			return
		}
	}
	t.Errorf("it does not show: %+v", seen)
}

// busy runs goroutines that do nothing else until the test is over.
func busy(t *testing.T, many int, do func()) {
	var tasks sync.WaitGroup
	stop := make(chan struct{})
	for range many {
		tasks.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					do()
				}
			}
		})
	}
	t.Cleanup(func() { close(stop); tasks.Wait() })
}

type node struct{ left, right *node }

func tree(depth int) *node {
	if depth == 0 {
		return nil
	}
	return &node{tree(depth - 1), tree(depth - 1)}
}

func TestGarbageCollectionShows(t *testing.T) {
	kept := tree(20)
	t.Cleanup(func() { runtime.KeepAlive(kept) })
	before := debug.SetGCPercent(1)
	t.Cleanup(func() { debug.SetGCPercent(before) })
	busy(t, runtime.GOMAXPROCS(0), func() { tree(12) })
	until(t, func(f Figures) bool { return f.GCSeconds/f.WallSeconds > gcShare*f.CPULimit })
}

func TestAStarvedSchedulerShows(t *testing.T) {
	before := runtime.GOMAXPROCS(1)
	t.Cleanup(func() { runtime.GOMAXPROCS(before) })
	busy(t, 100, func() {
		for range 1_000_000 {
		}
	})
	until(t, func(f Figures) bool {
		return f.SchedulerLag > lag && f.SchedulerWait > wait && f.StalledSeconds > stalledShare*f.WallSeconds
	})
}

// group is the variable that has a child of this test enter a control group.
const group = "SEATRIAL_TEST_GROUP"

func TestThrottlingShows(t *testing.T) {
	if folder := os.Getenv(group); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, "cgroup.procs"), []byte(strconv.Itoa(os.Getpid())), 0); err != nil {
			t.Fatal(err)
		}
		busy(t, runtime.GOMAXPROCS(0), func() {})
		until(t, func(f Figures) bool {
			return f.ThrottledSeconds != nil && *f.ThrottledSeconds > throttledShare*f.WallSeconds &&
				f.CPUSeconds/f.WallSeconds > cpuShare*f.CPULimit && f.CPULimit < 0.5
		})
		return
	}
	folder, err := limited(t.Name())
	if err != nil {
		t.Skip("the CPU of a control group cannot be limited here: ", err)
	}
	t.Cleanup(func() { _ = os.Remove(folder) })
	again := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	again.Env = append(os.Environ(), group+"="+folder)
	if said, err := again.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, said)
	}
}

// limited makes a control group, v2 or v1, that has a fifth of a core.
func limited(name string) (folder string, err error) {
	base, file, quota := "/sys/fs/cgroup", "cpu.max", "20000 100000"
	if _, err := os.Stat(filepath.Join(base, "cgroup.controllers")); err != nil {
		base, file, quota = "/sys/fs/cgroup/cpu", "cpu.cfs_quota_us", "20000"
	}
	if _, err := os.Stat(filepath.Join(base, "cgroup.procs")); err != nil {
		return "", err
	}
	folder = filepath.Join(base, "seatrial-"+name+"-"+strconv.Itoa(os.Getpid()))
	if err := os.Mkdir(folder, 0o755); err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(folder, file), []byte(quota), 0); err != nil {
		_ = os.Remove(folder)
		return "", err
	}
	return folder, nil
}

func TestOnlyARealLinkHasASpeed(t *testing.T) {
	root := plant(t, map[string]string{
		"sys/class/net/eth0/speed": "25000\n", "sys/class/net/eth0/device/vendor": "0x1\n",
		"sys/class/net/veth1/speed": "10000\n",
		"sys/class/net/down0/speed": "-1\n", "sys/class/net/down0/device/vendor": "0x1\n",
	})
	if speed := linkBytes(root, "eth0"); speed == nil || *speed != 25e9/8 {
		t.Error(speed)
	}
	for _, name := range []string{"veth1", "down0", "none"} {
		if speed := linkBytes(root, name); speed != nil {
			t.Errorf("%s can do %v", name, *speed)
		}
	}
	if speed := LinkBytes("127.0.0.1:80"); speed != nil {
		t.Errorf("loopback can do %v", *speed)
	}
}
