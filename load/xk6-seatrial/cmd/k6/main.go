// Command k6 is k6 with the Seatrial extension: what xk6 generates, for quick builds while working on it.
package main

import (
	"go.k6.io/k6/v2/cmd"

	_ "seatrial.dev/xk6-seatrial"
)

func main() { cmd.Execute() }
