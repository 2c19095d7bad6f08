package specimen_test

import (
	"image"
	"image/color"
	"math"
	"testing"

	"portico/assets/specimen"
	"portico/engine/imaging"
)

func TestHeldCardInPerspective(t *testing.T) {
	const degree = math.Pi / 180
	lengths := func(h specimen.Held) (top, right, bottom, left float64) {
		q := h.Corners(1000, 1000)
		return imaging.Dist(q[0], q[1]), imaging.Dist(q[1], q[2]), imaging.Dist(q[2], q[3]), imaging.Dist(q[3], q[0])
	}
	near := func(got, want float64) bool { return math.Abs(got-want) < .005*want }
	top, right, bottom, left := lengths(specimen.Held{X: .5, Y: .5, Width: .5, Turn: 30 * degree})
	if !near(top, 500) || !near(bottom, 500) || !near(right, 500*53.98/85.60) || !near(left, right) {
		t.Errorf("straight: sides %.1f %.1f %.1f %.1f", top, right, bottom, left)
	}
	// By hand, for a card of 85.60 mm at 300 mm: its edge goes back by
	// 42.8 mm · sin 35° = 24.55 mm, so that the sides are 324.55 : 275.45.
	_, right, _, left = lengths(specimen.Held{X: .5, Y: .5, Width: .5, Swing: 35 * degree})
	if !near(left/right, 324.55/275.45) {
		t.Errorf("its right edge went back: left over right side %.3f", left/right)
	}
	top, _, bottom, _ = lengths(specimen.Held{X: .5, Y: .5, Width: .5, Nod: 35 * degree})
	if !near(bottom/top, 315.48/284.52) { // 26.99 mm · sin 35° = 15.48 mm
		t.Errorf("its upper edge went back: bottom over top side %.3f", bottom/top)
	}
}

func TestProjectedCardLiesWhereItsCornersAre(t *testing.T) {
	card := image.NewRGBA(image.Rect(0, 0, 200, 100))
	for i := range card.Pix {
		card.Pix[i] = 255
	}
	img := image.NewRGBA(image.Rect(0, 0, 400, 400))
	for i := 3; i < len(img.Pix); i += 4 {
		img.Pix[i] = 255
	}
	specimen.Project(img, card, imaging.RectQuad(image.Rect(100, 150, 300, 250)))
	for p, white := range map[image.Point]bool{
		{102, 152}: true, {298, 248}: true, {200, 200}: true, {97, 200}: false, {303, 200}: false, {200, 146}: false,
	} {
		if got := img.RGBAAt(p.X, p.Y) == (color.RGBA{255, 255, 255, 255}); got != white {
			t.Errorf("white at %v: %v", p, got)
		}
	}
	specimen.Exposure{Gain: .5}.Take(img)
	if got := img.RGBAAt(200, 200).R; got != 128 {
		t.Errorf("white at half the light is %d", got)
	}
}

func TestWhatMovesIsSmearedAlongItsMotion(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 40, 40))
	for i := range img.Pix {
		if x := i / 4 % 40; x >= 20 {
			img.Pix[i] = 200
		}
	}
	specimen.Exposure{Motion: imaging.Point{X: 4}}.Take(img)
	for x, want := range map[int]uint8{17: 0, 18: 40, 19: 80, 20: 120, 21: 160, 22: 200} {
		if got := img.RGBAAt(x, 20).R; got != want {
			t.Errorf("%d at column %d, want %d", got, x, want)
		}
	}
	specimen.Exposure{Motion: imaging.Point{Y: 7}}.Take(img)
	if got := img.RGBAAt(19, 20).R; got != 80 {
		t.Errorf("a motion along the edge made %d of 80", got)
	}
}
