package replay_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"portico/capture"
	"portico/capture/capturetest"
	"portico/capture/replay"
)

// onboarding draws a recording: one picture of the card, three of the face.
func onboarding(t *testing.T) *replay.Sequence {
	t.Helper()
	dir := t.TempDir()
	draw(t, filepath.Join(dir, replay.DocumentFront), 1)
	draw(t, filepath.Join(dir, replay.Selfie), 3)
	draw(t, filepath.Join(dir, replay.Selfie, "SMILE"), 2)
	seq, err := replay.NewSequence(dir, replay.Config{Rate: 20})
	if err != nil {
		t.Fatal(err)
	}
	return seq
}

func TestSequenceConformance(t *testing.T) {
	capturetest.Run(t, func(t *testing.T) capture.Source {
		src, err := onboarding(t).Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return src
	})
}

func TestSequenceShowsTheStationThatIsAskedFor(t *testing.T) {
	seq := onboarding(t)
	if got := seq.Stations(); !slices.Equal(got, []string{"document-front", "selfie"}) {
		t.Errorf("stations %v", got)
	}
	synctest.Test(t, func(t *testing.T) {
		src, err := seq.Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer src.Close()
		var last capture.Frame
		read := func(n int) (pictures []int) {
			for range n {
				f, err := src.Read(t.Context())
				if err != nil || f.Seq <= last.Seq || last.Seq > 0 && f.Time <= last.Time {
					t.Fatalf("seq %d at %v after seq %d at %v: %v", f.Seq, f.Time, last.Seq, last.Time, err)
				}
				last = f
				pictures = append(pictures, grey(f))
			}
			return pictures
		}
		if got := read(5); !slices.Equal(got, []int{1, 1, 1, 1, 1}) {
			t.Errorf("document held: %v", got)
		}
		for _, name := range []string{replay.DocumentBack, "../" + replay.Selfie, "selfie/a.png"} {
			if err := seq.Station(name); !errors.Is(err, replay.ErrStation) {
				t.Errorf("station %s: %v, want ErrStation", name, err)
			}
		}
		for range 2 { // the second time it starts anew
			if err := seq.Station(replay.Selfie); err != nil {
				t.Fatal(err)
			}
			if got := read(5); !slices.Equal(got, []int{1, 2, 3, 3, 3}) {
				t.Errorf("selfie: %v", got)
			}
		}
		if err := seq.Station("selfie/SMILE"); err != nil {
			t.Fatal(err)
		}
		if got := read(3); !slices.Equal(got, []int{1, 2, 2}) {
			t.Errorf("smile: %v", got)
		}
	})
}

func TestStationMayBeAFile(t *testing.T) {
	dir := t.TempDir()
	for _, file := range []string{
		"document-front.mp4", "document-front.txt", "document-back.jpg", "selfie.png", "selfie/1.png", "liveness/SMILE.mov", "notes.mp4",
	} {
		path := filepath.Join(dir, file)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, nil, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	for station, want := range map[string]string{
		"document-front": "document-front.mp4", "document-back": "document-back.jpg", "selfie": "selfie",
		"liveness": "liveness", "liveness/SMILE": "liveness/SMILE.mov",
		"liveness/NEUTRAL": "", "document-front.txt": "", "document-front.mp4": "", "../selfie": "", "": "",
	} {
		got, err := replay.Find(dir, station)
		if want == "" && !errors.Is(err, replay.ErrStation) || want != "" && got != filepath.Join(dir, want) {
			t.Errorf("station %q is %q, %v; want %q", station, got, err, want)
		}
	}
	seq, err := replay.NewSequence(dir, replay.Config{})
	if err != nil || len(seq.Stations()) != 4 {
		t.Errorf("stations %v, %v", seq, err)
	}
}

func TestSequenceStationReachesAWaitingReader(t *testing.T) {
	seq := onboarding(t)
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var pictures []int
		s := &capture.Supervisor{
			Open:    seq.Open,
			Publish: func(f capture.Frame) { pictures = append(pictures, grey(f)) },
			Report:  func(capture.State, error) {},
		}
		done := make(chan error)
		go func() { done <- s.Run(ctx) }()
		<-time.After(110 * time.Millisecond)
		if err := seq.Station(replay.Selfie); err != nil {
			t.Error(err)
		}
		<-time.After(160 * time.Millisecond)
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("Run = %v", err)
		}
		if want := []int{1, 1, 1, 1, 2, 3, 3}; !slices.Equal(pictures, want) {
			t.Errorf("pictures %v, want %v", pictures, want)
		}
	})
}
