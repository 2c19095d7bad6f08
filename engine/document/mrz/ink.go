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

func dilate(a []uint8, columns int) {
	rows := len(a) / columns
	spare := make([]uint8, 2*(max(rows, columns)+closing-1))
	for r := range rows {
		slideMax(a[r*columns:], columns, 1, spare)
	}
	for c := range columns {
		slideMax(a[c:], rows, columns, spare)
	}
}

// slideMax replaces n values of a that lie step apart by the largest within
// closing/2 on either side, after van Herk (1992): every window is made of the
// end of one segment and the beginning of the next.
func slideMax(a []uint8, n, step int, spare []uint8) {
	const reach = closing / 2
	padded := n + closing - 1
	fromLeft, fromRight := spare[:padded], spare[padded:2*padded]
	value := func(i int) uint8 {
		if i < reach || i >= n+reach {
			return 0
		}
		return a[(i-reach)*step]
	}
	for i := range fromLeft {
		fromLeft[i] = value(i)
		if i%closing != 0 {
			fromLeft[i] = max(fromLeft[i], fromLeft[i-1])
		}
	}
	for i := padded - 1; i >= 0; i-- {
		fromRight[i] = value(i)
		if i < padded-1 && (i+1)%closing != 0 {
			fromRight[i] = max(fromRight[i], fromRight[i+1])
		}
	}
	for i := range n {
		a[i*step] = max(fromRight[i], fromLeft[i+closing-1])
	}
}

// gaussian returns half of the blur's kernel, the middle first.
var gaussian = sync.OnceValue(func() (half [4*blurSigma + 1]float32) {
	sum := 0.0
	for i := range half {
		w := math.Exp(-float64(i*i) / (2 * blurSigma * blurSigma))
		half[i] = float32(w)
		sum += w
		if i > 0 {
			sum += w
		}
	}
	for i := range half {
		half[i] /= float32(sum)
	}
	return half
})

// blurred is the Gaussian blur of a strip, mirrored at its border.
func blurred(in []uint8, columns int) []float32 {
	half := gaussian()
	rows := len(in) / columns
	mid := make([]float32, len(in))
	for r := range rows {
		dst := mid[r*columns:][:columns]
		for k := -len(half) + 1; k < len(half); k++ {
			w := half[max(k, -k)]
			for c, v := range in[mirror(r+k, rows)*columns:][:columns] {
				dst[c] += w * float32(v)
			}
		}
	}
	out := make([]float32, len(in))
	reach := len(half) - 1
	line := make([]float32, columns+2*reach)
	for r := range rows {
		row := mid[r*columns:][:columns]
		for i := range line {
			line[i] = row[mirror(i-reach, columns)]
		}
		dst := out[r*columns:][:columns]
		for c := range dst {
			at := line[c : c+2*reach+1]
			sum := half[0] * at[reach]
			for k := 1; k <= reach; k++ {
				sum += half[k] * (at[reach-k] + at[reach+k])
			}
			dst[c] = sum
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
