package cv_test

import (
	"image"
	"image/color"
	"math/rand/v2"
	"testing"

	"portico/engine/document/documenttest"
	"portico/engine/document/locate"
	"portico/engine/imaging"
	"portico/engine/native/cv"
)

func TestACardIsAmongTheCandidates(t *testing.T) {
	for name, base := range map[string]color.RGBA{"wood": {150, 110, 80, 255}, "black": {35, 35, 38, 255}, "white": {245, 244, 238, 255}} {
		for _, angle := range []float64{0, .5, 1.3, 2.8} {
			img := documenttest.Desk(480, 480, base, 3)
			q := documenttest.Place(480, 480, 320, angle, .08)
			if err := documenttest.Paste(img, documenttest.Card(507, 320), q); err != nil {
				t.Fatal(err)
			}
			card, ok := locate.Best(img, cv.Cards{}.Candidates(img))
			if !ok {
				t.Errorf("%s, turned by %.1f: no candidate is a card", name, angle)
				continue
			}
			near := false
			for n := range 4 {
				worst := 0.0
				for i, p := range card.Corners.Rotate(n) {
					worst = max(worst, imaging.Dist(p, q[i]))
				}
				near = near || worst < 4
			}
			if !near {
				t.Errorf("%s, turned by %.1f: corners %v, want %v", name, angle, card.Corners, q)
			}
		}
	}
}

// A C++ exception would end the test's process.
func TestNoPictureEndsTheProcess(t *testing.T) {
	noise := image.NewRGBA(image.Rect(0, 0, 480, 270))
	rnd := rand.New(rand.NewPCG(1, 1))
	for i := range noise.Pix {
		noise.Pix[i] = uint8(rnd.Uint32()) | uint8(i%4/3*255)
	}
	for name, img := range map[string]*image.RGBA{
		"nothing":     image.NewRGBA(image.Rectangle{}),
		"one pixel":   image.NewRGBA(image.Rect(0, 0, 1, 1)),
		"15 pixels":   image.NewRGBA(image.Rect(0, 0, 15, 15)),
		"16 pixels":   image.NewRGBA(image.Rect(0, 0, 16, 16)),
		"a ribbon":    image.NewRGBA(image.Rect(0, 0, 480, 1)),
		"a long one":  image.NewRGBA(image.Rect(0, 0, 20000, 16)),
		"black":       image.NewRGBA(image.Rect(0, 0, 480, 270)),
		"pure noise":  noise,
		"part of one": noise.SubImage(image.Rect(0, 0, 100, 90)).(*image.RGBA),
	} {
		t.Run(name, func(t *testing.T) {
			if card, ok := locate.Best(img, cv.Cards{}.Candidates(img)); ok {
				t.Errorf("a card at %v", card.Corners)
			}
		})
	}
}
