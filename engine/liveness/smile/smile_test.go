package smile_test

import (
	"testing"

	"portico/engine/face"
	"portico/engine/liveness"
	"portico/engine/liveness/smile"
)

// Vertices of the face mesh that a smile is measured by.
const rightEye, leftEye, rightMouth, leftMouth = 33, 263, 61, 291

// mouth is a face 100 units from eye to eye with a mouth of this width and
// Smile.
func mouth(width, smile float64) face.Face {
	mesh := make([]face.Point3, 478)
	for i := range mesh {
		mesh[i] = face.Point3{X: 50, Y: 80}
	}
	mesh[rightEye], mesh[leftEye] = face.Point3{}, face.Point3{X: 100}
	mesh[rightMouth], mesh[leftMouth] = face.Point3{X: 50 - width/2, Y: 80}, face.Point3{X: 50 + width/2, Y: 80}
	return face.Face{Mesh: mesh, Smile: smile}
}

func TestEvaluate(t *testing.T) {
	neutral, smiling := mouth(54, .12), mouth(72, .93)
	same, other := &face.Match{Score: .9}, &face.Match{Score: .1}
	for name, c := range map[string]struct {
		neutral, smiling []face.Face
		same             *face.Match
		passes           bool
	}{
		"neutral, then a smile":      {[]face.Face{neutral}, []face.Face{smiling}, same, true},
		"best of several":            {[]face.Face{smiling, neutral}, []face.Face{neutral, smiling}, same, true},
		"never smiles":               {[]face.Face{neutral}, []face.Face{neutral}, same, false},
		"smiles all the time":        {[]face.Face{smiling}, []face.Face{smiling}, same, false},
		"the wrong way round":        {[]face.Face{smiling}, []face.Face{neutral}, same, false},
		"a hint of a smile":          {[]face.Face{neutral}, []face.Face{mouth(58, .3)}, same, false},
		"another person smiles":      {[]face.Face{neutral}, []face.Face{smiling}, other, false},
		"one picture moved by hands": {[]face.Face{mouth(54, .12)}, []face.Face{mouth(54, .93)}, same, false},
	} {
		r := smile.Evaluate(c.neutral, c.smiling, c.same)
		if r.Score == nil || r.Error != "" || r.Kind != liveness.Smile {
			t.Errorf("%s: %+v", name, r)
			continue
		}
		// The contract's clients accept from 0.84 and reject below 0.80.
		if c.passes && *r.Score < .84 || !c.passes && *r.Score >= .80 || *r.Score > 1 {
			t.Errorf("%s: score %.3f", name, *r.Score)
		}
	}
}

func TestEvaluateNeedsOneOfEach(t *testing.T) {
	neutral, smiling := []face.Face{mouth(54, .12)}, []face.Face{mouth(72, .93)}
	same := &face.Match{Score: .9}
	for name, r := range map[string]liveness.Result{
		"nothing":       smile.Evaluate(nil, nil, nil),
		"no neutral":    smile.Evaluate(nil, smiling, same),
		"no smile":      smile.Evaluate(neutral, nil, same),
		"no comparison": smile.Evaluate(neutral, smiling, nil),
		"no mesh":       smile.Evaluate([]face.Face{{}}, smiling, same),
	} {
		if r.Error != liveness.NotEnoughData || r.Score != nil {
			t.Errorf("%s: %+v, want NOT_ENOUGH_DATA", name, r)
		}
	}
}
