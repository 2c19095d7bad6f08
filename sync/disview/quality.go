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
	leastOpen       = .5 // of an eye
)

// FaceQuality shows what was measured of a face; visible is the share of its
// token box inside the picture. What was not computed, all of s where it is
// nil, is left out.
func FaceQuality(f face.Face, q face.Quality, s *face.Scores, visible float64) disapi.FaceQualityResponse {
	sure := f.Confidence >= leastConfidence
	frontal := sure && math.Abs(f.Pitch) <= mostTurn && math.Abs(f.Yaw) <= mostTurn
	angle := func(v float64) *disapi.HeadPoseAttribute {
		return &disapi.HeadPoseAttribute{Angle: int(math.Round(min(max(v, -90), 90))), PreconditionsMet: sure}
	}
	out := disapi.FaceQualityResponse{
		Brightness: attribute(q.Brightness, frontal), Contrast: attribute(q.Contrast, frontal),
		Roll: angle(f.Roll), Yaw: angle(f.Yaw), Pitch: angle(f.Pitch),
		EyeDistance: attribute(q.EyeDistance, sure), FaceSize: attribute(q.Size, true),
		FaceRelativeArea: attribute(q.Area, true), FaceRelativeAreaInImage: attribute(visible, true),
	}
	if s != nil {
		addScores(&out, *s, sure, frontal)
	}
	return out
}

func addScores(out *disapi.FaceQualityResponse, s face.Scores, sure, frontal bool) {
	out.Sharpness, out.UniqueIntensityLevels = attribute(s.Sharpness, frontal), attribute(s.Levels, frontal)
	out.Shadow, out.NoseShadow = attribute(s.Shadow, frontal), attribute(s.NoseShadow, frontal)
	out.Specularity, out.Mouth = attribute(s.Specular, frontal), attribute(s.Mouth, frontal)
	if s.Background != nil {
		out.BackgroundUniformity = attribute(*s.Background, frontal)
	}
	var right, left bool // open
	if s.Eyes != nil {
		right, left = s.Eyes[0] >= leastOpen, s.Eyes[1] >= leastOpen
		out.RightEye, out.LeftEye = attribute(s.Eyes[0], frontal), attribute(s.Eyes[1], frontal)
	}
	out.RedRightEye, out.RedLeftEye = attribute(s.RedEyes[0], frontal && right), attribute(s.RedEyes[1], frontal && left)
	out.EyeGaze = attribute(s.Gaze, sure && right && left)
}

func attribute(score float64, reliable bool) *disapi.FaceAttribute {
	return &disapi.FaceAttribute{Score: score, PreconditionsMet: reliable}
}
