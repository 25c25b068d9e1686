//go:build tools

// Package tools names the commands that go.mod pins.
package tools

import (
	_ "github.com/traefik/traefik/v3/cmd/traefik"
)
