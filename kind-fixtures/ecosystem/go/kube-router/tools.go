//go:build tools

// Package tools names the commands that go.mod pins.
package tools

import (
	_ "github.com/cloudnativelabs/kube-router/v2/cmd/kube-router"
)
