package answer

import "fmt"

// texts of an API that speaks in server-sent events.
type texts struct{ before, content, end, garbage string }

func events(name string, of texts) *Kind {
	return stream(name, "text/event-stream; charset=utf-8", of.before, of.content, of.end, chunk(of.garbage))
}

func data(format string, values ...any) string {
	return "data: " + fmt.Sprintf(format, values...) + "\n\n"
}

const (
	done   = "data: [DONE]\n\n"
	common = `"id":"truth","created":1700000000,"model":"truth"`
	usage  = `"usage":{"prompt_tokens":8,"completion_tokens":50,"total_tokens":58}`
)

// The first event holds only a role, the usage comes in a last one without choices, as the API does it.
var chatEvents = texts{
	before:  chatEvent(`{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}`),
	content: chatEvent(`{"index":0,"delta":{"content":" ahoy"},"finish_reason":null}`),
	end: chatEvent(`{"index":0,"delta":{},"finish_reason":"stop"}`) +
		data(`{%s,"object":"chat.completion.chunk","choices":[],%s}`, common, usage) + done,
	garbage: data(`{%s,"choices":[{"index":0,"delta":{"content":`, common),
}

func chatEvent(choice string) string {
	return data(`{%s,"object":"chat.completion.chunk","choices":[%s]}`, common, choice)
}

var completionEvents = texts{
	content: data(`{%s,"object":"text_completion","choices":[{"index":0,"text":" ahoy","finish_reason":null}]}`, common),
	end: data(`{%s,"object":"text_completion","choices":[{"index":0,"text":"","finish_reason":"stop"}]}`, common) +
		data(`{%s,"object":"text_completion","choices":[],%s}`, common, usage) + done,
	garbage: data(`{%s,"choices":[{"index":0,"text":`, common),
}

var speechEvents = texts{
	content: "event: chunk\n" + data(`{"type":"chunk","done":false,"status_code":206,"step_time":20.0,"data":"%s"}`, audioBase64),
	end:     "event: done\n" + data(`{"type":"done","done":true,"status_code":200}`),
	garbage: "event: chunk\n" + data(`{"type":"chunk","done":fal`),
}
