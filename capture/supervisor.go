package capture

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// State is what a supervised camera is doing.
type State string

// The states. A user is told something in each but Live.
const (
	Starting State = "starting"  // being opened for the first time
	Live     State = "live"      // delivering frames
	Gone     State = "gone"      // unplugged while in use; taken up again when it is back
	Absent   State = "absent"    // not found so far
	Busy     State = "busy"      // in use by another program
	NoFrames State = "no-frames" // open, but delivering nothing
	Refused  State = "refused"   // not among the cameras that may be used
	Failed   State = "failed"    // anything else; the error says what
	Ended    State = "ended"     // a finite recording is over
)

// Supervisor keeps one camera running: it opens it, passes its frames on, and
// opens it again after any failure, waiting longer each time.
//
// Open, Publish and Report are required; the rest may be zero. Publish and
// Report are called by the goroutine of Run and must not block: Publish is
// usually Mailbox.Put, or a function that feeds several mailboxes.
type Supervisor struct {
	Open    Opener
	Publish func(Frame)        // Seq and Time ascend over all reopenings
	Report  func(State, error) // called when the state changes; the error is its cause, nil for a good state

	FirstFrame time.Duration // how long a camera may take to its first frame; 0 means 8 s
	Freeze     time.Duration // how long a live camera may be without a new frame; 0 means 3 s
	MinDelay   time.Duration // before the first attempt to open again; 0 means 250 ms
	MaxDelay   time.Duration // between attempts when it keeps failing; 0 means 1 s

	state   State
	started time.Time
	splice  splice
	shown   bool // since the camera was opened
}

// Run works until ctx is done, and returns its error, or until a finite
// recording ends, and returns nil. When it returns, the camera is closed. It
// must be called once only.
func (s *Supervisor) Run(ctx context.Context) error {
	s.FirstFrame = orDefault(s.FirstFrame, 8*time.Second)
	s.Freeze = orDefault(s.Freeze, 3*time.Second)
	s.MinDelay = orDefault(s.MinDelay, 250*time.Millisecond)
	s.MaxDelay = orDefault(s.MaxDelay, time.Second)
	s.started = time.Now()
	s.enter(Starting, nil)
	for delay := s.MinDelay; ; delay = min(2*delay, s.MaxDelay) {
		opened := time.Now()
		err := s.session(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if errors.Is(err, io.EOF) {
			s.enter(Ended, nil)
			return nil
		}
		s.enter(stateOf(err), err)
		if s.shown && time.Since(opened) > s.MaxDelay {
			delay = s.MinDelay
		}
		if err := pause(ctx, delay); err != nil {
			return err
		}
	}
}

// session opens the camera and passes its frames on until one of the two fails.
func (s *Supervisor) session(ctx context.Context) error {
	s.shown = false
	src, err := s.Open(ctx)
	if err != nil {
		return err
	}
	s.splice.begin(time.Since(s.started))
	err = s.pass(ctx, src)
	if ctx.Err() == nil && !errors.Is(err, io.EOF) {
		s.enter(stateOf(err), err) // said first: a device that is gone may take long to close
	}
	return errors.Join(err, src.Close())
}

// pass passes the frames of src on until it fails.
func (s *Supervisor) pass(ctx context.Context, src Source) error {
	patience, deadline := s.FirstFrame, time.Now().Add(s.FirstFrame)
	for {
		f, err := readUntil(ctx, src, deadline)
		switch {
		case err != nil && ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded):
			return fmt.Errorf("%w: nothing new for %v", ErrNoFrames, patience)
		case err != nil:
			return err
		}
		s.shown = true
		patience, deadline = s.Freeze, time.Now().Add(s.Freeze)
		s.enter(Live, nil)
		s.Publish(s.splice.frame(f))
	}
}

// enter reports a change of state. A camera that went away stays Gone, and
// does not become Absent, while it cannot be found.
func (s *Supervisor) enter(next State, err error) {
	if next == s.state || s.state == Gone && next == Absent {
		return
	}
	s.state = next
	s.Report(next, err)
}

func stateOf(err error) State {
	switch {
	case errors.Is(err, ErrGone):
		return Gone
	case errors.Is(err, ErrBusy):
		return Busy
	case errors.Is(err, ErrNoCamera):
		return Absent
	case errors.Is(err, ErrNoFrames):
		return NoFrames
	case errors.Is(err, ErrRefused):
		return Refused
	}
	return Failed
}

func readUntil(ctx context.Context, src Source, deadline time.Time) (Frame, error) {
	ctx, cancel := context.WithDeadline(ctx, deadline)
	defer cancel()
	return src.Read(ctx)
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func orDefault(d, def time.Duration) time.Duration {
	if d == 0 {
		return def
	}
	return d
}
