package guard

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"seatrial.dev/xk6-seatrial/internal/wire"
)

// textMost is how much of a page of metrics is read.
const textMost = 16 << 20

// scraper reads one page of metrics again and again.
type scraper struct {
	address string
	every   time.Duration
	client  *http.Client
	told    func(address string, text []byte, err error)
}

// newClient reads over k6's dialer, whose hosts and blocked addresses hold here too.
func newClient(dialer *wire.Dialer, timeout time.Duration) *http.Client {
	return &http.Client{
		Timeout: timeout,
		Transport: &http.Transport{
			DialContext: dialer.Dial, TLSClientConfig: dialer.TLS,
			MaxIdleConnsPerHost: 1, IdleConnTimeout: 5 * time.Second,
		},
	}
}

func (s *scraper) run(ctx context.Context) {
	ticker := time.NewTicker(s.every)
	defer ticker.Stop()
	for {
		text, err := s.read(ctx)
		if ctx.Err() != nil {
			return
		}
		s.told(s.address, text, err)
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

func (s *scraper) read(ctx context.Context) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.address, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "text/plain; version=0.0.4")
	response, err := s.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answered %d", s.address, response.StatusCode)
	}
	return io.ReadAll(io.LimitReader(response.Body, textMost))
}
