package face

import "portico/engine/imaging"

// Middle of the outer edge of either lip.
const (
	upperLipEdge = 0
	lowerLipEdge = 17
)

// SmileCues returns what a smile moves, in units of the distance of the outer
// eye corners: the width of the mouth, and how far its corners rise above the
// middle of the lips, along the face's own vertical. Points is a whole mesh.
func SmileCues(points []Point3) (width, raise float64) {
	axis := toward(points[rightEyeOuter], points[leftEyeOuter])
	unit := imaging.Dist(points[rightEyeOuter].flat(), points[leftEyeOuter].flat())
	down := func(v int) float64 {
		p := points[v]
		return (p.Y*axis.X - p.X*axis.Y) / (unit * unit)
	}
	width = imaging.Dist(points[rightMouth].flat(), points[leftMouth].flat()) / unit
	raise = (down(upperLipEdge)+down(lowerLipEdge))/2 - (down(rightMouth)+down(leftMouth))/2
	return width, raise
}

func smile(points []Point3) float64 {
	width, raise := SmileCues(points)
	return sigmoid(smileModel.width*width + smileModel.raise*raise + smileModel.bias)
}
