package track

import (
	"image"
	"math"
)

// BandsCue is the name of Bands among a Result's cues.
const BandsCue = "bands"

const (
	bandsWide, bandsHigh = .7, 1.4 // half of what is looked at around the nose, in distances of the pupils
	bandsBeside          = 1.8     // from the nose: the visitor ends there
	bandsEdge            = .12     // of the picture, at either side: a screen held before the camera ends there
	leastBands           = 1.5     // over the height looked at: fewer are light and movement
	leastLines           = 12      // of the thumbnail that are looked at
)

// Bands returns how deep the dark bands are that wander over the face from
// frame to frame, as a share of its light, by how much deeper than beside it:
// a screen that is refreshed, or dimmed by flickering, shows them to a camera
// that reads its lines one after the other; a lamp that flickers shows them
// everywhere. A screen that shines evenly shows none, and one that is refreshed
// 60 times a second less than two over a face, which its movement hides; so no
// bands say little, and they are told and decide nothing. False without enough frames,
// or with a face too small on the thumbnail.
func Bands(frames []Frame) (float64, bool) {
	var on, beside wander
	for i := 1; i < len(frames); i++ {
		before, now := frames[i-1], frames[i]
		if before.Scene == nil || now.Scene == nil || before.Scene.Rect != now.Scene.Rect || before.Face.EyeDistance <= 0 || now.Face.EyeDistance <= 0 {
			continue
		}
		on.add(closest(before, now))
		beside.add(changes(before.beside(now), now.beside(now)))
	}
	if on.pairs < least {
		return 0, false
	}
	return math.Max(0, on.depth()-beside.depth()), true
}

// closest returns the changes of the lines on the face, with the place in
// before, off by up to a line of where the landmarks say, that leaves least.
func closest(before, now Frame) (best []float64) {
	lines, least := now.on(now, 0), math.Inf(1)
	for off := -1.; off <= 1; off += .25 {
		var power float64
		change := changes(before.on(now, off), lines)
		for _, v := range change {
			power += v * v
		}
		if power < least {
			best, least = change, power
		}
	}
	return best
}

// on returns the logarithm of the light of each of the thumbnail's lines that
// cross the face as it stands in as, followed to where it stands in f, off by
// so many lines.
func (f Frame) on(as Frame, off float64) (all []float64) {
	s := as.scale()
	nose, d := as.Face.Landmarks[2], s*as.Face.EyeDistance
	from, grown := f.Face.Landmarks[2], f.Face.EyeDistance/as.Face.EyeDistance
	first, last := as.across()
	for y := first; y <= last; y++ {
		var sum, n float64
		for x := -bandsWide * d; x <= bandsWide*d; x++ {
			sum += light(f.Scene, s*from.X+x*grown, s*from.Y+off+(float64(y)-s*nose.Y)*grown)
			n++
		}
		all = append(all, math.Log(1+sum/n))
	}
	return all
}

// beside returns the same of the picture's edges beside the face in as, where
// nothing moves and hardly a screen reaches.
func (f Frame) beside(as Frame) (all []float64) {
	s := as.scale()
	first, last := as.across()
	for y := first; y <= last; y++ {
		var sum, n float64
		for x := range as.Scene.Rect.Dx() {
			within := math.Min(float64(x), float64(as.Scene.Rect.Dx()-1-x))
			if within <= bandsEdge*float64(as.Scene.Rect.Dx()) && math.Abs(float64(x)-s*as.Face.Landmarks[2].X) >= bandsBeside*s*as.Face.EyeDistance {
				sum += float64(f.Scene.GrayAt(x, y).Y)
				n++
			}
		}
		if n > 0 {
			all = append(all, math.Log(1+sum/n))
		}
	}
	return all
}

// across are the first and the last line of the thumbnail that are looked at.
func (f Frame) across() (first, last int) {
	s := f.scale()
	middle, half := s*f.Face.Landmarks[2].Y, bandsHigh*s*f.Face.EyeDistance
	return max(0, int(middle-half)), min(f.Scene.Rect.Dy()-1, int(middle+half))
}

// scale is the width of the thumbnail over the picture's.
func (f Frame) scale() float64 { return float64(f.Scene.Rect.Dx()) / float64(f.Size.X) }

// changes are now less before, less what changed as a whole; none where the
// two are not of the same lines.
func changes(before, now []float64) []float64 {
	if len(now) < leastLines || len(before) != len(now) {
		return nil
	}
	change := make([]float64, len(now))
	for i := range change {
		change[i] = now[i] - before[i]
	}
	level(change)
	return change
}

// light reads a thumbnail between its pixels; outside, its edge.
func light(img *image.Gray, x, y float64) float64 {
	at := func(x, y int) float64 {
		return float64(img.GrayAt(min(max(x, 0), img.Rect.Dx()-1), min(max(y, 0), img.Rect.Dy()-1)).Y)
	}
	x0, y0 := int(math.Floor(x)), int(math.Floor(y))
	fx, fy := x-float64(x0), y-float64(y0)
	return (1-fy)*((1-fx)*at(x0, y0)+fx*at(x0+1, y0)) + fy*((1-fx)*at(x0, y0+1)+fx*at(x0+1, y0+1))
}

// wander sums up the changes of lines from frame to frame as waves over the
// lines: how many a line stays the same, where they are does not.
type wander struct {
	pairs int
	power [bandsFinest]float64
}

// bandsFinest is how many frequencies are told apart, in halves of a wave a
// height.
const bandsFinest = 24

func (w *wander) add(change []float64) {
	n := len(change)
	if n == 0 {
		return
	}
	w.pairs++
	for k := range w.power {
		waves := leastBands + float64(k)/2
		if waves > float64(n)/4 {
			break
		}
		var re, im float64
		for i, v := range change {
			window := 1 - math.Cos(2*math.Pi*(float64(i)+.5)/float64(n))
			sin, cos := math.Sincos(2 * math.Pi * waves * float64(i) / float64(n))
			re, im = re+window*v*cos, im+window*v*sin
		}
		w.power[k] += 4 * (re*re + im*im) / float64(n*n)
	}
}

// depth is that of the deepest waves, as a share of the light. Two of the same
// depth at places drawn by chance differ by the root of two of it.
func (w *wander) depth() float64 {
	var most float64
	for _, p := range w.power {
		most = math.Max(most, p)
	}
	return math.Sqrt(most / 2 / math.Max(1, float64(w.pairs)))
}

// level takes a straight line off v: light that changed as a whole.
func level(v []float64) {
	n := float64(len(v))
	var mean, slope, width float64
	for i, y := range v {
		x := float64(i) - (n-1)/2
		mean, slope, width = mean+y/n, slope+x*y, width+x*x
	}
	for i := range v {
		v[i] -= mean + slope/width*(float64(i)-(n-1)/2)
	}
}
