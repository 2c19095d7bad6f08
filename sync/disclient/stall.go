package disclient

import (
	"context"
	"errors"
	"io"
	"time"
)

// errStalled says that nothing moved for too long. How long a whole call takes
// is not bounded: a large picture over a thin line is slow, not stuck.
var errStalled = errors.New("nothing moved for too long")

// stall ends a call in which nothing moves.
type stall struct {
	timer  *time.Timer
	after  time.Duration
	cancel context.CancelCauseFunc
}

// watched returns a context that is cancelled when nothing moved for after.
func watched(ctx context.Context, after time.Duration) (context.Context, *stall) {
	ctx, cancel := context.WithCancelCause(ctx)
	return ctx, &stall{time.AfterFunc(after, func() { cancel(errStalled) }), after, cancel}
}

func (s *stall) end() {
	s.timer.Stop()
	s.cancel(nil)
}

// cause is what err really was: a stalled call looks like a cancelled one.
func (s *stall) cause(ctx context.Context, err error) error {
	if errors.Is(context.Cause(ctx), errStalled) {
		return errStalled
	}
	return err
}

// reader returns r, each read of which shows that something moves.
func (s *stall) reader(r io.Reader) io.Reader { return moving{r, s} }

type moving struct {
	io.Reader
	stall *stall
}

func (m moving) Read(p []byte) (int, error) {
	n, err := m.Reader.Read(p)
	m.stall.timer.Reset(m.stall.after)
	return n, err
}
