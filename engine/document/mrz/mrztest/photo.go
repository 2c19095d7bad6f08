package mrztest

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"

	"portico/engine/imaging"
)

// photograph takes a picture of the page on a desk, and tells how wide the
// zone's characters are in it.
func (p *page) photograph(rng *rand.Rand) (*image.RGBA, float64, error) {
	pitch := between(rng, 6, 9)
	if chance(rng, .6) {
		pitch = between(rng, 9, 15)
	}
	scale := pitch / printPitch
	w, h := float64(p.Rect.Dx())*scale, float64(p.Rect.Dy())*scale
	margin := between(rng, .03, .35) * w
	b := image.Rect(0, 0, int(w+2*margin), int(h+2*margin))
	quarter := 0
	if chance(rng, .4) {
		quarter = rng.IntN(4)
	}
	if quarter%2 == 1 {
		b = image.Rect(0, 0, b.Dy(), b.Dx())
	}
	middle := imaging.Point{X: float64(b.Dx()) / 2, Y: float64(b.Dy()) / 2}
	place := imaging.RotatedRect(middle, w, h, rng.NormFloat64()*.06+float64(quarter)*math.Pi/2)
	for i := range place { // perspective
		place[i].X += rng.NormFloat64() * .012 * w
		place[i].Y += rng.NormFloat64() * .012 * w
	}
	m, err := imaging.Between(place, imaging.RectQuad(p.Rect))
	if err != nil {
		return nil, 0, fmt.Errorf("mrztest: %w", err)
	}
	view := make([]float32, b.Dx()*b.Dy())
	bow := 0.
	if chance(rng, .3) { // the page curves towards its spine
		bow = rng.NormFloat64() * .3 * printPitch
	}
	desk := float32(between(rng, 20, 230))
	const samples = 2
	for i := range view {
		var sum float32
		for s := range samples * samples {
			x := float64(i%b.Dx()) + (float64(s%samples)+.5)/samples
			y := float64(i/b.Dx()) + (float64(s/samples)+.5)/samples
			q := m.Apply(imaging.Point{X: x, Y: y})
			t := 2*q.X/float64(p.Rect.Dx()) - 1
			sum += p.at(q.X, q.Y+bow*t*t, desk)
		}
		view[i] = sum / (samples * samples)
	}
	lens(rng, view, b.Dx(), pitch)
	img, err := developed(rng, view, b)
	return img, pitch, err
}

func (p *page) at(x, y float64, outside float32) float32 {
	if x < 0 || y < 0 || x >= float64(p.Rect.Dx()) || y >= float64(p.Rect.Dy()) {
		return outside
	}
	return float32(p.Pix[int(y)*p.Stride+int(x)])
}

// lens blurs, out of focus or by motion, by up to 0.4 characters.
func lens(rng *rand.Rand, view []float32, width int, pitch float64) {
	kind := rng.Float64()
	switch {
	case kind < .4:
		for range 2 { // two box blurs are nearly a Gaussian
			n := int(math.Round(between(rng, 0, .11) * pitch))
			smear(view, 1, n)
			smear(view, width, n)
		}
	case kind < .5:
		smear(view, []int{1, width, width + 1}[rng.IntN(3)], int(math.Round(between(rng, .05, .2)*pitch)))
	}
}

// smear averages 2n+1 values that lie step apart.
func smear(view []float32, step, n int) {
	if n == 0 {
		return
	}
	src := append([]float32(nil), view...)
	for i := n * step; i < len(view)-n*step; i++ {
		var sum float32
		for k := -n; k <= n; k++ {
			sum += src[i+k*step]
		}
		view[i] = sum / float32(2*n+1)
	}
}

// developed adds light, glare, contrast and noise and compresses.
func developed(rng *rand.Rand, view []float32, b image.Rectangle) (*image.RGBA, error) {
	contrast, floor := between(rng, .5, 1), between(rng, 0, 60)
	noise, tilt := between(rng, 0, 6), between(rng, -40, 40)
	w, h := float64(b.Dx()), float64(b.Dy())
	glare := chance(rng, .25)
	cx, cy, size, shine := between(rng, 0, w), between(rng, 0, h), between(rng, .05, .25)*w, between(rng, 30, 200)
	g := image.NewGray(b)
	for i, v := range view {
		x, y := float64(i%b.Dx()), float64(i/b.Dx())
		lit := float64(v)*contrast + floor + tilt*(x/w-.5) + noise*rng.NormFloat64()
		if glare {
			dx, dy := (x-cx)/size, (y-cy)/size
			lit += shine * math.Exp(-dx*dx-dy*dy)
		}
		g.SetGray(i%b.Dx(), i/b.Dx(), color.Gray{Y: uint8(min(max(lit, 0), 255))})
	}
	var file bytes.Buffer
	if err := jpeg.Encode(&file, g, &jpeg.Options{Quality: 35 + rng.IntN(60)}); err != nil {
		return nil, fmt.Errorf("mrztest: %w", err)
	}
	img, err := imaging.Decode(file.Bytes(), imaging.Limits{})
	if err != nil {
		return nil, fmt.Errorf("mrztest: %w", err)
	}
	return img, nil
}
