package face

import (
	"math"

	"portico/engine/imaging"
)

// Pairs of vertices on the upper and lower lid, from the outer third of the
// eye to the inner.
var lids = [2][3][2]int{
	{{160, 144}, {159, 145}, {158, 153}},
	{{387, 373}, {386, 374}, {385, 380}},
}

// eyesOpen returns the opening of the lids over the width of the eye, right
// and left: the eye aspect ratio of Soukupová and Čech (CVWW 2016).
func eyesOpen(points []Point3) [2]float64 {
	corners := [2][2]int{{rightEyeOuter, rightEyeInner}, {leftEyeOuter, leftEyeInner}}
	var open [2]float64
	for i, pairs := range lids {
		for _, lid := range pairs {
			open[i] += imaging.Dist(points[lid[0]].flat(), points[lid[1]].flat()) / float64(len(pairs))
		}
		width := imaging.Dist(points[corners[i][0]].flat(), points[corners[i][1]].flat())
		open[i] /= math.Max(width, 1e-9)
	}
	return open
}
