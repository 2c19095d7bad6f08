package passive

import (
	"image"
	"math"
	"math/bits"
	"math/cmplx"
	"slices"

	"portico/engine/imaging"
)

// spectrum is the power of a square luma patch over spatial frequency, with
// frequency zero at (0,0).
type spectrum struct {
	n     int // pixels per side, a power of two
	power []float64
}

// newSpectrum transforms g, a square whose side is a power of two. It is
// freed of its mean and windowed (Hann), so that its edges leave no cross.
func newSpectrum(g *image.Gray) spectrum {
	n := g.Rect.Dx()
	window := make([]float64, n)
	for i := range window {
		window[i] = .5 - .5*math.Cos(2*math.Pi*(float64(i)+.5)/float64(n))
	}
	levels := imaging.Histogram(g)
	mean := levels.Mean()
	grid := make([]complex128, n*n)
	for y := range n {
		for x, v := range g.Pix[y*g.Stride:][:n] {
			grid[y*n+x] = complex((float64(v)-mean)*window[x]*window[y], 0)
		}
	}
	column := make([]complex128, n)
	for y := range n {
		fft(grid[y*n : (y+1)*n])
	}
	s := spectrum{n: n, power: make([]float64, n*n)}
	for x := range n {
		for y := range n {
			column[y] = grid[y*n+x]
		}
		fft(column)
		for y, v := range column {
			a := cmplx.Abs(v)
			s.power[y*n+x] = a * a
		}
	}
	return s
}

// fft transforms a in place (Cooley and Tukey 1965); len(a) is a power of two.
func fft(a []complex128) {
	n := len(a)
	shift := 64 - bits.TrailingZeros(uint(n))
	for i := range a {
		if j := int(bits.Reverse64(uint64(i)) >> shift); j > i {
			a[i], a[j] = a[j], a[i]
		}
	}
	for size := 2; size <= n; size *= 2 {
		step := cmplx.Exp(complex(0, -2*math.Pi/float64(size)))
		for start := 0; start < n; start += size {
			w := complex(1, 0)
			for k := start; k < start+size/2; k++ {
				t := w * a[k+size/2]
				a[k], a[k+size/2] = a[k]+t, a[k]-t
				w *= step
			}
		}
	}
}

// rings returns the power by distance from frequency zero, in whole steps of
// 1/n cycles a pixel up to half a cycle; each of a half plane, as the
// spectrum is symmetric.
func (s spectrum) rings() [][]float64 {
	rings := make([][]float64, s.n/2)
	for y := range s.n / 2 {
		for x := range s.n {
			fx := x
			if x > s.n/2 {
				fx = x - s.n
			}
			if y == 0 && fx < 0 {
				continue
			}
			if r := int(math.Round(math.Hypot(float64(fx), float64(y)))); r < s.n/2 {
				rings[r] = append(rings[r], s.power[y*s.n+x])
			}
		}
	}
	return rings
}

// peak returns how far the strongest frequency between lo and hi (cycles a
// pixel) stands above the median of its ring, in decades of power. A natural
// texture spreads over its ring; a screen's or a print's grid does not.
func (s spectrum) peak(lo, hi float64) float64 {
	var best float64
	for r, ring := range s.rings() {
		if f := float64(r) / float64(s.n); f < lo || f > hi {
			continue
		}
		slices.Sort(ring)
		median, top := ring[len(ring)/2], ring[len(ring)-1]
		if median > 0 && top > 0 {
			best = math.Max(best, math.Log10(top/median))
		}
	}
	return best
}
