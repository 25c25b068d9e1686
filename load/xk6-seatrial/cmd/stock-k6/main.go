// Command stock-k6 is k6 as it is published, without the extension: what ours is compared with.
package main

import "go.k6.io/k6/v2/cmd"

func main() { cmd.Execute() }
