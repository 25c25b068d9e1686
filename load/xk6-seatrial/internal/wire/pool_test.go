package wire

import "testing"

type closer struct{ closed *int }

func (c closer) Close() error { *c.closed++; return nil }

func TestPoolGivesNoStaleConnection(t *testing.T) {
	var p pool[closer]
	closed := 0
	p.put(closer{&closed})
	p.put(closer{&closed})
	if _, ok := p.get(); !ok || closed != 0 {
		t.Fatal("a fresh connection is not given")
	}
	p.put(closer{&closed})
	for i := range p.idle {
		p.idle[i].since -= int64(2 * idleMost)
	}
	if _, ok := p.get(); ok || closed != 2 {
		t.Errorf("a stale connection is given, %d closed", closed)
	}
	p.close()
	p.put(closer{&closed})
	if _, ok := p.get(); ok || closed != 3 {
		t.Error("a closed pool keeps connections")
	}
}
