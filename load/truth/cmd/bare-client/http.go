package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"seatrial.dev/truth/internal/clock"
)

func (c *client) request(r *result) {
	path, body := "/v1/chat/completions",
		`{"model":"truth","stream":true,"messages":[{"role":"user","content":"Say ahoy."}]}`
	follow := events
	if c.protocol == "cartesia-bytes" {
		path, body, follow = "/tts/bytes", `{"model_id":"sonic-2","transcript":"Ahoy."}`, pieces
	}
	request, err := http.NewRequest(http.MethodPost, c.url+path, bytes.NewReader([]byte(body)))
	if err != nil {
		r.err = err
		return
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Request-Id", r.id)
	r.sent = clock.Now()
	response, err := c.http.Do(request)
	if err != nil {
		r.err = err
		return
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		r.err = fmt.Errorf("status %d", response.StatusCode)
		return
	}
	r.err = follow(r, response.Body)
}

func pieces(r *result, body io.Reader) error {
	buffer := make([]byte, 32<<10)
	var last int64
	for {
		n, err := body.Read(buffer)
		if n > 0 {
			r.follow(clock.Now(), &last)
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func events(r *result, body io.Reader) error {
	lines := bufio.NewScanner(body)
	var last int64
	for lines.Scan() {
		at := clock.Now()
		data, ok := bytes.CutPrefix(lines.Bytes(), []byte("data: "))
		if !ok {
			continue
		}
		if string(data) == "[DONE]" {
			_, _ = io.Copy(io.Discard, body)
			return nil
		}
		var event struct {
			Choices []struct{ Delta struct{ Content string } }
		}
		if err := json.Unmarshal(data, &event); err != nil {
			return err
		}
		if len(event.Choices) > 0 && event.Choices[0].Delta.Content != "" {
			r.follow(at, &last)
		}
	}
	return errors.Join(lines.Err(), errors.New("no [DONE]"))
}
