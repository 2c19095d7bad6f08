package mrz

import (
	"image"
	"math"

	"portico/engine/imaging"
)

// resample reads rows of pixels of size dx by dy from g, their common corner
// at o: cubic where it enlarges, else linear, and with four samples a pixel
// where it shrinks. at tells, in pixels of the result, where each column lies.
// Places outside g repeat its border.
func resample(g *image.Gray, o, dx, dy imaging.Point, at []imaging.Point, rows int) []uint8 {
	k := math.Hypot(dx.X, dx.Y)
	sample, n := linear, 1
	if k < 1 {
		sample = cubic
	} else if k > 1.3 {
		n = 2
	}
	part := func(i int) float64 { return (float64(i) + .5) / float64(n) }
	columns := len(at)
	out := make([]uint8, columns*rows)
	sums := make([]float32, columns)
	moves := make([][2]float32, columns)
	for c, p := range at {
		q := along(along(imaging.Point{}, dx, p.X), dy, p.Y)
		moves[c] = [2]float32{float32(q.X), float32(q.Y)}
	}
	for r := range rows {
		clear(sums)
		for i := range n * n {
			start := along(along(o, dy, float64(r)+part(i/n)), dx, part(i%n))
			x, y := float32(start.X-.5), float32(start.Y-.5)
			for c, m := range moves {
				sums[c] += sample(g, x+m[0], y+m[1])
			}
		}
		for c, sum := range sums {
			out[r*columns+c] = uint8(sum/float32(n*n) + .5)
		}
	}
	return out
}

// level returns the places of columns that lie side by side.
func level(columns int) []imaging.Point {
	out := make([]imaging.Point, columns)
	for c := range out {
		out[c].X = float64(c)
	}
	return out
}

// window returns the n×n pixels from (x, y), repeating the border; pix is
// where they begin and stride leads from row to row.
func window(g *image.Gray, x, y, n int, spare *[16]uint8) (pix []uint8, stride int) {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	if x >= 0 && y >= 0 && x+n <= w && y+n <= h {
		return g.Pix[y*g.Stride+x:], g.Stride
	}
	for j := range n {
		for i := range n {
			spare[j*n+i] = g.Pix[min(max(y+j, 0), h-1)*g.Stride+min(max(x+i, 0), w-1)]
		}
	}
	return spare[:], n
}

func linear(g *image.Gray, x, y float32) float32 {
	x0, y0 := floor(x), floor(y)
	ax, ay := x-float32(x0), y-float32(y0)
	var spare [16]uint8
	p, s := window(g, x0, y0, 2, &spare)
	top := float32(p[0]) + ax*(float32(p[1])-float32(p[0]))
	bottom := float32(p[s]) + ax*(float32(p[s+1])-float32(p[s]))
	return top + ay*(bottom-top)
}

func cubic(g *image.Gray, x, y float32) float32 {
	x0, y0 := floor(x), floor(y)
	wx, wy := cubicWeights(x-float32(x0)), cubicWeights(y-float32(y0))
	var spare [16]uint8
	p, s := window(g, x0-1, y0-1, 4, &spare)
	var sum float32
	for j := range 4 {
		row := p[j*s : j*s+4 : j*s+4]
		sum += wy[j] * (wx[0]*float32(row[0]) + wx[1]*float32(row[1]) + wx[2]*float32(row[2]) + wx[3]*float32(row[3]))
	}
	return min(max(sum, 0), 255)
}

// cubicWeights is the convolution kernel of Keys (1981) with a = -0.75, the
// one that the network's training used.
func cubicWeights(t float32) [4]float32 {
	const a = -.75
	near := func(d float32) float32 { return ((a+2)*d-(a+3))*d*d + 1 }
	far := func(d float32) float32 { return ((a*d-5*a)*d+8*a)*d - 4*a }
	w := [4]float32{far(1 + t), near(t), near(1 - t), 0}
	w[3] = 1 - w[0] - w[1] - w[2]
	return w
}

func floor(x float32) int {
	n := int(x)
	if float32(n) > x {
		n--
	}
	return n
}
