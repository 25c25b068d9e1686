//go:build linux

package main

import (
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

const (
	firstBackoff = 500 * time.Millisecond
	maxBackoff   = 10 * time.Second
	pollReady    = 50 * time.Millisecond
)

// componentState is what `components.json` says of each component.
type componentState struct {
	Pid      int    `json:"pid"` // inside the capsule; 0 while it is not running
	Restarts int    `json:"restarts"`
	LastExit string `json:"lastExit,omitempty"`
}

// supervisor starts the components, starts them again when they end, and reaps
// whatever else is orphaned in the capsule. All pids are forked under the lock,
// so a process that ends at once is never reaped before it is known.
type supervisor struct {
	spec   *Spec
	lock   sync.Mutex
	byPid  map[int]*Component
	states map[string]*componentState
}

func newSupervisor(spec *Spec) *supervisor {
	return &supervisor{spec: spec, byPid: map[int]*Component{}, states: map[string]*componentState{}}
}

func (s *supervisor) startAll() {
	for index := range s.spec.Components {
		component := &s.spec.Components[index]
		s.states[component.Name] = &componentState{}
		if component.After == "" {
			s.start(component)
		}
	}
	for index := range s.spec.Components {
		if component := &s.spec.Components[index]; component.After != "" {
			go func() {
				waitUntilReady(component.After)
				s.start(component)
			}()
		}
	}
}

func (s *supervisor) start(component *Component) {
	s.lock.Lock()
	defer s.lock.Unlock()
	pid, err := s.fork(component)
	state := s.states[component.Name]
	if err != nil {
		state.LastExit = err.Error()
		fmt.Fprintln(os.Stderr, component.Name, err)
		go s.startAgain(component, maxBackoff)
	} else {
		state.Pid = pid
		s.byPid[pid] = component
	}
	s.record()
}

func (s *supervisor) fork(component *Component) (int, error) {
	path := filepath.Join(s.spec.State, "logs", component.Name+".log")
	log, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return 0, err
	}
	defer log.Close()
	null, err := os.Open(os.DevNull)
	if err != nil {
		return 0, err
	}
	defer null.Close()
	process, err := os.StartProcess(component.Argv[0], component.Argv, &os.ProcAttr{
		Dir:   "/",
		Env:   append(os.Environ(), component.Env...),
		Files: []*os.File{null, log, log},
		Sys:   &syscall.SysProcAttr{Setsid: true},
	})
	if err != nil {
		return 0, err
	}
	pid := process.Pid
	process.Release()
	return pid, nil
}

func (s *supervisor) startAgain(component *Component, after time.Duration) {
	time.Sleep(after)
	s.start(component)
}

// reapForever returns only when it is told to stop; the kernel then ends
// everything that is left in the PID namespace.
func (s *supervisor) reapForever() error {
	signals := make(chan os.Signal, 16)
	signal.Notify(signals, syscall.SIGCHLD, syscall.SIGTERM, syscall.SIGINT)
	for {
		var status syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &status, syscall.WNOHANG, nil)
		if err == nil && pid > 0 {
			s.ended(pid, status)
			continue
		}
		if received := <-signals; received != syscall.SIGCHLD {
			return nil
		}
	}
}

func (s *supervisor) ended(pid int, status syscall.WaitStatus) {
	s.lock.Lock()
	defer s.lock.Unlock()
	component := s.byPid[pid]
	if component == nil {
		return
	}
	delete(s.byPid, pid)
	state := s.states[component.Name]
	state.Pid = 0
	state.Restarts++
	state.LastExit = fmt.Sprintf("exit %d", status.ExitStatus())
	if status.Signaled() {
		state.LastExit = status.Signal().String()
	}
	fmt.Fprintf(os.Stderr, "%s ended (%s), restart %d\n", component.Name, state.LastExit, state.Restarts)
	s.record()
	go s.startAgain(component, min(firstBackoff<<min(state.Restarts-1, 8), maxBackoff))
}

func (s *supervisor) record() {
	text, err := json.Marshal(s.states)
	if err == nil {
		err = writeAtomically(filepath.Join(s.spec.State, "components.json"), text)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "components.json:", err)
	}
}

// waitUntilReady asks without checking the certificate: the address is the
// capsule's own, nobody else can answer there.
func waitUntilReady(url string) {
	client := &http.Client{
		Timeout:   2 * time.Second,
		Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}},
	}
	defer client.CloseIdleConnections()
	for ; ; time.Sleep(pollReady) {
		response, err := client.Get(url)
		if err != nil {
			continue
		}
		response.Body.Close()
		if response.StatusCode == http.StatusOK {
			return
		}
	}
}
