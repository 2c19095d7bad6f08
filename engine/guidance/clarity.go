package guidance

import (
	"image"
	"math"

	"portico/engine/imaging"
)

// faceWidth is the width at which a face's clarity is measured, in pixels.
const faceWidth = 128

// clarity returns how sharp what lies at q is seen, at this width, as clarityOf
// does; 0 where q is no quadrilateral.
func clarity(img *image.RGBA, q imaging.Quad, width int) float64 {
	wide := imaging.Dist(q[0], q[1]) + imaging.Dist(q[3], q[2])
	high := imaging.Dist(q[1], q[2]) + imaging.Dist(q[0], q[3])
	h := int(float64(width) * high / math.Max(wide, 1))
	page, err := imaging.Warp(img, q, width, min(max(h, 3), 2*width))
	if err != nil {
		return 0
	}
	return clarityOf(imaging.Gray(page))
}

// clarityOf returns how sharp g is whatever the camera's noise: as
// imaging.Sharpness, less what the noise contributes. That is taken from the
// median of the Laplacian, which print and features, being sparse, hardly move
// (median absolute deviation, Rousseeuw & Croux 1993). 0 for what is out of
// focus or smeared, or flat.
func clarityOf(g *image.Gray) float64 {
	levels := imaging.Histogram(g)
	span := float64(levels.Percentile(.95) - levels.Percentile(.05))
	if span < 1 {
		return 0
	}
	l := laplacian(g)
	return math.Sqrt(math.Max(0, l.squares/float64(l.n)-l.noise()*l.noise())) / span
}

// responses are what a Laplacian says of a picture.
type responses struct {
	sizes   [8*255/2 + 1]int // how often each, without sign
	squares float64          // their sum
	n       int
}

func laplacian(g *image.Gray) *responses {
	var out responses
	w := g.Rect.Dx()
	for y := 1; y < g.Rect.Dy()-1; y++ {
		up, row, down := g.Pix[(y-1)*g.Stride:], g.Pix[y*g.Stride:], g.Pix[(y+1)*g.Stride:]
		for x := 1; x < w-1; x++ {
			l := int(up[x]) + int(down[x]) + int(row[x-1]) + int(row[x+1]) - 4*int(row[x])
			out.squares += float64(l * l)
			out.sizes[max(l, -l)]++
			out.n++
		}
	}
	return &out
}

// noise is the standard deviation that the sensor's noise gives the responses.
func (r *responses) noise() float64 {
	median := 0
	for seen := 0; seen <= r.n/2 && median < len(r.sizes); median++ {
		seen += r.sizes[median]
	}
	return math.Max(0, 1.4826*(float64(median)-.5))
}
