// Package answer holds the bytes of every answer, made before they are needed: writing one costs a system call.
package answer

import (
	"encoding/base64"
	"fmt"
	"strings"
)

// Kind is an API that is spoken over HTTP.
type Kind struct {
	Name string
	// Single answers come whole.
	Single bool
	Pieces
	// Type of the content.
	Type string
	// Early is the head with what a server may send before it has content.
	Early []byte
	// Bare is the head alone, without what ends it.
	Bare []byte
	// Huge is the head and the first content of a body of HugeSize bytes, all of which are Filler.
	Huge, Filler []byte
}

// Pieces of one answer.
type Pieces struct {
	// First is the head and the first chunk; Only is the whole answer, where it has one chunk.
	First, Chunk, Last, Only []byte
	// Close ends the message without ending the answer; empty where only the connection's end can say so.
	Close []byte
	// Half is a chunk that is never finished, Garbage one that cannot be understood, Nothing an answer without content.
	Half, Garbage, Nothing []byte
	// Flood is a lot of good content.
	Flood []byte
}

// HugeSize is one GiB.
const HugeSize = 1 << 30

const (
	floodSize = 64 << 10
	audioSize = 960 // 20 ms at 24 kHz, 16 bit
)

// Audio of one chunk: a quiet saw.
var audio = func() []byte {
	samples := make([]byte, audioSize)
	for i := range audioSize / 2 {
		samples[2*i] = byte(i * 40)
		samples[2*i+1] = byte(i % 4)
	}
	return samples
}()

var audioBase64 = base64.StdEncoding.EncodeToString(audio)

// Kinds by their path.
var Kinds = map[string]*Kind{
	"/v1/chat/completions": events("openai-chat", chatEvents),
	"/v1/completions":      events("openai-completions", completionEvents),
	"/tts/bytes":           bytesKind("cartesia-bytes"),
	"/v1/audio/speech":     bytesKind("openai-speech"),
	"/tts/sse":             events("cartesia-sse", speechEvents),
	"/v1/embeddings":       embeddings(),
}

func head(contentType, framing string) string {
	return "HTTP/1.1 200 OK\r\nContent-Type: " + contentType + "\r\nCache-Control: no-cache\r\n" + framing + "\r\n"
}

const (
	chunkedCoding = "Transfer-Encoding: chunked\r\n"
	lastChunk     = "0\r\n\r\n"
)

func chunk(text string) string { return fmt.Sprintf("%x\r\n%s\r\n", len(text), text) }

// stream makes a kind that comes in chunks; before may come early, end follows the last chunk.
func stream(name, contentType, before, content, end, garbage string) *Kind {
	start := head(contentType, chunkedCoding)
	coded := chunk(content)
	if before != "" {
		before = chunk(before)
	}
	tail := lastChunk
	if end != "" {
		tail = chunk(end) + lastChunk
	}
	kind := &Kind{
		Name: name, Type: contentType,
		Early: []byte(start + before),
		Bare:  []byte(strings.TrimSuffix(start, "\r\n")),
		Huge:  []byte(head(contentType, fmt.Sprintf("Content-Length: %d\r\n", HugeSize))),
		Pieces: Pieces{
			First: []byte(start + before + coded), Chunk: []byte(coded), Last: []byte(coded + tail),
			Only:    []byte(start + before + coded + tail),
			Half:    []byte(coded[:len(coded)/2]),
			Garbage: []byte(garbage),
			Nothing: []byte(start + before + tail),
		},
	}
	kind.Filler = []byte(strings.Repeat(content, floodSize/len(content)+1))
	kind.Flood = []byte(chunk(string(kind.Filler)))
	if end != "" {
		kind.Close = []byte(lastChunk)
	}
	return kind
}

func bytesKind(name string) *Kind {
	kind := stream(name, "application/octet-stream", "", string(audio), "", "zz\r\n")
	return kind
}

func embeddings() *Kind {
	vector := strings.TrimSuffix(strings.Repeat("0.0125,", 384), ",")
	body := `{"object":"list","data":[{"object":"embedding","index":0,"embedding":[` + vector +
		`]}],"model":"truth","usage":{"prompt_tokens":8,"total_tokens":8}}`
	const contentType = "application/json"
	start := head(contentType, fmt.Sprintf("Content-Length: %d\r\n", len(body)))
	broken := body[:100] + "}" + body[101:]
	empty := `{"object":"list","data":[],"model":"truth"}`
	return &Kind{
		Name: "openai-embeddings", Single: true, Type: contentType,
		Early: []byte(start), Bare: []byte(strings.TrimSuffix(start, "\r\n")),
		Huge:   []byte(head(contentType, fmt.Sprintf("Content-Length: %d\r\n", HugeSize))),
		Filler: []byte(strings.Repeat(" ", floodSize)),
		Pieces: Pieces{
			Only:    []byte(start + body),
			First:   []byte(head(contentType, chunkedCoding) + chunk(body[:100])),
			Half:    []byte(start + body[:len(body)/2]),
			Garbage: []byte(start + broken),
			Nothing: []byte(head(contentType, fmt.Sprintf("Content-Length: %d\r\n", len(empty))) + empty),
			Flood:   []byte(chunk(strings.Repeat(" ", floodSize))),
		},
	}
}
