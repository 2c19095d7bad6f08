package track

import (
	"errors"
	"math"

	"portico/engine/imaging"
)

// SolidCue is the name of Solid among a Result's cues.
const SolidCue = "solid"

const (
	// leastChange is what a face's shape changes by at least, in distances of
	// the pupils: what changes less stands as still as a print on a stand.
	leastChange = .0015
	leastRun    = 8  // frames
	leastPairs  = 15 // of frames, one after the other
	leastPoints = 20
)

// Solid returns the share of the change of the face's shape that no plane
// explains, 0..1: near 0 for a print or a screen that stands, is moved or is
// tilted, whose change is a homography, and for what never changes; more for a
// head, which is deep and stirs. A film on a screen stirs as its head did, and
// a sheet that is bent changes as no plane does; so it is told and decides
// nothing. False without enough frames whose points were followed.
//
// Where a point lies is measured with noise of its own in each frame, so that
// only what two frames, one after the other, have in common is counted.
func Solid(frames []Frame) (float64, bool) {
	var plane, size, pairs float64
	for _, run := range runs(frames) {
		n := float64(len(run) - 1)
		flat, err := aligned(run, imaging.Over)
		grown, err2 := aligned(run, similarity)
		if err != nil || err2 != nil {
			continue
		}
		plane, size, pairs = plane+n*common(flat), size+n*common(grown), pairs+n
	}
	if pairs < leastPairs {
		return 0, false
	}
	change := math.Max(size/pairs, leastChange*leastChange)
	return math.Min(1, math.Sqrt(math.Max(0, plane/pairs)/change)), true
}

// runs are the points of frames that can be compared, frame by frame: those
// that were never lost.
func runs(frames []Frame) (all [][][]imaging.Point) {
	for len(frames) > 0 {
		n := 1
		for n < len(frames) && frames[n].Followed.Run == frames[0].Followed.Run {
			n++
		}
		if kept := left(frames[:n]); n >= leastRun && len(kept[0]) >= leastPoints {
			all = append(all, kept)
		}
		frames = frames[n:]
	}
	return all
}

// left are, of each frame of one run, the points that its last frame has.
func left(run []Frame) [][]imaging.Point {
	all := make([][]imaging.Point, len(run))
	for i, last := range run[len(run)-1].Followed.At {
		if math.IsNaN(last.X) {
			continue
		}
		for k, f := range run {
			all[k] = append(all[k], f.Followed.At[i])
		}
	}
	return all
}

// fit is the map that takes points nearest to others.
type fit func(from, to []imaging.Point) (imaging.Homography, error)

// aligned returns how far each frame's points are from their mean places after
// the best map of the frame onto those.
func aligned(run [][]imaging.Point, best fit) ([][]imaging.Point, error) {
	mean := run[len(run)/2]
	var placed [][]imaging.Point
	for range 2 { // the middle frame's places first, then the mean ones
		placed = make([][]imaging.Point, len(run))
		next := make([]imaging.Point, len(mean))
		for k, points := range run {
			m, err := best(points, mean)
			if err != nil {
				return nil, err
			}
			placed[k] = make([]imaging.Point, len(points))
			for i, p := range points {
				q := m.Apply(p)
				placed[k][i] = q
				next[i].X, next[i].Y = next[i].X+q.X/float64(len(run)), next[i].Y+q.Y/float64(len(run))
			}
		}
		mean = next
	}
	for _, points := range placed {
		for i := range points {
			points[i].X, points[i].Y = points[i].X-mean[i].X, points[i].Y-mean[i].Y
		}
	}
	return placed, nil
}

// common is the mean square of what two frames, one after the other, are off
// alike.
func common(off [][]imaging.Point) (sum float64) {
	for k := 1; k < len(off); k++ {
		for i, p := range off[k] {
			q := off[k-1][i]
			sum += (p.X*q.X + p.Y*q.Y) / float64(len(off[k])*(len(off)-1))
		}
	}
	return sum
}

var errOnePoint = errors.New("points are one")

// similarity moves, turns and grows from onto to, by least squares.
func similarity(from, to []imaging.Point) (imaging.Homography, error) {
	var a, b imaging.Point
	n := float64(len(from))
	for i := range from {
		a.X, a.Y = a.X+from[i].X/n, a.Y+from[i].Y/n
		b.X, b.Y = b.X+to[i].X/n, b.Y+to[i].Y/n
	}
	var cos, sin, width float64
	for i := range from {
		x, y, u, v := from[i].X-a.X, from[i].Y-a.Y, to[i].X-b.X, to[i].Y-b.Y
		cos, sin, width = cos+x*u+y*v, sin+x*v-y*u, width+x*x+y*y
	}
	if width == 0 {
		return imaging.Homography{}, errOnePoint
	}
	cos, sin = cos/width, sin/width
	return imaging.Homography{cos, -sin, b.X - cos*a.X + sin*a.Y, sin, cos, b.Y - sin*a.X - cos*a.Y, 0, 0, 1}, nil
}
