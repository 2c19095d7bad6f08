package guidance

import (
	"image"
	"math"

	"portico/engine/imaging"
)

// Widths at which clarity is measured, in pixels.
const (
	pageWidth = 640
	faceWidth = 128
)

// clarity returns how sharp what lies at q is seen, at this width and whatever
// the camera's noise: as imaging.Sharpness, less what the noise contributes.
// That is taken from the median of the Laplacian, which print and features,
// being sparse, hardly move (median absolute deviation, Rousseeuw & Croux
// 1993). 0 for what is out of focus or smeared; ok is false for what is flat
// or outside the picture.
func clarity(img *image.RGBA, q imaging.Quad, width int) (_ float64, ok bool) {
	wide := imaging.Dist(q[0], q[1]) + imaging.Dist(q[3], q[2])
	high := imaging.Dist(q[1], q[2]) + imaging.Dist(q[0], q[3])
	h := int(float64(width) * high / math.Max(wide, 1))
	page, err := imaging.Warp(img, q, width, min(max(h, 3), 2*width))
	if err != nil {
		return 0, false
	}
	g := imaging.Gray(page)
	levels := imaging.Histogram(g)
	span := float64(levels.Percentile(.95) - levels.Percentile(.05))
	if span < 1 {
		return 0, false
	}
	var sizes [8*255/2 + 1]int // of the Laplacian, without sign
	var squares float64
	n := 0
	for y := 1; y < g.Rect.Dy()-1; y++ {
		up, row, down := g.Pix[(y-1)*g.Stride:], g.Pix[y*g.Stride:], g.Pix[(y+1)*g.Stride:]
		for x := 1; x < width-1; x++ {
			l := int(up[x]) + int(down[x]) + int(row[x-1]) + int(row[x+1]) - 4*int(row[x])
			squares += float64(l * l)
			sizes[max(l, -l)]++
			n++
		}
	}
	median, seen := 0, 0
	for seen <= n/2 {
		seen += sizes[median]
		median++
	}
	noise := 1.4826 * (float64(median) - .5)
	return math.Sqrt(math.Max(0, squares/float64(n)-noise*noise)) / span, true
}
