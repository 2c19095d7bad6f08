// Package smile checks that a person can be asked to smile: one of at least
// two pictures must show them neutral, another smiling, and both must show
// the same person.
//
// It judges the geometry of the face meshes alone. Two different photographs
// of one person can pass it; it defeats the single photograph.
package smile

import (
	"portico/engine/face"
	"portico/engine/liveness"
)

// Names of the cues in a Result.
const (
	// NeutralSmile and SmilingSmile are face.Face's Smile, 0..1, of the
	// neutral and of the smiling picture.
	NeutralSmile = "neutral"
	SmilingSmile = "smile"
	// Widening and Raising are by how much the mouth is wider, and its
	// corners higher, in the smiling picture, in distances of the outer eye
	// corners.
	Widening = "widening"
	Raising  = "raising"
	// Similarity is the score of the two pictures' templates, 0..1.
	Similarity = "similarity"
)

// Evaluate scores the change from the neutral faces to the smiling ones, 0..1;
// of several it takes the least smiling neutral face and the broadest smile.
// Same compares the templates of one of each; nil means that it could not be
// done. Without a face of each kind with its mesh, or without same, the result
// is NOT_ENOUGH_DATA.
func Evaluate(neutral, smiling []face.Face, same *face.Match) liveness.Result {
	result := liveness.Result{Kind: liveness.Smile}
	from, to := extreme(neutral, -1), extreme(smiling, 1)
	if from == nil || to == nil || same == nil {
		result.Error = liveness.NotEnoughData
		return result
	}
	width0, raise0 := face.SmileCues(from.Mesh)
	width1, raise1 := face.SmileCues(to.Mesh)
	result.Cues = map[string]float64{
		NeutralSmile: from.Smile,
		SmilingSmile: to.Smile,
		Widening:     width1 - width0,
		Raising:      raise1 - raise0,
		Similarity:   same.Score,
	}
	score := scoreOf(from.Smile, to.Smile, width1-width0, raise1-raise0, same.Score)
	result.Score = &score
	return result
}

// extreme returns the face that smiles most (sign 1) or least (-1).
func extreme(faces []face.Face, sign float64) *face.Face {
	var best *face.Face
	for i := range faces {
		f := &faces[i]
		if len(f.Mesh) > 0 && (best == nil || sign*f.Smile > sign*best.Smile) {
			best = f
		}
	}
	return best
}
