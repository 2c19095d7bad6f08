package cv

import (
	"image"

	"gocv.io/x/gocv"

	"portico/engine/imaging"
	"portico/engine/liveness/track"
)

// Points follows points by how much brighter than their neighbourhood their
// surroundings are (Lucas and Kanade 1981, on pyramids). The zero value is
// ready and safe for concurrent use.
type Points struct{}

var _ track.Follower = Points{}

const (
	surroundings = 15   // pixels a side
	neighbours   = 31   // pixels a side, over which light is levelled
	halvings     = 3    // of the picture, for what moved far
	leastTexture = 1e-4 // OpenCV's own measure: below, nothing can be followed
	mostAstray   = .5   // pixels from where a point came from, when it is followed back
)

// refined is when a place is good enough: after 20 steps, or one of a
// hundredth of a pixel.
var refined = gocv.NewTermCriteria(gocv.Count|gocv.EPS, 20, .01)

// Follow is Follower's. A point is found where it is followed back to where it
// came from. None is in pictures of different sizes, or of less than 16 pixels.
func (Points) Follow(from, to *image.Gray, at, guess []imaging.Point) (where []imaging.Point, found []bool) {
	where, found = make([]imaging.Point, len(at)), make([]bool, len(at))
	if len(at) == 0 || len(guess) != len(at) || from.Rect.Size() != to.Rect.Size() {
		return where, found
	}
	before, ok := grayMatrix(from)
	if !ok {
		return where, found
	}
	defer before.Close()
	after, ok := grayMatrix(to)
	if !ok {
		return where, found
	}
	defer after.Close()
	level(before)
	level(after)
	there, seen := flow(before, after, at, guess)
	back, again := flow(after, before, there, at)
	for i := range at {
		where[i] = there[i]
		found[i] = seen[i] && again[i] && imaging.Dist(back[i], at[i]) < mostAstray
	}
	return where, found
}

func flow(before, after gocv.Mat, at, guess []imaging.Point) ([]imaging.Point, []bool) {
	src, dst, status, errs := places(at), places(guess), gocv.NewMat(), gocv.NewMat()
	for _, m := range []*gocv.Mat{&src, &dst, &status, &errs} {
		defer m.Close()
	}
	gocv.CalcOpticalFlowPyrLKWithParams(before, after, src, dst, &status, &errs, image.Pt(surroundings, surroundings), halvings,
		refined, gocv.OptflowUseInitialFlow, leastTexture)
	where, found := make([]imaging.Point, len(at)), make([]bool, len(at))
	for i := range where {
		v := dst.GetVecfAt(i, 0)
		where[i] = imaging.Point{X: float64(v[0]), Y: float64(v[1])}
		found[i] = status.GetUCharAt(i, 0) == 1
	}
	return where, found
}

// level divides g by the mean light around each of its pixels.
func level(g gocv.Mat) {
	const middle = 128
	around := gocv.NewMat()
	defer around.Close()
	g.ConvertTo(&g, gocv.MatTypeCV32F)
	g.AddFloat(1)
	gocv.Blur(g, &around, image.Pt(neighbours, neighbours))
	gocv.Divide(g, around, &g)
	g.ConvertToWithParams(&g, gocv.MatTypeCV8U, middle, 0)
}

// places is a matrix of one point a row.
func places(points []imaging.Point) gocv.Mat {
	m := gocv.NewMatWithSize(len(points), 1, gocv.MatTypeCV32FC2)
	for i, p := range points {
		m.SetFloatAt(i, 0, float32(p.X))
		m.SetFloatAt(i, 1, float32(p.Y))
	}
	return m
}
