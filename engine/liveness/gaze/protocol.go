package gaze

import (
	"image"
	"math/rand/v2"
	"time"

	"portico/engine/face"
	"portico/engine/liveness"
)

// segments is how many corners a challenge visits: one more than the contract
// asks for, so that a blink costs nothing.
const segments = minSegments + 1

const (
	travel  = 900 * time.Millisecond // of the mark, with the eyes after it
	looking = 350 * time.Millisecond // at a mark that stands, with open eyes
	patient = 30 * time.Second       // for all of it
)

// Draw draws the corners of one challenge. No corner follows itself, and both
// sides and both rows are among them.
func Draw(rng *rand.Rand) []liveness.Assertion {
	around := []liveness.Assertion{liveness.GazeTopLeft, liveness.GazeTopRight, liveness.GazeBottomLeft, liveness.GazeBottomRight}
	var drawn []liveness.Assertion
	for _, i := range rng.Perm(len(around)) {
		drawn = append(drawn, around[i])
	}
	for len(drawn) < segments {
		next := around[rng.IntN(len(around))]
		if next != drawn[len(drawn)-1] {
			drawn = append(drawn, next)
		}
	}
	return drawn
}

// Picture is one that is kept of a challenge. It must not be changed.
type Picture struct {
	Asked liveness.Assertion
	Image *image.RGBA
}

// Protocol leads a visitor's eyes from corner to corner and keeps one picture
// of each. It is for one goroutine.
type Protocol struct {
	corners []liveness.Assertion
	since   time.Duration // when the mark set off to the corner it is at
	begun   bool
	open    time.Duration // since when the eyes have been open at the mark; 0: they are not
	kept    []Picture
}

// Start returns a Protocol for corners that Draw drew.
func Start(corners []liveness.Assertion) *Protocol { return &Protocol{corners: corners} }

// Observe takes the next frame, the largest face in it (nil for none) and its
// time since the start, and returns where the mark is to be. A frame with
// closed eyes or without a face makes the mark wait.
func (p *Protocol) Observe(img *image.RGBA, f *face.Face, at time.Duration) liveness.Step {
	if !p.begun {
		p.begun, p.since = true, at
	}
	step := p.step()
	switch {
	case step.State == liveness.Done:
		return step
	case at > patient:
		step.State = liveness.TimedOut
		return step
	case f == nil:
		step.Instruction, p.open = liveness.ShowFace, 0
		return step
	case at-p.since < travel:
		return step
	case (f.EyesOpen[0]+f.EyesOpen[1])/2 < openEyes:
		p.open = 0
		return step
	case p.open == 0:
		p.open = at
		return step
	case at-p.open < looking:
		return step
	}
	p.kept = append(p.kept, Picture{p.corners[len(p.kept)], img})
	p.since, p.open = at, 0
	return p.step()
}

func (p *Protocol) step() liveness.Step {
	n := len(p.kept)
	s := liveness.Step{Progress: float64(n) / float64(len(p.corners))}
	if n == len(p.corners) {
		s.State = liveness.Done
		return s
	}
	s.Look = p.corners[n]
	return s
}

// Pictures are those kept, one a corner, in order.
func (p *Protocol) Pictures() []Picture { return p.kept }
