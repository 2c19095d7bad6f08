package template

import (
	"image"
	"math"
)

// Grid of a colour profile: coarse enough to say nothing of the artwork.
const (
	tintColumns = 4
	tintRows    = 3
)

// Tints is a page's colour profile: for each cell of a grid of 4×3, row by
// row, the mean of ln(R/G) and of ln(B/G), less their means over the page.
// The light's colour multiplies R, G and B, so it adds the same to all cells
// and falls out.
type Tints [tintColumns * tintRows][2]float64

// TintsOf measures a straightened page.
func TintsOf(page *image.RGBA) Tints {
	var t Tints
	var n [len(t)]float64
	w, h := page.Rect.Dx(), page.Rect.Dy()
	for y := h / 40; y < h-h/40; y++ {
		for x := w / 40; x < w-w/40; x++ {
			p := page.Pix[y*page.Stride+4*x:][:3]
			if max(p[0], p[1], p[2]) < 60 { // ink and shadow have no tint worth the name
				continue
			}
			i := y*tintRows/h*tintColumns + x*tintColumns/w
			t[i][0] += math.Log((float64(p[0]) + 1) / (float64(p[1]) + 1))
			t[i][1] += math.Log((float64(p[2]) + 1) / (float64(p[1]) + 1))
			n[i]++
		}
	}
	var mean [2]float64
	for i := range t {
		for c := range 2 {
			t[i][c] /= math.Max(1, n[i])
			mean[c] += t[i][c] / float64(len(t))
		}
	}
	for i := range t {
		t[i][0] -= mean[0]
		t[i][1] -= mean[1]
	}
	return t
}

// Share returns how much of t's variation of colour is in page: 1 for the
// same colours, 0 for a grey copy or unrelated ones, more than 1 for stronger
// ones. It is the slope of the regression of page on t.
func (t *Tints) Share(page Tints) float64 {
	var both, own float64
	for i := range t {
		for c := range 2 {
			both += t[i][c] * page[i][c]
			own += t[i][c] * t[i][c]
		}
	}
	if own < 1e-9 {
		return 0
	}
	return both / own
}
