package serve

import (
	"bytes"
	"strconv"

	"seatrial.dev/truth/internal/answer"
	"seatrial.dev/truth/internal/truthlog"
)

// head is what matters of a request's head.
type head struct {
	method, path, query, id, key []byte
	length                       int
	upgrade, coded, expects      bool
}

var blank = []byte("\r\n\r\n")

// request understands one HTTP request, when all of it is there and nothing is under way.
func (l *Loop) request(c *conn) {
	if c.streams != nil || c.over || c.flood.remaining > 0 {
		return
	}
	end := bytes.Index(c.in, blank)
	if end < 0 {
		return
	}
	h, ok := parseHead(c.in[:end])
	size := end + len(blank) + h.length
	kind := answer.Kinds[string(h.path)]
	upgrade := h.upgrade && string(h.path) == "/tts/websocket"
	switch {
	case !ok || h.coded && kind != nil || size > roomMost:
		l.refuse(c, "411 Length Required")
		return
	case !upgrade && (kind == nil || string(h.method) != "POST"):
		l.give(c)
		return
	}
	if len(c.in) < size {
		if h.expects && !c.told {
			c.told = true
			l.write(c, []byte("HTTP/1.1 100 Continue\r\n\r\n"))
		}
		return
	}
	c.told = false
	body := c.in[end+len(blank) : size]
	if upgrade {
		l.upgrade(c, &h)
	} else {
		l.begin(c, kind, l.id(h.id, body), answer.FindOrder(h.query, body))
	}
	c.taken(size)
}

func (l *Loop) refuse(c *conn, status string) {
	if _, alive := l.write(c, []byte("HTTP/1.1 "+status+"\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")); alive {
		l.closeAfter(c)
	}
}

var inText = []byte("rid:")

// id of a request: `rid:NAME` in its text, else what its header says, else a number.
func (l *Loop) id(header, body []byte) []byte {
	if at := bytes.Index(body, inText); at >= 0 {
		name := body[at+len(inText):]
		end := bytes.IndexFunc(name, func(r rune) bool {
			return r != '-' && r != '_' && r != '.' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
		})
		if end < 0 {
			end = len(name)
		}
		header = name[:end]
	}
	if len(header) == 0 {
		l.anonymous++
		l.scratch = strconv.AppendInt(append(l.scratch[:0], "anonymous-"...), int64(l.anonymous), 10)
		return l.scratch
	}
	return header[:min(len(header), truthlog.MaxID)]
}

func parseHead(text []byte) (h head, ok bool) {
	line, rest, _ := bytes.Cut(text, blank[:2])
	var target []byte
	h.method, target, ok = bytes.Cut(line, []byte(" "))
	if !ok {
		return h, false
	}
	target, _, ok = bytes.Cut(target, []byte(" "))
	h.path, h.query, _ = bytes.Cut(target, []byte("?"))
	for len(rest) > 0 && ok {
		line, rest, _ = bytes.Cut(rest, blank[:2])
		name, value, _ := bytes.Cut(line, []byte(":"))
		ok = h.field(name, bytes.TrimSpace(value))
	}
	return h, ok
}

func (h *head) field(name, value []byte) (ok bool) {
	is := func(wanted string) bool {
		return len(name) == len(wanted) && bytes.EqualFold(name, []byte(wanted))
	}
	switch {
	case is("content-length"):
		n, err := strconv.ParseUint(string(value), 10, 31)
		h.length = int(n)
		return err == nil
	case is("x-request-id"):
		h.id = value
	case is("transfer-encoding"):
		h.coded = true
	case is("upgrade"):
		h.upgrade = bytes.EqualFold(value, []byte("websocket"))
	case is("sec-websocket-key"):
		h.key = value
	case is("expect"):
		h.expects = true
	}
	return true
}
