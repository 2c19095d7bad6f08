package replay

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"sync"
	"time"

	"portico/capture"
)

// player gives a reel the timing of a camera. Reading and closing exclude one
// another through busy, which Read holds except while it waits for the clock.
type player struct {
	reel Reel
	cfg  Config

	closeOnce sync.Once
	closing   chan struct{}
	busy      sync.Mutex
	closed    bool

	started time.Time     // zero before the first Read
	base    time.Duration // where the current round of the reel began
	shot    Shot          // the last that was taken from the reel, by the time of the round
	taken   bool          // shot has not been delivered yet
	held    bool          // the reel is over and its last picture stays
	seq     uint64
	shown   *image.RGBA // the last picture delivered
}

// Play shows reel as a camera and owns it: Close closes it.
func Play(reel Reel, cfg Config) capture.Source {
	if cfg.Unpaced {
		cfg.End = Stop
	}
	return &player{reel: reel, cfg: cfg, closing: make(chan struct{})}
}

func (p *player) Read(ctx context.Context) (capture.Frame, error) {
	for {
		f, due, err := p.step(ctx)
		if err != nil || f.Image != nil {
			return f, err
		}
		timer := time.NewTimer(due)
		select {
		case <-timer.C:
		case <-ctx.Done():
		case <-p.closing:
		}
		timer.Stop()
	}
}

// step delivers the frame that is due, or says how long the next one takes.
func (p *player) step(ctx context.Context) (f capture.Frame, wait time.Duration, err error) {
	p.busy.Lock()
	defer p.busy.Unlock()
	if p.closed {
		return f, 0, io.EOF
	}
	if err := ctx.Err(); err != nil {
		return f, 0, err
	}
	if p.started.IsZero() {
		p.started = time.Now()
	}
	if !p.taken {
		if err := p.advance(); err != nil {
			return f, 0, err
		}
	}
	if !p.cfg.Unpaced {
		now := time.Since(p.started)
		for p.base+p.shot.At+p.shot.For <= now { // nobody read it in its time
			if err := p.advance(); err != nil {
				return f, 0, err
			}
		}
		if wait := p.base + p.shot.At - now; wait > 0 {
			return f, wait, nil
		}
	}
	if !p.held {
		if err := p.decode(); err != nil {
			return f, 0, err
		}
	}
	p.taken = false
	return capture.Frame{Image: p.shown, Seq: p.seq, Time: p.base + p.shot.At}, 0, nil
}

// advance takes the next shot from the reel, or what End says after the last.
func (p *player) advance() error {
	p.seq, p.taken = p.seq+1, true
	if p.held {
		p.shot.At += p.shot.For
		return nil
	}
	next, err := p.reel.Next()
	if err == nil {
		p.shot = next
		return nil
	}
	if !errors.Is(err, io.EOF) {
		return fmt.Errorf("read the recording: %w", err)
	}
	if p.shot.For == 0 {
		return ErrEmpty
	}
	switch p.cfg.End {
	case Hold:
		if err := p.decode(); err != nil && p.shown == nil {
			return err
		}
		p.held = true
		p.shot.At += p.shot.For
		return nil
	case Loop:
		return p.again()
	}
	return io.EOF
}

func (p *player) again() error {
	if err := p.reel.Rewind(); err != nil {
		return fmt.Errorf("rewind the recording: %w", err)
	}
	next, err := p.reel.Next()
	if err != nil {
		return fmt.Errorf("read the recording again: %w", err)
	}
	p.base += p.shot.At + p.shot.For
	p.shot = next
	return nil
}

func (p *player) decode() error {
	img, err := p.reel.Picture()
	if err != nil {
		return fmt.Errorf("decode the recording: %w", err)
	}
	p.shown = img
	return nil
}

// Close waits until a picture that is being decoded is finished.
func (p *player) Close() (err error) {
	p.closeOnce.Do(func() {
		close(p.closing)
		p.busy.Lock()
		defer p.busy.Unlock()
		p.closed = true
		err = p.reel.Close()
	})
	return err
}
