package disview

import (
	"math"

	"portico/engine/face"
	"portico/sync/disapi"
)

// What must hold for a measure of a face to be reliable, after the contract.
const (
	leastConfidence = 0.53
	mostTurn        = 10 // degrees of yaw and pitch
)

// FaceQuality shows what was measured of a face; visible is the share of its
// token box inside the picture. Measures that have no scale of 0 to 1, or that
// nothing computes, are left out.
func FaceQuality(f face.Face, q face.Quality, visible float64) disapi.FaceQualityResponse {
	sure := f.Confidence >= leastConfidence
	frontal := sure && math.Abs(f.Pitch) <= mostTurn && math.Abs(f.Yaw) <= mostTurn
	score := func(v float64, reliable bool) *disapi.FaceAttribute {
		return &disapi.FaceAttribute{Score: v, PreconditionsMet: reliable}
	}
	angle := func(v float64) *disapi.HeadPoseAttribute {
		return &disapi.HeadPoseAttribute{Angle: int(math.Round(min(max(v, -90), 90))), PreconditionsMet: sure}
	}
	return disapi.FaceQualityResponse{
		Brightness: score(q.Brightness, frontal), Contrast: score(q.Contrast, frontal),
		Roll: angle(f.Roll), Yaw: angle(f.Yaw), Pitch: angle(f.Pitch),
		EyeDistance: score(q.EyeDistance, sure), FaceSize: score(q.Size, true),
		FaceRelativeArea: score(q.Area, true), FaceRelativeAreaInImage: score(visible, true),
	}
}
