package record

import (
	"context"
	"io"
)

// Pipe writes the records to a parent as they come. OnLost is called once when the reader is gone: nobody watches
// the load any more then, and it should end.
type Pipe struct {
	journal *Journal
	to      io.WriteCloser
	onLost  func(error)
	cancel  context.CancelFunc
	over    chan struct{}
}

// OpenPipe starts to write.
func OpenPipe(journal *Journal, to io.WriteCloser, onLost func(error)) *Pipe {
	ctx, cancel := context.WithCancel(context.Background())
	p := &Pipe{journal: journal, to: to, onLost: onLost, cancel: cancel, over: make(chan struct{})}
	go p.run(ctx)
	return p
}

func (p *Pipe) run(ctx context.Context) {
	defer close(p.over)
	for next := 0; ; {
		going := p.journal.Wait(ctx, next)
		lines, then, err := p.journal.Since(next)
		for _, line := range lines {
			if err == nil {
				_, err = p.to.Write(line)
			}
		}
		if err != nil {
			p.onLost(err)
			return
		}
		if next = then; !going {
			return
		}
	}
}

// Close writes what is left and closes the pipe.
func (p *Pipe) Close() error {
	p.cancel()
	<-p.over
	return p.to.Close()
}
