package document

import (
	"image"
	"image/color"
	"testing"

	"portico/engine/imaging"
)

func TestAPaintedZoneLeavesNothingOfItAndAllOfTheRest(t *testing.T) {
	paper, ink := color.RGBA{200, 190, 180, 255}, color.RGBA{A: 255}
	photo := image.NewRGBA(image.Rect(0, 0, 400, 300))
	for y := range 300 {
		for x := range 400 {
			photo.SetRGBA(x, y, paper)
			if y%10 < 5 && (y < 180 || y >= 210 && y < 270) && x >= 40 && x < 360 {
				photo.SetRGBA(x, y, ink)
			}
		}
	}
	out := painted(photo, imaging.RectQuad(image.Rect(38, 208, 362, 272)))
	for y := range 300 {
		for x := range 400 {
			want := photo.RGBAAt(x, y)
			if y >= 208 {
				want = paper
			}
			if got := out.RGBAAt(x, y); got != want {
				t.Fatalf("%v at %d, %d, want %v", got, x, y, want)
			}
		}
	}
}
