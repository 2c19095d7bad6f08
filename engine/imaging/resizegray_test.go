package imaging_test

import (
	"image"
	"math/rand/v2"
	"testing"

	"portico/engine/imaging"
)

// TestResizeGrayIsResize compares it with golang.org/x/image/draw, which Resize
// is, but for what rounding does.
func TestResizeGrayIsResize(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	img := image.NewRGBA(image.Rect(0, 0, 61, 47))
	for i := range img.Pix {
		img.Pix[i] = uint8(40 + rnd.IntN(180))
		if i%4 == 3 {
			img.Pix[i] = 255
		}
	}
	for i := 0; i < len(img.Pix); i += 4 {
		img.Pix[i+1], img.Pix[i+2] = img.Pix[i], img.Pix[i]
	}
	for _, size := range []image.Point{{61, 47}, {122, 94}, {30, 23}, {17, 90}, {1, 1}} {
		got, want := imaging.ResizeGray(imaging.Gray(img), size.X, size.Y), imaging.Gray(imaging.Resize(img, size.X, size.Y))
		if got.Rect != want.Rect {
			t.Fatalf("%v: %v", size, got.Rect)
		}
		for i, v := range got.Pix {
			if d := int(v) - int(want.Pix[i]); d < -2 || d > 2 {
				t.Errorf("%v: pixel %d is %d, want %d", size, i, v, want.Pix[i])
				break
			}
		}
	}
	if got := imaging.ResizeGray(image.NewGray(image.Rectangle{}), 3, 2); got.Rect.Dx() != 3 {
		t.Errorf("of nothing: %v", got.Rect)
	}
}
