package record_test

import (
	"image"
	"testing"
	"time"

	"portico/engine/imaging"
	"portico/engine/liveness"
	"portico/engine/liveness/record"
)

// TestFilm: what was filmed for as long as a challenge can last is a record that
// is taken, with the pictures made small.
func TestFilm(t *testing.T) {
	large, tiny := image.NewRGBA(image.Rect(0, 0, 1280, 720)), image.NewRGBA(image.Rect(0, 0, 16, 9))
	for i := range large.Pix {
		large.Pix[i] = uint8(i >> 12)
	}
	r := record.Record{Kind: liveness.MagnifEye, Session: "6f0a3c52"}
	const rate, lasts = 60 * time.Millisecond, 40 * time.Second
	for at := time.Duration(0); at <= lasts; at += rate {
		img := tiny
		if at == 0 {
			img = large
		}
		if err := r.Film(img, at); err != nil {
			t.Fatal(err)
		}
		if at == time.Second-time.Second%rate && len(r.Frames) < 8 {
			t.Errorf("%d pictures in the first second", len(r.Frames))
		}
	}
	got, err := record.Open(sealed(t, r), public(device(1)))
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range got.Frames {
		if i > 0 && f.At-got.Frames[i-1].At < 100*time.Millisecond {
			t.Errorf("picture %d comes %v after the one before", i, f.At-got.Frames[i-1].At)
		}
	}
	first, err := imaging.Decode(got.Frames[0].Image, imaging.Limits{})
	if err != nil || first.Rect.Dx() != 960 || first.Rect.Dy() != 540 {
		t.Errorf("the first picture: %v, %v", first.Rect, err)
	}
	whole := r.Frames[0].Image
	r.Wipe()
	for _, b := range whole {
		if b != 0 {
			t.Fatal("a picture outlives the wipe")
		}
	}
}
