package gaze_test

import (
	"testing"

	"portico/engine/face"
	"portico/engine/liveness"
	"portico/engine/liveness/gaze"
)

// looking is a face with open eyes 30 pixels wide whose irises stand off the
// middle by across (towards the picture's right) and below, in eye widths.
func looking(across, below float64) face.Face {
	const width = 30
	mesh := make([]face.Point3, 478)
	for _, eye := range []struct {
		x                   float64
		left, right, centre int // vertices
	}{{100, 33, 133, 468}, {170, 362, 263, 473}} {
		mesh[eye.left] = face.Point3{X: eye.x, Y: 50}
		mesh[eye.right] = face.Point3{X: eye.x + width, Y: 50}
		mesh[eye.centre] = face.Point3{X: eye.x + width*(.5+across), Y: 50 + width*(below-.07)}
	}
	return face.Face{Mesh: mesh, EyesOpen: [2]float64{.3, .3}}
}

func segments(f func(right, down float64) face.Face, asked ...liveness.Assertion) []gaze.Segment {
	// The person's left is the picture's right.
	place := map[liveness.Assertion][2]float64{
		liveness.GazeTopLeft: {1, -1}, liveness.GazeTopRight: {-1, -1},
		liveness.GazeBottomLeft: {1, 1}, liveness.GazeBottomRight: {-1, 1},
	}
	var all []gaze.Segment
	for _, a := range asked {
		all = append(all, gaze.Segment{Asked: a, Face: f(place[a][0], place[a][1])})
	}
	return all
}

const (
	tl, tr = liveness.GazeTopLeft, liveness.GazeTopRight
	bl, br = liveness.GazeBottomLeft, liveness.GazeBottomRight
)

func TestEvaluate(t *testing.T) {
	follow := func(x, y float64) face.Face { return looking(.1*x, .03*y) }
	for name, c := range map[string]struct {
		segments []gaze.Segment
		passes   bool
	}{
		"four corners":              {segments(follow, tl, tr, bl, br), true},
		"the contract's sample":     {segments(follow, tl, bl, br, tl, br), true},
		"along the top only":        {segments(follow, tl, tr, tl, tr), true},
		"down one side only":        {segments(follow, tl, bl, tl, bl), true},
		"a still picture":           {segments(func(_, _ float64) face.Face { return looking(0, 0) }, tl, tr, bl, br), false},
		"a mirrored picture":        {segments(func(x, y float64) face.Face { return looking(-.1*x, .03*y) }, tl, tr, bl, br), false},
		"up for down":               {segments(func(x, y float64) face.Face { return looking(.1*x, -.03*y) }, tl, tr, bl, br), false},
		"a still, looking sideways": {segments(func(_, _ float64) face.Face { return looking(.15, -.03) }, tl, tr, tl, br), false},
		"three right, one wrong":    {append(segments(follow, tl, tr, bl), gaze.Segment{Asked: br, Face: looking(.1, .03)}), false},
	} {
		r := gaze.Evaluate(c.segments)
		if r.Score == nil || r.Error != "" || r.Kind != liveness.EyeGaze {
			t.Errorf("%s: %+v", name, r)
			continue
		}
		// The limits of the contract's clients for a liveness score.
		if c.passes && *r.Score < .84 || !c.passes && *r.Score >= .80 || *r.Score < 0 || *r.Score > 1 {
			t.Errorf("%s: score %.3f, cues %v", name, *r.Score, r.Cues)
		}
	}
}

func TestEvaluateSaysWhyThereIsNoScore(t *testing.T) {
	follow := func(x, y float64) face.Face { return looking(.1*x, .03*y) }
	blink := segments(follow, tl, tr, bl, br)
	blink[2].Face.EyesOpen = [2]float64{.02, .02}
	faceless := segments(follow, tl, tr, bl, br)
	faceless[0].Face = face.Face{}
	other := segments(follow, tl, tr, bl)
	other = append(other, gaze.Segment{Asked: liveness.Neutral, Face: looking(0, 0)})
	for name, c := range map[string]struct {
		segments []gaze.Segment
		want     liveness.Code
	}{
		"nothing":              {nil, liveness.NotEnoughData},
		"three segments":       {segments(follow, tl, tr, bl), liveness.NotEnoughData},
		"one corner":           {segments(follow, tl, tl, tl, tl), liveness.NotEnoughData},
		"another kind between": {other, liveness.NotEnoughData},
		"a blink":              {blink, liveness.InvalidData},
		"a segment of no face": {faceless, liveness.InvalidData},
	} {
		if r := gaze.Evaluate(c.segments); r.Error != c.want || r.Score != nil {
			t.Errorf("%s: %+v, want %s", name, r, c.want)
		}
	}
}
