package textline

import (
	"image"
	"math"
)

// bitmap is a page in ink and paper.
type bitmap struct {
	w, h int
	ink  []bool
}

// Sauvola's and Pietikäinen's threshold (Pattern Recognition 33, 2000) in a
// window of a 25th of the page's width, about three lines: a pixel is ink when
// it is darker than mean·(1 + k·(deviation/128 − 1)). A pattern behind the
// print has little deviation and stays paper.
const (
	window = 1. / 25
	k      = .16
	// leastDeviation is that of a window with print in it; below it all is paper.
	leastDeviation = 7.
)

func binarise(g *image.Gray) bitmap {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	sum := make([]int64, (w+1)*(h+1))
	square := make([]int64, (w+1)*(h+1))
	for y := range h {
		var s, q int64
		for x := range w {
			v := int64(g.Pix[y*g.Stride+x])
			s, q = s+v, q+v*v
			i := (y+1)*(w+1) + x + 1
			sum[i], square[i] = sum[i-w-1]+s, square[i-w-1]+q
		}
	}
	b := bitmap{w, h, make([]bool, w*h)}
	r := max(int(window*float64(w))/2, 4)
	for y := range h {
		y0, y1 := max(y-r, 0), min(y+r+1, h)
		for x := range w {
			x0, x1 := max(x-r, 0), min(x+r+1, w)
			n := float64((x1 - x0) * (y1 - y0))
			area := func(t []int64) float64 {
				return float64(t[y1*(w+1)+x1] - t[y0*(w+1)+x1] - t[y1*(w+1)+x0] + t[y0*(w+1)+x0])
			}
			mean := area(sum) / n
			dev := math.Sqrt(max(area(square)/n-mean*mean, 0))
			b.ink[y*w+x] = dev > leastDeviation && float64(g.Pix[y*g.Stride+x]) < mean*(1+k*(dev/128-1))
		}
	}
	return b
}

// components returns the boxes around connected ink.
func (b bitmap) components() []image.Rectangle {
	seen := make([]bool, len(b.ink))
	var found []image.Rectangle
	var stack []int
	for start, ink := range b.ink {
		if !ink || seen[start] {
			continue
		}
		seen[start] = true
		stack = append(stack[:0], start)
		x0, y0, x1, y1 := b.w, b.h, 0, 0
		for len(stack) > 0 {
			i := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			x, y := i%b.w, i/b.w
			x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x+1), max(y1, y+1)
			for dy := -1; dy <= 1; dy++ {
				for dx := -1; dx <= 1; dx++ {
					u, v := x+dx, y+dy
					if u < 0 || v < 0 || u >= b.w || v >= b.h {
						continue
					}
					if n := v*b.w + u; b.ink[n] && !seen[n] {
						seen[n] = true
						stack = append(stack, n)
					}
				}
			}
		}
		found = append(found, image.Rect(x0, y0, x1, y1))
	}
	return found
}
