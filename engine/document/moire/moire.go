// Package moire looks for the traces that a copy leaves in a photograph of it:
// sharp peaks in the spectrum, all over the picture, from the pixel grid of a
// screen or the dots of a halftone print.
//
// It is weak evidence. A good screen far away, fine print or a resampled
// picture shows nothing, and woven cloth or a genuine halftone all over shows
// something. Functions are pure.
package moire

import (
	"image"
	"math"
	"slices"
)

// patch is the side in pixels of the squares whose spectra are looked at; a
// power of two. A pixel grid of period p gives 128/p cycles, so peaks are
// narrow for every period from 2 to 16.
const patch = 128

// Screen is the peak in decibels from which on a picture rather shows a screen
// than not. It was chosen on three sources of the outside pictures (train/recapture)
// (aa, ga, so: strongest original 29 dB) and measured on three others (ag, is,
// ya): BPCER 2 of 28 (7 %, 95 % interval 2–23 %), APCER 31 of 70 (44 %,
// 33–56 %), from 28 % to 70 % by source.
const Screen = 30.0

// Print is the oblique peak in decibels from which on a page rather shows a
// halftone print than not. The strongest genuine cards among those it was
// chosen on had 20 dB (54 drawn cards and composites of the contract's sample
// card) and 22.4 dB (the back of the demonstration's card). What it tells on
// others is measured by TestEvalAuthenticity.
const Print = 24.0

// Traces is how far the strongest periodic pattern stands out of the spectrum
// around it, in decibels, in the median of the patches.
type Traces struct {
	Any float64 // in any direction
	// Oblique is that of the patterns at more than ten degrees from the page's
	// edges. Lines of text and a screen that shows the page have theirs along
	// the edges; the dots of a printer lie at 15, 45 and 75 degrees to them.
	Oblique float64
}

// oblique is the least angle to the page's edges, in radians, at which a
// pattern is not theirs.
const oblique = 10 * math.Pi / 180

// Look looks at up to 16 patches spread over the part of g inside r, in which
// a page lies with an edge at the angle edge, in radians. Pixels must be those
// of the camera: resizing wipes the traces out. ok is false when r holds fewer
// than four patches.
func Look(g *image.Gray, r image.Rectangle, edge float64) (t Traces, ok bool) {
	r = r.Intersect(g.Rect)
	nx, ny := min(4, r.Dx()*2/patch-1), min(4, r.Dy()*2/patch-1)
	if nx < 2 || ny < 2 {
		return Traces{}, false
	}
	var all, across []float64
	for j := range ny {
		for i := range nx {
			x := r.Min.X + i*(r.Dx()-patch)/(nx-1)
			y := r.Min.Y + j*(r.Dy()-patch)/(ny-1)
			t := look(g, x, y, edge)
			all, across = append(all, t.Any), append(across, t.Oblique)
		}
	}
	slices.Sort(all)
	slices.Sort(across)
	return Traces{all[len(all)/2], across[len(across)/2]}, true
}

// look measures one patch: for every frequency above an eighth of the
// sampling rate's half, its power over the median power at like frequencies.
func look(g *image.Gray, x0, y0 int, edge float64) Traces {
	power := spectrum(g, x0, y0)
	var rings [patch / 2][]float64
	var across [patch / 2]float64
	for v := range patch {
		for u := range patch / 2 {
			k := ring(u, v)
			if k >= len(rings) {
				continue
			}
			p := power[v*patch+u]
			rings[k] = append(rings[k], p)
			direction := math.Atan2(float64(signed(v)), float64(u))
			if math.Abs(math.Remainder(direction-edge, math.Pi/2)) > oblique {
				across[k] = math.Max(across[k], p)
			}
		}
	}
	var t Traces
	const lowest = patch / 12 // coarser patterns are the picture itself
	for k := lowest; k < len(rings); k++ {
		slices.Sort(rings[k])
		middle, most := rings[k][len(rings[k])/2], rings[k][len(rings[k])-1]
		over := func(p float64) float64 { return 10 * math.Log10((p+1e-3)/(middle+1e-3)) }
		t.Any, t.Oblique = math.Max(t.Any, over(most)), math.Max(t.Oblique, over(across[k]))
	}
	return t
}

// ring returns the distance of frequency (u, v) from zero, in cycles per patch.
func ring(u, v int) int {
	return int(math.Hypot(float64(u), float64(signed(v))) + .5)
}

// signed returns the vertical frequency of a row of the spectrum.
func signed(v int) int {
	if v >= patch/2 {
		v -= patch
	}
	return v
}

// spectrum returns the power spectrum of a patch under a Hann window.
func spectrum(g *image.Gray, x0, y0 int) []float64 {
	var mean float64
	for y := range patch {
		for _, p := range g.Pix[(y0+y)*g.Stride+x0:][:patch] {
			mean += float64(p) / (patch * patch)
		}
	}
	data := make([]complex128, patch*patch)
	for y := range patch {
		row := g.Pix[(y0+y)*g.Stride+x0:]
		for x := range patch {
			data[y*patch+x] = complex((float64(row[x])-mean)*hann(x)*hann(y), 0)
		}
	}
	line := make([]complex128, patch)
	for y := range patch {
		transform(data[y*patch : (y+1)*patch])
	}
	for x := range patch {
		for y := range patch {
			line[y] = data[y*patch+x]
		}
		transform(line)
		for y := range patch {
			data[y*patch+x] = line[y]
		}
	}
	power := make([]float64, patch*patch)
	for i, c := range data {
		power[i] = real(c)*real(c) + imag(c)*imag(c)
	}
	return power
}

func hann(i int) float64 { return .5 - .5*math.Cos(2*math.Pi*float64(i)/patch) }

// transform is the fast Fourier transform of Cooley and Tukey, in place; the
// length is a power of two.
func transform(a []complex128) {
	n := len(a)
	for i, j := 1, 0; i < n; i++ {
		bit := n >> 1
		for ; j&bit != 0; bit >>= 1 {
			j ^= bit
		}
		j ^= bit
		if i < j {
			a[i], a[j] = a[j], a[i]
		}
	}
	for size := 2; size <= n; size <<= 1 {
		s, c := math.Sincos(-2 * math.Pi / float64(size))
		step := complex(c, s)
		for i := 0; i < n; i += size {
			w := complex(1, 0)
			for k := i; k < i+size/2; k++ {
				u, v := a[k], a[k+size/2]*w
				a[k], a[k+size/2] = u+v, u-v
				w *= step
			}
		}
	}
}
