package light

import (
	"time"

	"portico/engine/liveness"
	"portico/engine/liveness/track"
)

// Protocol leads a visitor through the flashes. It is for one goroutine and
// keeps measures, no picture.
type Protocol struct {
	shown  Sequence
	frames []track.Frame
	lost   bool
}

// Start returns a Protocol for a sequence that Draw drew. The screen shows the
// first colour from time 0 on.
func Start(shown Sequence) *Protocol { return &Protocol{shown: shown} }

// Observe takes the next frame, its time since the start, and returns the
// colour to show. A face that is lost ends the challenge: the rest could be
// another's.
func (p *Protocol) Observe(f track.Frame) liveness.Step {
	colour := [3]float64(p.shown.At(f.At))
	step := liveness.Step{Instruction: liveness.HoldStill, Colour: &colour, Progress: min(1, f.At.Seconds()/p.shown.Length().Seconds())}
	switch {
	case p.lost || len(f.Face.Mesh) == 0 && len(p.frames) > 0:
		p.lost = true
		return liveness.Step{State: liveness.TimedOut, Instruction: liveness.ShowFace, Progress: step.Progress}
	case f.At >= p.shown.Length():
		step.State, step.Colour = liveness.Done, nil
	}
	if len(f.Face.Mesh) > 0 {
		p.frames = append(p.frames, f)
	}
	return step
}

// Frames are what was observed, for Evaluate.
func (p *Protocol) Frames() []track.Frame { return p.frames }

// longestGap is how much of the end may be missing.
const longestGap = time.Second
