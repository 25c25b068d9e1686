//go:build linux

// Command capsule holds one Kubernetes node apart from the machine it runs on.
//
// It starts the node's programs in mount, PID, network, UTS and IPC namespaces
// of their own, as a machine inside the machine: their iptables rules, mounts
// and processes cannot mix with those of the host, and ending the first
// process ends them all, container shims included. A veth pair with routes to
// the pods' and the services' addresses is the one thing the host sees.
//
//	capsule start SPEC.json   start it and return once its programs are started
//	capsule stop SPEC.json    end it and remove what it made on the host
package main

import (
	"encoding/json"
	"fmt"
	"os"
)

// Spec says what to start; the provider that calls the capsule writes it.
type Spec struct {
	State      string      `json:"state"`    // folder for capsule.json, components.json and the logs
	Hostname   string      `json:"hostname"` // also the node's name
	Cgroup     string      `json:"cgroup"`   // one name, made in the root of every hierarchy
	Link       Link        `json:"link"`
	Binds      []Bind      `json:"binds"`
	Components []Component `json:"components"`
}

// Link is the veth pair between the host and the capsule.
type Link struct {
	HostName    string   `json:"hostName"`
	HostAddress string   `json:"hostAddress"` // with prefix length
	NodeAddress string   `json:"nodeAddress"` // with prefix length
	Routes      []string `json:"routes"`      // networks that the host reaches through the node
}

// Bind is a folder that stands at another place inside the capsule.
type Bind struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Component is one program, started again when it ends.
type Component struct {
	Name  string   `json:"name"`
	Argv  []string `json:"argv"`
	Env   []string `json:"env"`
	After string   `json:"after"` // an https URL that has to answer 200 first
}

func main() {
	if len(os.Args) != 3 {
		fail(fmt.Errorf("usage: capsule start|stop SPEC.json"))
	}
	spec, err := readSpec(os.Args[2])
	if err != nil {
		fail(err)
	}
	switch os.Args[1] {
	case "start":
		err = start(spec, os.Args[2])
	case "inside":
		err = inside(spec)
	case "stop":
		err = stop(spec)
	default:
		err = fmt.Errorf("unknown command %q", os.Args[1])
	}
	if err != nil {
		fail(err)
	}
}

func readSpec(path string) (*Spec, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	spec := &Spec{}
	if err := json.Unmarshal(text, spec); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return spec, nil
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "capsule:", err)
	os.Exit(1)
}
