package answer

import (
	"bytes"
	"fmt"
)

// Order is a fault that a request asks for.
type Order uint8

// The orders; None is an answer as it should be.
const (
	None Order = iota
	Refuse429
	Refuse503
	Truncate
	NoTerminator
	Reset
	Stall
	Garbage
	Endless
	EndlessSlow
	Huge
	WrongType
	SlowHeaders
	Hang
	NoContent
	RoleEarly
	Pairs
)

// Names of the orders, and what they do.
var names = [...]string{
	None: "", Refuse429: "429", Refuse503: "503", Truncate: "truncate", NoTerminator: "no-terminator", Reset: "reset",
	Stall: "stall", Garbage: "garbage", Endless: "endless", EndlessSlow: "endless-slow", Huge: "huge",
	WrongType: "wrong-type", SlowHeaders: "slow-headers", Hang: "hang", NoContent: "no-content",
	RoleEarly: "role-early", Pairs: "pairs",
}

func (o Order) String() string { return names[o] }

// Status of a refusal, or 0.
func (o Order) Status() int {
	switch o {
	case Refuse429:
		return 429
	case Refuse503:
		return 503
	}
	return 0
}

var (
	inText  = []byte("order:")
	inQuery = []byte("order=")
)

// FindOrder reads `order:NAME` in a request's text, or `order=NAME` in its query. The name is as long as it can be;
// one that is not known orders nothing.
func FindOrder(query, text []byte) Order {
	if order := after(query, inQuery); order != None {
		return order
	}
	return after(text, inText)
}

func after(in, mark []byte) Order {
	at := bytes.Index(in, mark)
	if at < 0 {
		return None
	}
	name := in[at+len(mark):]
	end := 0
	for end < len(name) && (name[end] == '-' || name[end] >= '0' && name[end] <= '9' || name[end] >= 'a' && name[end] <= 'z') {
		end++
	}
	for order, one := range names {
		if one != "" && one == string(name[:end]) {
			return Order(order)
		}
	}
	return None
}

// RefusalHTTP is an answer that refuses, with Retry-After.
func RefusalHTTP(status int) []byte {
	words := map[int]string{429: "Too Many Requests", 503: "Service Unavailable"}[status]
	const body = `{"error":{"message":"no worker is free","type":"overloaded"}}`
	return fmt.Appendf(nil, "HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nRetry-After: 1\r\nContent-Length: %d\r\n\r\n%s",
		status, words, len(body), body)
}

// Page is an answer of a type that no API has: what a proxy with an own opinion says.
var Page = func() []byte {
	const body = "<!doctype html><title>Welcome</title><p>Everything is fine.</p>\n"
	return fmt.Appendf(nil, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
}()
