package face

import "math"

// pose returns the turn of the head in degrees, after DIN 9300 as Face has
// it: the angles of the axes that the mesh spans from eye corner to eye corner
// and from forehead to chin.
func pose(points []Point3) (roll, yaw, pitch float64) {
	x := toward(points[rightEyeOuter], points[leftEyeOuter])
	y := toward(points[foreheadTop], points[chin])
	roll = -degrees(math.Atan2(x.Y, x.X))
	yaw = -degrees(math.Atan2(x.Z, math.Hypot(x.X, x.Y)))
	pitch = -degrees(math.Atan2(y.Z, math.Hypot(y.X, y.Y))) - levelPitch
	return roll, yaw, pitch
}

func toward(a, b Point3) Point3 { return Point3{b.X - a.X, b.Y - a.Y, b.Z - a.Z} }

func degrees(rad float64) float64 { return rad * 180 / math.Pi }
