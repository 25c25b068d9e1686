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
	for !g.Waiting() {
		time.Sleep(time.Millisecond)
	}
	at := time.Now().Add(60 * time.Millisecond)
	g.Go(at)
	if held, ok := g.Go(at.Add(time.Hour)); !ok || !held.Equal(at) {
		t.Errorf("a later go moved the moment to %v", held)
	}
	if err := <-over; err != nil {
		t.Error(err)
	}
	if early := time.Until(at); early > 0 {
		t.Errorf("it opened %v early", early)
	}
	if g.Waiting() {
		t.Error("it says that it still waits")
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
	patient.Go(time.Now().Add(Ahead))
	stop(stopped)
	if err := patient.Wait(ctx); !errors.Is(err, stopped) {
		t.Errorf("ended with %v", err)
	}
}

func TestIsOpenWhereThereIsNone(t *testing.T) {
	g, err := New("")
	if err != nil || g.Wait(context.Background()) != nil || g.Most() != 0 {
		t.Error("no gate holds nobody back")
	}
	if _, ok := g.Go(time.Now()); ok {
		t.Error("there is nothing to say go to")
	}
	if _, err := New("soon"); err == nil {
		t.Error("soon is not a duration")
	}
}
