package gate

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestOpensAtTheMomentThatWasSaidFirst(t *testing.T) {
	g, err := New("10s")
	if err != nil {
		t.Fatal(err)
	}
	over := make(chan error, 1)
	go func() { over <- g.Wait(context.Background()) }()
	for g.Waiting() != 0 {
		time.Sleep(time.Millisecond)
	}
	at := time.Now().Add(60 * time.Millisecond)
	g.Go(0, at)
	if held, ok := g.Go(0, at.Add(time.Hour)); !ok || !held.Equal(at) {
		t.Errorf("a later go moved the moment to %v", held)
	}
	if err := <-over; err != nil {
		t.Error(err)
	}
	if early := time.Until(at); early > 0 {
		t.Errorf("it opened %v early", early)
	}
	if g.Waiting() != None {
		t.Error("it says that it still waits")
	}
}

func TestOpensEachRoundByItself(t *testing.T) {
	g, _ := New("1")
	g.Go(0, time.Now())
	if g.Open(1) || g.Waiting() != 1 {
		t.Error("round 1 is open although only 0 was")
	}
	g.Go(1, time.Now().Add(time.Hour))
	if g.Open(1) {
		t.Error("round 1 opened before its moment")
	}
	g.Go(2, time.Now())
	if !g.Open(2) || g.Waiting() != None {
		t.Error("round 2 stays closed")
	}
	if _, ok := g.Go(Rounds, time.Now()); ok {
		t.Error("there are no such rounds")
	}
}

func TestDoesNotWaitForEver(t *testing.T) {
	g, _ := New("20ms")
	if err := g.Wait(context.Background()); err == nil || err.Error() != "nobody said go within 20ms" {
		t.Errorf("ended with %v", err)
	}
	stopped := errors.New("stopped")
	ctx, stop := context.WithCancelCause(context.Background())
	patient, _ := New("1")
	patient.Go(0, time.Now().Add(Ahead))
	stop(stopped)
	if err := patient.Wait(ctx); !errors.Is(err, stopped) {
		t.Errorf("ended with %v", err)
	}
}

func TestIsOpenWhereThereIsNone(t *testing.T) {
	g, err := New("")
	if err != nil || g.Wait(context.Background()) != nil || !g.Open(1) || g.Most() != 0 || g.Waiting() != None {
		t.Error("no gate holds nobody back")
	}
	if _, ok := g.Go(0, time.Now()); ok {
		t.Error("there is nothing to say go to")
	}
	if _, err := New("soon"); err == nil {
		t.Error("soon is not a duration")
	}
}
