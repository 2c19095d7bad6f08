package demo_test

import (
	"image"
	"io"
	"slices"
	"testing"
	"time"

	"portico/app/demo"
	"portico/capture/replay"
)

func TestRecordingHasEveryStation(t *testing.T) {
	dir := t.TempDir()
	if err := demo.Record(t.Context(), dir, demo.Rendered()); err != nil {
		t.Fatal(err)
	}
	stations, err := replay.Stations(dir)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{replay.DocumentFront, replay.DocumentBack, replay.Selfie, replay.Liveness}; !slices.Equal(stations, want) {
		t.Errorf("stations %v, want %v", stations, want)
	}
	for _, within := range []string{"liveness/NEUTRAL", "liveness/SMILE"} {
		if _, err := replay.Find(dir, within); err != nil {
			t.Error(err)
		}
	}
}

// film is a video of n pictures, each in a grey that tells its number.
type film struct{ n, at int }

func (f *film) Next() (replay.Shot, error) {
	if f.at == f.n {
		return replay.Shot{}, io.EOF
	}
	f.at++
	return replay.Shot{At: time.Duration(f.at) * time.Second / 24, For: time.Second / 24}, nil
}

func (f *film) Picture() (*image.RGBA, error) {
	img := image.NewRGBA(image.Rect(0, 0, 360, 288))
	for i := range img.Pix {
		img.Pix[i] = uint8(f.at / 16)
	}
	return img, nil
}

func (f *film) Rewind() error { f.at = 0; return nil }
func (f *film) Close() error  { return nil }

func TestFilmedTakesFewPictures(t *testing.T) {
	h, err := demo.Filmed(t.Context(), &film{n: 2500})
	if err != nil {
		t.Fatal(err)
	}
	if neutral, smiling := slices.Collect(h.Neutral), slices.Collect(h.Smiling); len(neutral) != 7 || len(smiling) != 17 {
		t.Errorf("%d neutral and %d smiling pictures", len(neutral), len(smiling))
	}
	if grey, _, _, _ := h.Portrait.At(h.Portrait.Bounds().Min.X, h.Portrait.Bounds().Min.Y).RGBA(); grey>>8 != 607/16 {
		t.Errorf("the portrait is cut from about picture %d", grey>>8*16)
	}
	if _, err := demo.Filmed(t.Context(), &film{n: 700}); err == nil {
		t.Error("a short film made a holder")
	}
}
