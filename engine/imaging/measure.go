package imaging

import (
	"image"
	"math"
)

// Sharpness returns the standard deviation of the Laplacian of g divided by
// its contrast range (95th less 5th percentile), 0 for a flat picture. Being
// relative, it does not fall with the light; compare only pictures scaled to
// the same size. (Variance of the Laplacian: Pech-Pacheco et al., ICPR 2000.)
func Sharpness(g *image.Gray) float64 {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	if w < 3 || h < 3 {
		return 0
	}
	var sum, sq float64
	for y := 1; y < h-1; y++ {
		up, row, down := g.Pix[(y-1)*g.Stride:], g.Pix[y*g.Stride:], g.Pix[(y+1)*g.Stride:]
		for x := 1; x < w-1; x++ {
			l := float64(int(up[x]) + int(down[x]) + int(row[x-1]) + int(row[x+1]) - 4*int(row[x]))
			sum += l
			sq += l * l
		}
	}
	n := float64((w - 2) * (h - 2))
	dev := math.Sqrt(math.Max(0, sq/n-(sum/n)*(sum/n)))
	hist := Histogram(g)
	span := float64(hist.Percentile(.95) - hist.Percentile(.05))
	if span < 1 {
		return 0
	}
	return dev / span
}

// Levels counts the pixels of each luma value.
type Levels [256]int

// Histogram counts g.
func Histogram(g *image.Gray) Levels {
	var h Levels
	for y := range g.Rect.Dy() {
		for _, v := range g.Pix[y*g.Stride:][:g.Rect.Dx()] {
			h[v]++
		}
	}
	return h
}

// Total returns the number of pixels counted.
func (h *Levels) Total() int {
	n := 0
	for _, c := range h {
		n += c
	}
	return n
}

// Mean returns the mean luma, 0 to 255.
func (h *Levels) Mean() float64 {
	var sum float64
	for v, c := range h {
		sum += float64(v * c)
	}
	return sum / math.Max(1, float64(h.Total()))
}

// Percentile returns the luma below or at which the share p (0 to 1) lies.
func (h *Levels) Percentile(p float64) int {
	need := p * float64(h.Total())
	var n float64
	for v, c := range h {
		n += float64(c)
		if n >= need && c > 0 {
			return v
		}
	}
	return 255
}

// Above returns the share (0 to 1) of pixels of at least v.
func (h *Levels) Above(v int) float64 {
	n := 0
	for _, c := range h[min(max(v, 0), 255):] {
		n += c
	}
	return float64(n) / math.Max(1, float64(h.Total()))
}

// Difference returns the mean absolute difference of two pictures of one
// size, 0 to 255: the kiosk's measure of a steady hand.
func Difference(a, b *image.Gray) float64 {
	var sum int
	for y := range a.Rect.Dy() {
		ra, rb := a.Pix[y*a.Stride:], b.Pix[y*b.Stride:]
		for x := range a.Rect.Dx() {
			sum += max(int(ra[x])-int(rb[x]), int(rb[x])-int(ra[x]))
		}
	}
	return float64(sum) / math.Max(1, float64(a.Rect.Dx()*a.Rect.Dy()))
}
