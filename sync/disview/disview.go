// Package disview shows the engine's findings in the contract's bodies. The
// server answers with them and the command line prints them, so both say the
// same. It recognises nothing; what was not found stays absent.
package disview

import (
	"math"

	"portico/engine/face"
	"portico/engine/imaging"
	"portico/sync/disapi"
)

// Face shows where a face is.
func Face(f face.Face) *disapi.FaceDetection {
	return &disapi.FaceDetection{
		Confidence:    f.Confidence,
		FaceRectangle: Roi(f.Box),
	}
}

// Roi shows a rectangle in the picture that was uploaded.
func Roi(q imaging.Quad) disapi.Roi {
	return disapi.Roi{TopLeft: point(q[0]), TopRight: point(q[1]), BottomRight: point(q[2]), BottomLeft: point(q[3])}
}

func point(p imaging.Point) disapi.Point {
	return disapi.Point{X: int(math.Round(p.X)), Y: int(math.Round(p.Y))}
}
