package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"math"
	"os"
	"path/filepath"
	"time"

	"portico/app/demo"
	"portico/assets/specimen"
	"portico/capture"
	"portico/capture/replay"
)

// The recording of the scenario live: 720p at 30 pictures a second of a card
// that is moved in a circle, so that guidance runs and takes nothing, and then
// lies still.
const (
	liveRate  = 30
	liveMoved = 10 * time.Second
	liveTurn  = time.Second
)

// playLive is a visitor who starts at once and moves the card about: what a live
// picture costs, how many of them come to the screen, and how soon after the
// start of the program the first one does. That is the kiosk's own time, from the
// kernel's start of its process on, with what the hands take for two keys: 0.1 s.
func playLive(ctx context.Context, s *stage) error {
	front := filepath.Join(s.recording(), replay.DocumentFront)
	if err := errors.Join(demo.Record(ctx, s.recording(), demo.Rendered()), os.RemoveAll(front), recordMoved(ctx, front)); err != nil {
		return err
	}
	k, err := s.kiosk(ctx, "--replay", s.recording(), "--attended")
	if err != nil {
		return err
	}
	if err := errors.Join(k.insist(ctx, "consent"), k.insist(ctx, "document-front"), k.until(ctx, "step=look-up ", patience)); err != nil {
		return err
	}
	return errors.Join(k.insist(ctx, "selfie"),
		k.until(ctx, "step=check ", patience), k.insist(ctx, "deciding"), k.until(ctx, "step=clerk ", patience), k.insist(ctx, "result"), k.stop())
}

// drawing is how long a screen is given, once its step is reached, to be drawn.
const drawing = 50 * time.Millisecond

// insist presses Return until a step is reached: a screen that is not there yet
// does not hear it, which costs the hands 0.3 s.
func (k *kiosk) insist(ctx context.Context, step string) (err error) {
	for range 20 {
		if err = k.key("Return"); err != nil {
			return err
		}
		if err = k.until(ctx, "step="+step+" ", 300*time.Millisecond); err == nil {
			time.Sleep(drawing)
			return nil
		}
	}
	return err
}

// recordMoved records a moving card.
func recordMoved(ctx context.Context, dir string) error {
	card := specimen.Example(demo.Rendered().Portrait).Front(1280)
	frames := make([]*image.RGBA, liveTurn*liveRate/time.Second)
	for i := range frames {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(len(frames)))
		frames[i] = specimen.OnDesk(card, 1280, 720, specimen.Pose{X: .5 + .08*sin, Y: .5 - .08*(1-cos), Width: .64})
	}
	r, err := replay.NewRecorder(dir, nil)
	if err != nil {
		return err
	}
	for i := range int(liveMoved * liveRate / time.Second) {
		if err := ctx.Err(); err != nil {
			return err
		}
		f := capture.Frame{Image: frames[i%len(frames)], Seq: uint64(i + 1), Time: time.Duration(i) * time.Second / liveRate}
		if err := r.Add(f); err != nil {
			return fmt.Errorf("record a moving card: %w", err)
		}
	}
	return r.Close()
}
