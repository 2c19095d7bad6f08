package zxing_test

import (
	"image"
	"testing"

	"portico/engine/document/barcode"
	"portico/engine/native/zxing"
)

// TestPicturesWithoutAnythingInThem hands over the sizes at which a native
// reader would stumble.
func TestPicturesWithoutAnythingInThem(t *testing.T) {
	whole := image.NewGray(image.Rect(0, 0, 64, 48))
	for name, img := range map[string]*image.Gray{
		"empty":         image.NewGray(image.Rectangle{}),
		"one pixel":     image.NewGray(image.Rect(0, 0, 1, 1)),
		"a long stripe": image.NewGray(image.Rect(0, 0, 9000, 20)),
		"black":         whole,
		"a part of one": whole.SubImage(image.Rect(40, 20, 64, 48)).(*image.Gray),
	} {
		for _, threshold := range []barcode.Threshold{barcode.Local, barcode.Global} {
			if got, err := (zxing.Decoder{}).Decode(img, threshold); err != nil || len(got) != 0 {
				t.Errorf("%s: %v, %v", name, got, err)
			}
		}
	}
}
