package guidance

import (
	"image"
	"math"

	"portico/engine/imaging"
)

// EyeDistance is that of a camera from a card that it sees whole, in widths of
// the card: 300 mm from one of 85.60 mm.
const EyeDistance = 300 / 85.60

// fallbackTilt is from which tilt in degrees a document that was found only by
// looking again is believed to be tilted; nearly level ones are found at once.
const fallbackTilt = 35

// shapes are the longer over the shorter side of travel documents: ID-1, and
// ID-2 and ID-3, which are alike (ICAO Doc 9303-4 to -6: 85.60 × 53.98,
// 105 × 74 and 125 × 88 mm).
var shapes = [...]float64{85.60 / 53.98, 105. / 74}

// Tilt estimates by how many degrees the document with these corners is tilted
// away from a camera that is so many of its widths away. Two things tell: that
// the whole is foreshortened, which needs the document's shape, and that near
// edges are longer than far ones, which needs the distance. For a shape that
// the document has not, one of them contradicts; the least of the shapes is
// returned, 90 for what is no quadrilateral.
func Tilt(q imaging.Quad, distance float64) float64 {
	if imaging.Dist(q[0], q[1])+imaging.Dist(q[2], q[3]) < imaging.Dist(q[1], q[2])+imaging.Dist(q[3], q[0]) {
		q = imaging.Quad{q[1], q[2], q[3], q[0]}
	}
	to, err := imaging.Between(imaging.RectQuad(image.Rect(-1, -1, 1, 1)), q)
	if err != nil {
		return 90
	}
	least := 90.
	for _, shape := range shapes {
		least = math.Min(least, math.Max(foreshortened(to, shape), converging(q, shape, distance)))
	}
	return least
}

// foreshortened returns the tilt that shrinks the middle of the document as
// the mapping does: the arc cosine of its least over its greatest scale.
func foreshortened(to imaging.Homography, shape float64) float64 {
	const step = .01
	along := func(dx, dy float64) imaging.Point {
		a, b := to.Apply(imaging.Point{X: -dx, Y: -dy}), to.Apply(imaging.Point{X: dx, Y: dy})
		return imaging.Point{X: b.X - a.X, Y: b.Y - a.Y}
	}
	u, v := along(step, 0), along(0, step*shape) // of equal length on the document
	// Singular values of the 2×2 matrix [u v].
	sum, det := u.X*u.X+u.Y*u.Y+v.X*v.X+v.Y*v.Y, math.Abs(u.X*v.Y-u.Y*v.X)
	spread := math.Sqrt(math.Max(0, sum*sum-4*det*det))
	return degrees(math.Acos(math.Sqrt(math.Max(0, (sum-spread)/(sum+spread)))))
}

// converging returns the tilt that makes near edges so much longer: those of a
// document of width 1 at a distance d, tilted by t, differ by
// (d + s sin t ÷ 2) ÷ (d − s sin t ÷ 2), where s is the side between them.
func converging(q imaging.Quad, shape, distance float64) float64 {
	sine := func(a, b, side float64) float64 {
		return 2 * distance / side * math.Abs(a-b) / math.Max(a+b, 1)
	}
	swing := sine(imaging.Dist(q[1], q[2]), imaging.Dist(q[3], q[0]), 1)
	nod := sine(imaging.Dist(q[0], q[1]), imaging.Dist(q[2], q[3]), 1/shape)
	return degrees(math.Asin(math.Min(1, math.Hypot(swing, nod))))
}

func degrees(radians float64) float64 { return radians * 180 / math.Pi }

func longest(q imaging.Quad) (side float64) {
	for i := range q {
		side = math.Max(side, imaging.Dist(q[i], q[(i+1)%4]))
	}
	return side
}
