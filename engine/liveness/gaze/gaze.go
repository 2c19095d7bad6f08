// Package gaze checks that the eyes followed a mark from corner to corner of
// the screen.
//
// It judges the irises' place in the eyes of frontal faces in unmirrored
// pictures. Whoever replays a film must have guessed the corners; the check
// does not tell a film from a person.
package gaze

import (
	"math"

	"portico/engine/face"
	"portico/engine/liveness"
)

// Segment is one picture and the corner where the mark was, as the person saw
// it. Their own left is the picture's right.
type Segment struct {
	Asked liveness.Assertion
	Face  face.Face // with its mesh
}

// Names of the cues in a Result, in eye widths.
const (
	// Sideways is by how much the irises moved to the side asked for, in the
	// segment where they did so least.
	Sideways = "sideways"
	// Upright is by how much the irises stood lower, and the upper lids with
	// them, when the mark was low than when it was high, on the mean.
	Upright = "upright"
)

// minSegments is the contract's least number of segments.
const minSegments = 4

// corner is where a mark is: -1 or 1 towards the picture's left or right, and
// up or down.
type corner struct{ across, below float64 }

var corners = map[liveness.Assertion]corner{
	liveness.GazeTopLeft:     {1, -1},
	liveness.GazeTopRight:    {-1, -1},
	liveness.GazeBottomLeft:  {1, 1},
	liveness.GazeBottomRight: {-1, 1},
}

// sight is what one segment shows against what was asked.
type sight struct {
	corner
	asked corner
}

// Evaluate scores how well the gaze agrees with the corners asked for, 0..1;
// the order of the segments does not matter, and those that ask for no corner
// do not count. Fewer than four segments, or all with one corner, give
// NOT_ENOUGH_DATA; fewer than four with open eyes give INVALID_DATA.
func Evaluate(segments []Segment) liveness.Result {
	result := liveness.Result{Kind: liveness.EyeGaze}
	asked := map[corner]bool{}
	var given int
	var seen []sight
	for _, s := range segments {
		c, ok := corners[s.Asked]
		if !ok {
			continue
		}
		asked[c] = true
		given++
		if open := (s.Face.EyesOpen[0] + s.Face.EyesOpen[1]) / 2; len(s.Face.Mesh) > 0 && open >= openEyes {
			across, below := Place(s.Face)
			seen = append(seen, sight{corner{across, below}, c})
		}
	}
	switch {
	case given < minSegments || len(asked) < 2:
		result.Error = liveness.NotEnoughData
		return result
	case len(seen) < minSegments:
		result.Error = liveness.InvalidData
		return result
	}
	result.Cues = map[string]float64{}
	score := 1.
	if s, ok := sideways(seen); ok {
		result.Cues[Sideways] = s
		score = math.Min(score, scoreOf(s-leastSideways))
	}
	if u, ok := upright(seen); ok {
		result.Cues[Upright] = u
		score = math.Min(score, scoreOf(u-leastUpright))
	}
	result.Score = &score
	return result
}

// Place returns where the irises of f, which has a mesh, stand in eye widths:
// towards the picture's right, and down, to which the upper lids add.
func Place(f face.Face) (across, below float64) {
	across, below = face.Gaze(f.Mesh)
	return across, below - lidWeight*(f.EyesOpen[0]+f.EyesOpen[1])/2
}

// sideways measures from the middle between the two sides; false when only
// one was asked for.
func sideways(seen []sight) (float64, bool) {
	left, right, ok := means(seen, func(s sight) (side, value float64) { return s.asked.across, s.across })
	if !ok {
		return 0, false
	}
	least := math.Inf(1)
	for _, s := range seen {
		least = math.Min(least, s.asked.across*(s.across-(left+right)/2))
	}
	return least, true
}

// upright compares the two rows; false when only one was asked for.
func upright(seen []sight) (float64, bool) {
	high, low, ok := means(seen, func(s sight) (side, value float64) { return s.asked.below, s.below })
	return low - high, ok
}

// means returns the mean values of the segments on the negative and on the
// positive side; false when there are none on one.
func means(seen []sight, of func(sight) (side, value float64)) (negative, positive float64, ok bool) {
	var n, p float64
	for _, s := range seen {
		if side, value := of(s); side < 0 {
			negative += value
			n++
		} else {
			positive += value
			p++
		}
	}
	return negative / n, positive / p, n > 0 && p > 0
}
