//go:build tools

// Package tools names the commands that go.mod pins.
package tools

import (
	_ "github.com/google/go-containerregistry/cmd/crane"
)
