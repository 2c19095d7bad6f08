package presenter

import (
	"image"
	"image/color"
	"image/draw"
	"testing"

	"portico/engine/imaging"
)

// TestCropShowsWhatIsAroundTheLetters: a black field on white paper, upright and
// upside down, is shown with paper on all sides.
func TestCropShowsWhatIsAroundTheLetters(t *testing.T) {
	photo := image.NewRGBA(image.Rect(0, 0, 400, 300))
	draw.Draw(photo, photo.Rect, image.White, image.Point{}, draw.Src)
	field := image.Rect(100, 100, 300, 140)
	draw.Draw(photo, field, image.Black, image.Point{}, draw.Src)
	upright := imaging.RectQuad(field)
	for name, box := range map[string]imaging.Quad{"upright": upright, "upside down": upright.Rotate(2)} {
		crop := fieldCrop(photo, &box)
		b := crop.Bounds()
		middle := image.Pt(b.Dx()/2, b.Dy()/2)
		for _, at := range []image.Point{{2, middle.Y}, {b.Dx() - 3, middle.Y}, {middle.X, 2}, {middle.X, b.Dy() - 3}} {
			if crop.At(at.X, at.Y) != (color.RGBA{255, 255, 255, 255}) {
				t.Errorf("%s: no paper at %v of %v", name, at, b)
			}
		}
		if crop.At(middle.X, middle.Y) != (color.RGBA{0, 0, 0, 255}) {
			t.Errorf("%s: the field is not in the middle", name)
		}
		if wide, high := b.Dx(), b.Dy(); high != 64 || wide < 246 || wide > 248 { // 200+16 by 40+16
			t.Errorf("%s: %d×%d", name, wide, high)
		}
	}
}
