package mrz

import (
	"math"
	"sync"
)

// How the network's training normalises a strip (models/train/mrz/strips.py).
const (
	closing    = 17  // side of the square that closes the letters, in pixels
	blurSigma  = 5   // of the background, in pixels
	fullInk    = .95 // quantile of ink that counts as 1
	leastInk   = 8   // less contrast, in luma, is not stretched
	inkLowest  = -.5
	inkHighest = 1.5
)

// ink turns luma into ink: 0 for the local background, about 1 for print.
func ink(luma []uint8, columns int) []float32 {
	out := blurred(closed(luma, columns), columns)
	for i, v := range luma {
		out[i] -= float32(v)
	}
	full := max(leastInk, quantile(out, fullInk))
	for i, v := range out {
		out[i] = min(max(v/full, inkLowest), inkHighest)
	}
	return out
}

// closed is the morphological closing of a strip: what is darker and narrower
// than the square vanishes. What lies outside the strip does not count.
func closed(luma []uint8, columns int) []uint8 {
	out := make([]uint8, len(luma))
	copy(out, luma)
	dilate(out, columns)
	invert(out)
	dilate(out, columns)
	invert(out)
	return out
}

func invert(a []uint8) {
	for i := range a {
		a[i] = ^a[i]
	}
}

// dilate replaces every pixel by the largest in the square around it.
func dilate(a []uint8, columns int) {
	rows := len(a) / columns
	line := make([]uint8, columns+closing-1)
	for r := range rows {
		clear(line)
		copy(line[closing/2:], a[r*columns:][:columns])
		copy(a[r*columns:][:columns], slideMax(line, 1))
	}
	sheet := make([]uint8, len(a)+(closing-1)*columns)
	copy(sheet[closing/2*columns:], a)
	copy(a, slideMax(sheet, columns))
}

// slideMax returns the largest of every closing values of a that lie step
// apart, in place, by doubling: the largest of 2, 4, 8, 16, then of all.
func slideMax(a []uint8, step int) []uint8 {
	reach := 1
	for reach < closing {
		shift := min(reach, closing-reach)
		n := len(a) - shift*step
		ahead := a[shift*step:]
		for i := range n {
			a[i] = max(a[i], ahead[i])
		}
		a = a[:n]
		reach += shift
	}
	return a
}

// gaussian returns the blur's kernel, out to four deviations.
var gaussian = sync.OnceValue(func() (kernel [8*blurSigma + 1]float32) {
	sum := 0.0
	weight := func(i int) float64 {
		d := float64(i - len(kernel)/2)
		return math.Exp(-d * d / (2 * blurSigma * blurSigma))
	}
	for i := range kernel {
		sum += weight(i)
	}
	for i := range kernel {
		kernel[i] = float32(weight(i) / sum)
	}
	return kernel
})

// blurStep is the distance of the columns at which the blur is computed; it
// is so smooth that straight lines between them do.
const blurStep = 4

// blurred is the Gaussian blur of a strip, mirrored at its border.
func blurred(in []uint8, columns int) []float32 {
	kernel := gaussian()
	const reach = len(kernel) / 2
	rows, knots := len(in)/columns, (columns+blurStep-1)/blurStep+1
	across := make([]float32, rows*knots)
	line := make([]float32, columns+2*reach+blurStep)
	for r := range rows {
		for i := range line {
			line[i] = float32(in[r*columns+mirror(i-reach, columns)])
		}
		for k := range knots {
			sum := float32(0)
			for i, w := range line[k*blurStep:][:len(kernel)] {
				sum += w * kernel[i]
			}
			across[r*knots+k] = sum
		}
	}
	out := make([]float32, len(in))
	for r := range rows {
		knot := line[:knots]
		clear(knot)
		for i, w := range kernel {
			for k, v := range across[mirror(r+i-reach, rows)*knots:][:knots] {
				knot[k] += w * v
			}
		}
		for c := range columns {
			k, t := c/blurStep, float32(c%blurStep)/blurStep
			out[r*columns+c] = knot[k] + t*(knot[k+1]-knot[k])
		}
	}
	return out
}

// mirror reflects i into 0..n-1 without repeating the border.
func mirror(i, n int) int {
	for i < 0 || i >= n {
		if i < 0 {
			i = -i
		} else {
			i = 2*n - 2 - i
		}
	}
	return i
}

// quantile returns the value below which the share p of a lies, to a quarter
// of a luma step.
func quantile(a []float32, p float64) float32 {
	const perLuma, offset = 4, 256
	var count [2 * offset * perLuma]int
	for _, v := range a {
		count[int((v+offset)*perLuma)]++
	}
	below := 0
	for i, n := range count {
		if below += n; float64(below) > p*float64(len(a)-1) {
			return (float32(i)+.5)/perLuma - offset
		}
	}
	return 0
}
