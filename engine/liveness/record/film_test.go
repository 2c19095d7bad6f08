package record_test

import (
	"image"
	"math"
	"testing"
	"time"

	"portico/assets/specimen"
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

// TestFilmLooksAsTheCameraDid: a filmed picture is that of a filter which weighs
// every pixel, but for what a JPEG loses anyway.
func TestFilmLooksAsTheCameraDid(t *testing.T) {
	for _, size := range []image.Point{{1280, 720}, {2560, 1440}} {
		img := specimen.InRoom(specimen.Person{Seed: 3}, size.X, size.Y, 0, 0)
		r := record.Record{}
		if err := r.Film(img, 0); err != nil {
			t.Fatal(err)
		}
		got, err := imaging.Decode(r.Frames[0].Image, imaging.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		want, _ := imaging.Fit(img, 960)
		var sum float64
		for i := range want.Pix {
			d := float64(got.Pix[i]) - float64(want.Pix[i])
			sum += d * d
		}
		if decibels := 10 * math.Log10(255*255*float64(len(want.Pix))/sum); decibels < 40 {
			t.Errorf("%v: %.1f dB from the filtered picture", size, decibels)
		}
	}
}
