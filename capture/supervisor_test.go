package capture_test

import (
	"context"
	"errors"
	"image"
	"io"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"portico/capture"
)

// script is a source that delivers a frame each period until it fails.
type script struct {
	period time.Duration
	frames int   // how many before end
	end    error // nil: no more frames, silently
	seq    uint64
	closed bool
}

func (s *script) Read(ctx context.Context) (capture.Frame, error) {
	if int(s.seq) == s.frames {
		if s.end != nil {
			return capture.Frame{}, s.end
		}
		<-ctx.Done()
		return capture.Frame{}, ctx.Err()
	}
	select {
	case <-time.After(s.period):
	case <-ctx.Done():
		return capture.Frame{}, ctx.Err()
	}
	s.seq++
	return capture.Frame{
		Image: image.NewRGBA(image.Rect(0, 0, 1, 1)), Seq: s.seq, Time: time.Duration(s.seq) * s.period,
	}, nil
}

func (s *script) Close() error { s.closed = true; return nil }

type event struct {
	at    time.Duration
	state capture.State
}

// watch supervises what open gives, for so long, and returns what was seen.
func watch(t *testing.T, long time.Duration, open capture.Opener) (events []event, frames []capture.Frame, err error) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), long)
		defer cancel()
		start := time.Now()
		s := &capture.Supervisor{
			Open:    open,
			Publish: func(f capture.Frame) { frames = append(frames, f) },
			Report:  func(st capture.State, _ error) { events = append(events, event{time.Since(start), st}) },
		}
		err = s.Run(ctx)
	})
	return events, frames, err
}

func states(events []event) []capture.State {
	out := make([]capture.State, len(events))
	for i, e := range events {
		out[i] = e.state
	}
	return out
}

// sticky is a source that takes long to close.
type sticky struct{ script }

func (s *sticky) Close() error { time.Sleep(2 * time.Second); return s.script.Close() }

func TestUnplugIsToldBeforeTheDeviceIsClosed(t *testing.T) {
	events, _, _ := watch(t, time.Second, func(context.Context) (capture.Source, error) {
		return &sticky{script{period: fps25, frames: 3, end: capture.ErrGone}}, nil
	})
	if want := (event{3 * fps25, capture.Gone}); !slices.Contains(events, want) {
		t.Errorf("events %v, want %v", events, want)
	}
}

const fps25 = 40 * time.Millisecond

func TestUnplugAndReplug(t *testing.T) {
	opened := 0
	events, frames, err := watch(t, 10*time.Second, func(context.Context) (capture.Source, error) {
		opened++
		switch opened {
		case 1:
			return &script{period: fps25, frames: 25, end: capture.ErrGone}, nil
		case 2, 3, 4:
			return nil, capture.ErrNoCamera
		}
		return &script{period: fps25, frames: 1000}, nil
	})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Run = %v", err)
	}
	want := []capture.State{capture.Starting, capture.Live, capture.Gone, capture.Live}
	if got := states(events); !slices.Equal(got, want) {
		t.Fatalf("states %v, want %v", got, want)
	}
	if d := events[2].at - time.Second; d > time.Second {
		t.Errorf("the unplug was reported %v late", d)
	}
	for i := 1; i < len(frames); i++ {
		if frames[i].Seq <= frames[i-1].Seq || frames[i].Time <= frames[i-1].Time {
			t.Fatalf("frame %d: seq %d at %v after seq %d at %v", i,
				frames[i].Seq, frames[i].Time, frames[i-1].Seq, frames[i-1].Time)
		}
	}
}

func TestFrozenPictureIsNoticedAndReopened(t *testing.T) {
	var sources []*script
	events, _, _ := watch(t, 20*time.Second, func(context.Context) (capture.Source, error) {
		s := &script{period: fps25, frames: 25}
		if len(sources) > 0 {
			s.frames = 10000
		}
		sources = append(sources, s)
		return s, nil
	})
	want := []capture.State{capture.Starting, capture.Live, capture.NoFrames, capture.Live}
	if got := states(events); !slices.Equal(got, want) {
		t.Fatalf("states %v, want %v", got, want)
	}
	if at := events[2].at; at != 4*time.Second {
		t.Errorf("frozen since 1s, noticed at %v, want 4s", at)
	}
	for i, s := range sources {
		if !s.closed {
			t.Errorf("source %d was left open", i)
		}
	}
}

func TestStatesTellWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want capture.State
	}{
		"busy":      {capture.ErrBusy, capture.Busy},
		"none":      {capture.ErrNoCamera, capture.Absent},
		"no frames": {capture.ErrNoFrames, capture.NoFrames},
		"other":     {errors.New("permission denied"), capture.Failed},
	} {
		events, _, _ := watch(t, 5*time.Second, func(context.Context) (capture.Source, error) { return nil, c.err })
		if got := states(events); !slices.Equal(got, []capture.State{capture.Starting, c.want}) {
			t.Errorf("%s: states %v", name, got)
		}
	}
}

func TestFailingCameraIsNoBusyLoop(t *testing.T) {
	for name, open := range map[string]func() (capture.Source, error){
		"cannot be opened":         func() (capture.Source, error) { return nil, capture.ErrNoCamera },
		"dies at once":             func() (capture.Source, error) { return &script{end: capture.ErrGone}, nil },
		"dies after a first frame": func() (capture.Source, error) { return &script{frames: 1, end: capture.ErrGone}, nil },
	} {
		attempts := 0
		_, _, _ = watch(t, time.Minute, func(context.Context) (capture.Source, error) {
			attempts++
			return open()
		})
		if attempts < 30 || attempts > 65 {
			t.Errorf("%s: %d attempts in a minute, want about one a second", name, attempts)
		}
	}
}

func TestFiniteRecordingEnds(t *testing.T) {
	events, frames, err := watch(t, time.Minute, func(context.Context) (capture.Source, error) {
		return &script{period: fps25, frames: 3, end: io.EOF}, nil
	})
	if err != nil || len(frames) != 3 || events[len(events)-1].state != capture.Ended {
		t.Errorf("Run = %v after %d frames, states %v", err, len(frames), states(events))
	}
}

func TestStopClosesTheCamera(t *testing.T) {
	src := &script{period: fps25, frames: 1000}
	_, _, err := watch(t, 500*time.Millisecond, func(context.Context) (capture.Source, error) { return src, nil })
	if !errors.Is(err, context.DeadlineExceeded) || !src.closed {
		t.Errorf("Run = %v, closed %v", err, src.closed)
	}
}
