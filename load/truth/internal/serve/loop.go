// Package serve is a server of one thread: it knows when each chunk is due, writes it then, and notes when that was.
// A goroutine per stream would be late whenever the scheduler, or a client on the same cores, wants it so.
package serve

import (
	"net"
	"runtime"
	"time"

	"golang.org/x/sys/unix"

	"seatrial.dev/truth/internal/clock"
	"seatrial.dev/truth/internal/schedule"
	"seatrial.dev/truth/internal/truthlog"
)

// Loop serves all connections of one listener.
type Loop struct {
	model *schedule.Model
	stall time.Duration
	log   *truthlog.Log
	// handOff gets the connections that ask for something that need not be on time.
	handOff func(net.Conn)

	poll     poll
	listener int
	conns    []*conn // by file descriptor
	timers   timers
	free     *stream
	commands chan func()
	wake     int
	anonymous,
	open int
	thawed  int64 // the end of the last freeze
	scratch []byte
	inbox   inbox
	err     error
}

// Options of a Loop.
type Options struct {
	Model   schedule.Model
	Stall   time.Duration
	Log     *truthlog.Log
	HandOff func(net.Conn)
}

// connectionsMost bounds what clients can make the server hold.
const connectionsMost = 20_000

// New takes over a listening socket, non-blocking.
func New(listener int, options Options) (*Loop, error) {
	poll, err := newPoll()
	if err != nil {
		return nil, err
	}
	wake, err := unix.Eventfd(0, unix.EFD_NONBLOCK|unix.EFD_CLOEXEC)
	if err != nil {
		return nil, err
	}
	// Accepted sockets inherit it: their requests are stamped by the kernel as they come in.
	if err := unix.SetsockoptInt(listener, unix.SOL_SOCKET, unix.SO_TIMESTAMPNS, 1); err != nil {
		return nil, err
	}
	for _, fd := range []int{listener, wake} {
		if err := poll.add(fd); err != nil {
			return nil, err
		}
	}
	return &Loop{
		model: &options.Model, stall: options.Stall, log: options.Log, handOff: options.HandOff,
		poll: poll, listener: listener, wake: wake, commands: make(chan func(), 16),
		scratch: make([]byte, 0, 4<<10),
	}, nil
}

// Run serves until something is wrong with the machine.
func (l *Loop) Run() error {
	runtime.LockOSThread()
	for l.err == nil {
		l.fireDue()
		events, err := l.poll.wait(l.timeout())
		if err != nil {
			return err
		}
		for i := range events {
			l.event(int(events[i].Fd), events[i].Events)
			l.fireDue()
		}
	}
	return l.err
}

// idle is the longest sleep: whoever wants to stop the world must not wait longer.
const idle = 20 * time.Millisecond

func (l *Loop) timeout() time.Duration {
	if len(l.timers) == 0 {
		return idle
	}
	return min(max(time.Duration(l.timers[0].due-clock.Now()), 0), idle)
}

func (l *Loop) fireDue() {
	for len(l.timers) > 0 && l.timers[0].due <= clock.Now() {
		l.fire(l.timers[0])
	}
}

func (l *Loop) event(fd int, events uint32) {
	switch fd {
	case l.listener:
		l.accept()
		return
	case l.wake:
		l.obey()
		return
	}
	if fd >= len(l.conns) || l.conns[fd] == nil {
		return
	}
	c := l.conns[fd]
	if events&unix.EPOLLOUT != 0 {
		l.drain(c)
	}
	if events&^uint32(unix.EPOLLOUT) != 0 && l.conns[fd] == c {
		l.receive(c)
	}
}

// Do runs a command between two turns of the loop, and returns when that was done.
func (l *Loop) Do(command func()) {
	done := make(chan struct{})
	l.commands <- func() { command(); close(done) }
	_, _ = unix.Write(l.wake, []byte{1, 0, 0, 0, 0, 0, 0, 0})
	<-done
}

func (l *Loop) obey() {
	var count [8]byte
	_, _ = unix.Read(l.wake, count[:])
	for {
		select {
		case command := <-l.commands:
			command()
		default:
			return
		}
	}
}

// Freeze stops everything for a while, as a server does whose only GPU hangs: nothing is read, nothing is written, and
// what was due comes so much later. For use in Do.
func (l *Loop) Freeze(pause time.Duration) {
	time.Sleep(pause)
	for _, s := range l.timers {
		s.base += int64(pause)
		s.due += int64(pause)
	}
	l.thawed = clock.Now()
}

// Log for use in Do.
func (l *Loop) Log() *truthlog.Log { return l.log }

// Connections that are open; for use in Do.
func (l *Loop) Connections() int { return l.open }
