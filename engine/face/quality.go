package face

import (
	"image"
	"math"

	"portico/engine/imaging"
)

// Quality measures the picture of one face.
type Quality struct {
	Sharpness  float64 // imaging.Sharpness of the face at 128 pixels; 0 flat
	Brightness float64 // 0 dark .. 1 bright: mean luma of the face
	Contrast   float64 // 0..1: 95th less 5th percentile of its luma
	Clipped    float64 // 0..1: share of the face burnt out, luma 250 or more
	Sidelight  float64 // 0..1: difference of the mean luma of its two halves

	EyeDistance float64 // pixels between the pupils
	Size        float64 // pixels: the greater of EyeDistance and eyes to mouth
	SizeRatio   float64 // Size over the picture's shorter side
	Area        float64 // share of the picture that Box covers, may exceed 1
	Offset      float64 // middle of the face from the picture's, over its shorter side
	InImage     bool    // no corner of Box lies outside the picture
}

const (
	qualitySize = 128 // pixels per side at which faces are measured
	burntOut    = 250 // luma
)

// Measure measures the face f, which Find or Detect found in img with its
// mesh. It fails when the face lies outside img.
func Measure(img *image.RGBA, f Face) (Quality, error) {
	face := inner(f)
	crop, err := cut(img, face, qualitySize)
	if err != nil {
		return Quality{}, err
	}
	g := imaging.Gray(crop)
	h := imaging.Histogram(g)
	left, right := halves(g)
	w, ht := float64(img.Rect.Dx()), float64(img.Rect.Dy())
	eyes := imaging.Point{X: (f.Landmarks[0].X + f.Landmarks[1].X) / 2, Y: (f.Landmarks[0].Y + f.Landmarks[1].Y) / 2}
	mouth := imaging.Point{X: (f.Landmarks[3].X + f.Landmarks[4].X) / 2, Y: (f.Landmarks[3].Y + f.Landmarks[4].Y) / 2}
	q := Quality{
		Sharpness:   imaging.Sharpness(g),
		Brightness:  h.Mean() / 255,
		Contrast:    float64(h.Percentile(.95)-h.Percentile(.05)) / 255,
		Clipped:     h.Above(burntOut),
		Sidelight:   math.Abs(left-right) / 255,
		EyeDistance: f.EyeDistance,
		Size:        math.Max(f.EyeDistance, imaging.Dist(eyes, mouth)),
		Area:        math.Abs(f.Box.Area()) / (w * ht),
		Offset:      imaging.Dist(face.center, imaging.Point{X: w / 2, Y: ht / 2}) / math.Min(w, ht),
		InImage:     f.Box.Bounds().In(img.Rect),
	}
	q.SizeRatio = q.Size / math.Min(w, ht)
	return q, nil
}

// halves returns the mean luma of the left and the right half of g.
func halves(g *image.Gray) (left, right float64) {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	for y := range h {
		row := g.Pix[y*g.Stride:][:w]
		for x, v := range row {
			if x < w/2 {
				left += float64(v)
			} else {
				right += float64(v)
			}
		}
	}
	return left / float64(h*(w/2)), right / float64(h*(w-w/2))
}
