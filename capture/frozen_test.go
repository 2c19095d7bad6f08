package capture_test

import (
	"context"
	"errors"
	"image"
	"slices"
	"testing"
	"time"

	"portico/capture"
)

func (s *still) Read(ctx context.Context) (capture.Frame, error) {
	f, err := s.script.Read(ctx)
	f.Image = s.img
	return f, err
}

// lively delivers pictures that differ by the noise of a few pixels.
type lively struct{ script }

func (l *lively) Read(ctx context.Context) (capture.Frame, error) {
	f, err := l.script.Read(ctx)
	f.Image = image.NewRGBA(image.Rect(0, 0, 64, 64))
	f.Image.Pix[0] = byte(f.Seq)
	return f, err
}

func TestRepeatedPictureIsNoticedUntilItChanges(t *testing.T) {
	frozen := image.NewRGBA(image.Rect(0, 0, 64, 64))
	frozen.Pix[1] = 77
	opened := 0
	open := capture.NoticeFrozen(func(context.Context) (capture.Source, error) {
		if opened++; opened <= 2 {
			return &still{script{period: fps25, frames: 10_000}, frozen}, nil
		}
		return &lively{script{period: fps25, frames: 10_000}}, nil
	}, 3*time.Second)
	events, frames, _ := watch(t, 20*time.Second, open)
	want := []capture.State{capture.Starting, capture.Live, capture.NoFrames, capture.Live}
	if got := states(events); !slices.Equal(got, want) {
		t.Fatalf("states %v, want %v", got, want)
	}
	if at := events[2].at; at < 3*time.Second || at > 3200*time.Millisecond {
		t.Errorf("frozen from the start, noticed after %v, want 3 s", at)
	}
	shown := 0
	for _, f := range frames {
		if f.Image == frozen {
			shown++
		}
	}
	if shown > 76 { // 3 s at 25 a second; none after the reopening
		t.Errorf("the frozen picture was shown %d times", shown)
	}
}

func TestStillSceneIsNotFrozen(t *testing.T) {
	open := capture.NoticeFrozen(func(context.Context) (capture.Source, error) {
		return &lively{script{period: fps25, frames: 10_000}}, nil
	}, time.Second)
	events, _, _ := watch(t, 30*time.Second, open)
	if got := states(events); !slices.Equal(got, []capture.State{capture.Starting, capture.Live}) {
		t.Errorf("states %v of a scene with a sensor's noise", got)
	}
}

func TestRefusedCameraIsTold(t *testing.T) {
	events, _, err := watch(t, 3*time.Second, func(context.Context) (capture.Source, error) {
		return nil, capture.ErrRefused
	})
	if got := states(events); !errors.Is(err, context.DeadlineExceeded) || !slices.Contains(got, capture.Refused) {
		t.Errorf("states %v, %v", got, err)
	}
}
