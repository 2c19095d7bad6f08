package locate_test

import (
	"image"
	"image/color"
	"math"
	"testing"

	"portico/engine/document/documenttest"
	"portico/engine/document/locate"
	"portico/engine/imaging"
)

// found shrinks a picture, offers rough guesses of q and returns the card.
func found(img *image.RGBA, q imaging.Quad, off float64) (locate.Card, bool) {
	small, factor := locate.Shrink(img, locate.Side)
	guess := q.Scale(1 / factor)
	for i := range guess {
		guess[i].X += off * math.Cos(float64(2*i))
		guess[i].Y += off * math.Sin(float64(2*i))
	}
	decoy := guess.Scale(.6)
	card, ok := locate.Best(locate.Expose(small), []imaging.Quad{decoy, guess.Rotate(2), {}})
	return locate.Sharpen(img, card, factor), ok
}

// difference returns the largest distance of two quads' corners, whichever is the
// first, as a share of the width.
func difference(a, b imaging.Quad) float64 {
	best := math.Inf(1)
	for n := range 4 {
		var worst float64
		for i, p := range a.Rotate(n) {
			worst = math.Max(worst, imaging.Dist(p, b[i]))
		}
		best = math.Min(best, worst)
	}
	return best / imaging.Dist(b[0], b[1])
}

func TestCornersOnDesks(t *testing.T) {
	desks := map[string]color.RGBA{
		"wood":  {150, 110, 80, 255},
		"black": {35, 35, 38, 255},
		"white": {228, 226, 220, 255},
		"dim":   {30, 24, 18, 255},
	}
	for name, base := range desks {
		for _, angle := range []float64{0, .3, 1.2, 2.5, -1.57} {
			img := documenttest.Desk(1200, 1200, base, 3)
			q := documenttest.Place(1200, 1200, 800, angle, .1)
			if err := documenttest.Paste(img, documenttest.Card(1014, 640), q); err != nil {
				t.Fatal(err)
			}
			if name == "dim" {
				img = documenttest.Map(img, func(c color.RGBA) color.RGBA {
					return color.RGBA{c.R / 5, c.G / 5, c.B / 5, 255}
				})
			}
			card, ok := found(img, q, 3)
			if !ok {
				t.Errorf("%s, turned by %.1f: not found (confidence %.2f)", name, angle, card.Confidence)
				continue
			}
			if d := difference(card.Corners, q); d > .005 {
				t.Errorf("%s, turned by %.1f: corners off by %.1f ‰ of the width", name, angle, 1000*d)
			}
		}
	}
}

func TestWhatIsNoCard(t *testing.T) {
	desk := documenttest.Desk(480, 360, color.RGBA{150, 110, 80, 255}, 1)
	square := imaging.RectQuad(image.Rect(100, 60, 300, 260))
	card := imaging.RectQuad(image.Rect(100, 60, 400, 249))
	for name, tc := range map[string]struct {
		img *image.RGBA
		q   imaging.Quad
	}{
		"an empty desk":            {desk, card},
		"no proposal":              {desk, imaging.Quad{}},
		"a square":                 {paint(desk, square), square},
		"a speck":                  {paint(desk, imaging.RectQuad(image.Rect(9, 9, 41, 29))), imaging.RectQuad(image.Rect(9, 9, 41, 29))},
		"corners crossed":          {paint(desk, card), imaging.Quad{card[0], card[2], card[1], card[3]}},
		"not a number":             {desk, imaging.Quad{{X: math.NaN()}, card[1], card[2], card[3]}},
		"one pixel":                {image.NewRGBA(image.Rect(0, 0, 1, 1)), card},
		"nothing at all":           {image.NewRGBA(image.Rectangle{}), card},
		"black":                    {image.NewRGBA(image.Rect(0, 0, 480, 360)), card},
		"lines that run on beyond": {lattice(480, 360), card},
	} {
		t.Run(name, func(t *testing.T) {
			if got, ok := locate.Best(tc.img, []imaging.Quad{tc.q}); ok {
				t.Errorf("found %v with confidence %.2f", got.Corners, got.Confidence)
			}
		})
	}
}

func TestShrink(t *testing.T) {
	img := documenttest.Map(image.NewRGBA(image.Rect(0, 0, 1280, 720)), func(color.RGBA) color.RGBA {
		return color.RGBA{200, 100, 50, 255}
	})
	small, factor := locate.Shrink(img, 480)
	if small.Rect.Dx() > 480 || factor != 3 {
		t.Errorf("1280 pixels became %d with factor %v, want at most 480 with factor 3", small.Rect.Dx(), factor)
	}
	if got := small.RGBAAt(100, 100); got != (color.RGBA{200, 100, 50, 255}) {
		t.Errorf("an even colour became %v", got)
	}
	if same, f := locate.Shrink(small, 480); same != small || f != 1 {
		t.Error("a picture that fits was changed")
	}
}

func paint(img *image.RGBA, q imaging.Quad) *image.RGBA {
	out := imaging.Crop(img, img.Rect)
	for y := q.Bounds().Min.Y; y < q.Bounds().Max.Y; y++ {
		for x := q.Bounds().Min.X; x < q.Bounds().Max.X; x++ {
			out.SetRGBA(x, y, color.RGBA{240, 240, 235, 255})
		}
	}
	return out
}

// lattice draws a tiled wall: every tile has straight sides that do not end
// at its corners.
func lattice(w, h int) *image.RGBA {
	img := documenttest.Desk(w, h, color.RGBA{190, 190, 185, 255}, 2)
	for y := range h {
		for x := range w {
			if (x-100)%60 == 0 || (y-60)%63 == 0 {
				img.SetRGBA(x, y, color.RGBA{90, 90, 90, 255})
			}
		}
	}
	return img
}
