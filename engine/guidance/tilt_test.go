package guidance_test

import (
	"image"
	"math"
	"testing"

	"portico/assets/specimen"
	"portico/engine/guidance"
	"portico/engine/imaging"
)

// The tilts that the projection was made with come out, whatever the axis and
// the turn in the plane of the picture.
func TestTiltOfHeldCards(t *testing.T) {
	for nod := -50.; nod <= 50; nod += 10 {
		for swing := -50.; swing <= 50; swing += 10 {
			for _, turn := range []float64{0, 30, 90, 200} {
				q := specimen.Held{X: .5, Y: .5, Width: .6, Turn: turn * math.Pi / 180, Nod: nod * math.Pi / 180, Swing: swing * math.Pi / 180}.Corners(1280, 720)
				want := math.Acos(math.Cos(nod*math.Pi/180)*math.Cos(swing*math.Pi/180)) * 180 / math.Pi
				got := guidance.Tilt(q, 300/85.6)
				if want <= 10 && got > 20 || want >= 29 && got < 25 {
					t.Errorf("nodded by %v°, swung by %v°, turned by %v°: %.0f°, want %.0f°", nod, swing, turn, got, want)
				}
			}
		}
	}
}

func TestLevelDocumentsOfEveryShape(t *testing.T) {
	for name, size := range map[string]image.Point{
		"ID-1": image.Pt(856, 540), "ID-2": image.Pt(1050, 740), "ID-3": image.Pt(1250, 880), "ID-3 on its side": image.Pt(880, 1250),
	} {
		if got := guidance.Tilt(imaging.RectQuad(image.Rectangle{Max: size}), 300/85.6); got > 6 {
			t.Errorf("%s: tilted by %.0f°", name, got)
		}
	}
	if got := guidance.Tilt(imaging.Quad{}, 3.5); got != 90 {
		t.Errorf("no quadrilateral: %v°", got)
	}
}
