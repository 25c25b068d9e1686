package protocol

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// What goes out for each protocol, byte by byte: testdata/requests.
func TestEveryProtocolAsksAsRecorded(t *testing.T) {
	files, _ := filepath.Glob("../../../protocols/*.json")
	if len(files) < 15 {
		t.Fatalf("only %d protocols", len(files))
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		t.Run(name, func(t *testing.T) {
			one, workload := spec(t, name), `{"texts":["All hands on \"deck\" ⚓.","Set the mainsail."]}`
			if one.Clip != nil {
				workload = `{"clips":[{"seconds":0.25}]}`
			}
			values := Values{APIKey: "k"}
			if one.Batch != "" {
				values.Batch = 2
			}
			compiled, send := ask(t, one, values, workload)
			got := show(compiled, send)
			path := filepath.Join("testdata/requests", name+".txt")
			if *update {
				_ = os.WriteFile(path, []byte(got), 0o644)
			}
			want, _ := os.ReadFile(path)
			if string(want) != got {
				t.Errorf("%s has\n%s\nand now it is\n%s", path, want, got)
			}
		})
	}
}

func show(p *Protocol, send *Send) string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s\n", p.URL)
	for _, name := range slices.Sorted(maps.Keys(p.Header)) {
		fmt.Fprintf(&text, "%s: %s\n", name, p.Header.Get(name))
	}
	if len(send.Body) > 0 {
		fmt.Fprintf(&text, "\n%s\n", readable(send.Body))
	}
	for _, part := range send.Parts {
		kind := "text"
		if part.Binary {
			kind = "binary"
		}
		fmt.Fprintf(&text, "\nafter %v %s %s\n", part.After, kind, readable(part.Data))
	}
	if len(send.Cancel) > 0 {
		fmt.Fprintf(&text, "\ncalled off by %s\n", send.Cancel)
	}
	return strings.ReplaceAll(text.String(), "\r\n", "\n")
}

// readable shows text as it is, msgpack quoted, and a clip by its length.
func readable(raw []byte) string {
	if at := bytes.Index(raw, []byte("RIFF")); at >= 0 {
		end := bytes.LastIndex(raw, []byte("\r\n--"+boundary+"\r\n"))
		if next := bytes.Index(raw[at:], []byte("\r\n--"+boundary)); next >= 0 {
			end = at + next
		}
		return fmt.Sprintf("%s<%d bytes of WAV>%s", raw[:at], end-at, raw[end:])
	}
	for _, r := range string(raw) {
		if r < ' ' && r != '\r' && r != '\n' || r == '\uFFFD' {
			if len(raw) > 300 {
				return fmt.Sprintf("<%d bytes>", len(raw))
			}
			return fmt.Sprintf("%q", raw)
		}
	}
	return string(raw)
}
