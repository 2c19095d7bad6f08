package capture_test

import (
	"image"
	"testing"
	"time"

	"portico/capture"
)

// still delivers one picture again and again.
type still struct {
	script
	img *image.RGBA
}

func stillOf(img *image.RGBA) *still {
	return &still{script{period: time.Millisecond, frames: 1000}, img}
}

func TestRotatedPictures(t *testing.T) {
	const w, h = 50, 35 // no multiple of a tile
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	mark := func(x, y int, c byte) { copy(img.Pix[img.PixOffset(x, y):], []byte{c, c, c}) }
	mark(0, 0, 10)
	mark(w-1, 0, 20)
	mark(w-1, h-1, 30)
	mark(40, 33, 40)
	// Corners clockwise from the top left, and where (40, 33) comes to lie.
	for quarters, want := range map[int]struct {
		size    image.Point
		corners [4]byte
		point   image.Point
	}{
		0:  {image.Pt(w, h), [4]byte{10, 20, 30, 255}, image.Pt(40, 33)},
		1:  {image.Pt(h, w), [4]byte{255, 10, 20, 30}, image.Pt(1, 40)},
		2:  {image.Pt(w, h), [4]byte{30, 255, 10, 20}, image.Pt(9, 1)},
		3:  {image.Pt(h, w), [4]byte{20, 30, 255, 10}, image.Pt(33, 9)},
		-1: {image.Pt(h, w), [4]byte{20, 30, 255, 10}, image.Pt(33, 9)},
		5:  {image.Pt(h, w), [4]byte{255, 10, 20, 30}, image.Pt(1, 40)},
	} {
		f, err := capture.Rotate(stillOf(img), quarters).Read(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		got, r := f.Image, f.Image.Rect.Max
		if r != want.size {
			t.Errorf("%d quarters: size %v, want %v", quarters, r, want.size)
			continue
		}
		corners := [4]byte{got.RGBAAt(0, 0).R, got.RGBAAt(r.X-1, 0).R, got.RGBAAt(r.X-1, r.Y-1).R, got.RGBAAt(0, r.Y-1).R}
		if corners != want.corners || got.RGBAAt(want.point.X, want.point.Y).R != 40 {
			t.Errorf("%d quarters: corners %v, want %v", quarters, corners, want.corners)
		}
	}
}

func BenchmarkRotate(b *testing.B) {
	src := capture.Rotate(&still{script{frames: 1 << 30}, image.NewRGBA(image.Rect(0, 0, 1920, 1080))}, 1)
	for b.Loop() {
		if _, err := src.Read(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
