package answer

import (
	"fmt"
	"strings"

	"github.com/tidwall/gjson"

	"seatrial.dev/xk6-seatrial/internal/msgpack"
	"seatrial.dev/xk6-seatrial/internal/protocol"
	"seatrial.dev/xk6-seatrial/internal/timeline"
)

// document is an answer that is one document. Its first byte is its content: there is nothing to be had before all of
// it is there, and what it holds is judged at its end.
type document struct {
	p    *protocol.Protocol
	line *timeline.Timeline
	body []byte
}

const documentMost = 128 << 20

func (d *document) Take(piece []byte) (content int) {
	if len(d.body) == 0 && len(piece) > 0 {
		content = 1
	}
	if len(d.body)+len(piece) > documentMost {
		d.line.Fail(timeline.TooLarge, fmt.Sprintf("the answer is longer than %d bytes", documentMost))
		return 0
	}
	d.body = append(d.body, piece...)
	return content
}

func (d *document) Message([]byte, bool) (int, bool) { return 0, true }

func (d *document) Finish() {
	output := &d.p.Spec.Output
	read, err := d.open()
	if err != nil {
		d.line.Fail(timeline.ProtocolError, err.Error())
		return
	}
	d.line.PromptTokens, d.line.OutputTokens = read.number(output.Usage.Prompt), read.number(output.Usage.Output)
	if output.Kind == protocol.Items {
		d.items(read.length(output.Items), read.length(output.Failures))
		return
	}
	for _, path := range output.Text {
		switch words, there := read.text(path); {
		case there && words == "" && !output.MayBeEmpty:
			d.line.Fail(timeline.NoContent, "complete, but without a word")
			return
		case there:
			return
		}
	}
	d.line.Fail(timeline.ProtocolError, "the answer has no "+strings.Join(output.Text, " and no "))
}

// items judges how many there are: an answer that brings fewer than it was asked for is none.
func (d *document) items(got, failed int) {
	d.line.Items = got
	switch asked := d.p.Batch; {
	case failed > 0:
		d.line.Status = "partial"
		d.line.Fail(timeline.HTTPStatus, fmt.Sprintf("partial: %d of %d items failed", failed, asked))
	case got == 0:
		d.line.Fail(timeline.NoContent, "complete, but without an item")
	case got != asked:
		d.line.Fail(timeline.ProtocolError, fmt.Sprintf("%d items were asked for, the answer has %d", asked, got))
	}
}

// opened is a document that can be looked into; zero values where there is nothing at a path, or no path.
type opened interface {
	length(path string) int
	number(path string) int
	text(path string) (words string, there bool)
}

func (d *document) open() (opened, error) {
	if d.p.Format == protocol.Msgpack {
		value, err := msgpack.Decode(d.body)
		return packed{value}, err
	}
	if !gjson.ValidBytes(d.body) {
		return nil, fmt.Errorf("the answer is not JSON: %.200s", d.body)
	}
	return parsed(gjson.ParseBytes(d.body)), nil
}

type parsed gjson.Result

func (p parsed) at(path string) gjson.Result {
	if path == "" {
		return gjson.Result{}
	}
	return gjson.Result(p).Get(path)
}
func (p parsed) length(path string) int {
	list, n := p.at(path), 0
	if list.IsArray() {
		list.ForEach(func(_, _ gjson.Result) bool { n++; return true })
	}
	return n
}
func (p parsed) number(path string) int { return int(p.at(path).Int()) }
func (p parsed) text(path string) (string, bool) {
	words := p.at(path)
	return words.Str, words.Type == gjson.String
}

type packed struct{ value any }

func (p packed) at(path string) any {
	value := p.value
	for name := range strings.SplitSeq(path, ".") {
		members, _ := value.(map[string]any)
		value = members[name]
	}
	return value
}
func (p packed) length(path string) int {
	list, _ := p.at(path).([]any)
	return len(list)
}
func (p packed) number(path string) int {
	switch n := p.at(path).(type) {
	case int64:
		return int(n)
	case uint64:
		return int(n)
	}
	return 0
}
func (p packed) text(path string) (string, bool) {
	words, there := p.at(path).(string)
	return words, there
}
