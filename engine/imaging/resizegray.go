package imaging

import (
	"image"
	"math"
)

// ResizeGray scales img to w×h pixels by the filter of Resize (Catmull and Rom),
// without its buffer of 32 bytes for each column of the result and row of img:
// that is hundreds of megabytes for a photograph.
func ResizeGray(img *image.Gray, w, h int) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, max(w, 1), max(h, 1)))
	if img.Rect.Empty() {
		return out
	}
	across, down := taps(img.Rect.Dx(), out.Rect.Dx()), taps(img.Rect.Dy(), out.Rect.Dy())
	row := make([]float32, img.Rect.Dx())
	for y, t := range down {
		clear(row)
		for i, weight := range t.weights {
			line := img.Pix[(t.first+i)*img.Stride:][:len(row)]
			for x, v := range line {
				row[x] += weight * float32(v)
			}
		}
		for x, t := range across {
			var sum float32
			for i, weight := range t.weights {
				sum += weight * row[t.first+i]
			}
			out.Pix[y*out.Stride+x] = uint8(min(max(sum+.5, 0), 255))
		}
	}
	return out
}

// tap is what one pixel of the result is made of.
type tap struct {
	first   int // pixel of the source
	weights []float32
}

// taps returns those of a row of so many pixels made of a row of from.
func taps(from, to int) []tap {
	scale := float64(from) / float64(to)
	wide := max(scale, 1)
	out := make([]tap, to)
	for i := range out {
		middle := (float64(i)+.5)*scale - .5
		first := max(int(math.Ceil(middle-2*wide)), 0)
		last := min(int(math.Floor(middle+2*wide)), from-1)
		weights := make([]float32, last-first+1)
		var sum float32
		for k := range weights {
			weights[k] = float32(catmullRom(math.Abs(float64(first+k)-middle) / wide))
			sum += weights[k]
		}
		for k := range weights {
			weights[k] /= sum
		}
		out[i] = tap{first, weights}
	}
	return out
}

// catmullRom is the cubic with B = 0 and C = ½ at a distance of t ≥ 0 pixels.
func catmullRom(t float64) float64 {
	switch {
	case t < 1:
		return (1.5*t-2.5)*t*t + 1
	case t < 2:
		return ((-.5*t+2.5)*t-4)*t + 2
	}
	return 0
}
