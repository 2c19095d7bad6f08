package track

import (
	"math"
	"slices"
)

// BlinkCue is the name of Blink among a Result's cues.
const BlinkCue = "blink"

// Blink returns how far the lids of both eyes fell together, as a share of how
// far they usually were open: 0 where they never did, 1 where they shut. A
// print does not blink; that somebody did not within a few seconds says
// little, and a film blinks too, so that it is told and decides nothing. False
// without enough frames.
func Blink(frames []Frame) (float64, bool) {
	if len(frames) < least {
		return 0, false
	}
	var usual [2]float64
	for eye := range usual {
		open := make([]float64, len(frames))
		for i, f := range frames {
			open[i] = f.Face.EyesOpen[eye]
		}
		slices.Sort(open)
		usual[eye] = open[len(open)/2]
	}
	if usual[0] <= 0 || usual[1] <= 0 {
		return 0, false
	}
	var deepest float64
	for _, f := range frames {
		deepest = max(deepest, 1-math.Max(f.Face.EyesOpen[0]/usual[0], f.Face.EyesOpen[1]/usual[1]))
	}
	return deepest, true
}
