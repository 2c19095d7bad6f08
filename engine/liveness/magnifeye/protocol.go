package magnifeye

import (
	"math"
	"math/rand/v2"
	"time"

	"portico/engine/liveness"
	"portico/engine/liveness/track"
)

// ranges of the distances that are drawn, as Reach: far, near, between and
// near once more. The near end lets a face fill a picture that is wider than
// high.
var ranges = [][2]float64{{.13, .16}, {.26, .31}, {.18, .22}, {.25, .31}}

// Draw draws the distances of one challenge, as track.Frame's Reach.
func Draw(rng *rand.Rand) []float64 {
	targets := make([]float64, len(ranges))
	for i, r := range ranges {
		targets[i] = r[0] + (r[1]-r[0])*rng.Float64()
	}
	return targets
}

// Protocol leads a visitor through the distances. It is for one goroutine and
// keeps measures, no picture.
type Protocol struct {
	targets []float64
	at      int
	held    time.Duration
	frames  []track.Frame
}

const (
	holding = 300 * time.Millisecond // at each distance
	patient = 40 * time.Second       // for all of it
)

// Start returns a Protocol for targets that Draw drew.
func Start(targets []float64) *Protocol { return &Protocol{targets: targets} }

// Observe takes the next frame, its time since the start, and returns what to
// tell the visitor. A frame without a face does not count but for its time.
func (p *Protocol) Observe(f track.Frame) liveness.Step {
	switch {
	case p.at == len(p.targets):
		return liveness.Step{State: liveness.Done, Progress: 1}
	case f.At > patient:
		return liveness.Step{State: liveness.TimedOut, Progress: p.progress()}
	case len(f.Face.Mesh) == 0:
		p.held = 0
		return liveness.Step{Instruction: liveness.ShowFace, Progress: p.progress()}
	}
	var since time.Duration
	if n := len(p.frames); n > 0 {
		since = f.At - p.frames[n-1].At
	}
	p.frames = append(p.frames, f)
	target := p.targets[p.at]
	off := f.Reach()/target - 1
	step := liveness.Step{Target: target}
	switch {
	case math.Abs(off) <= tolerance:
		step.Instruction = liveness.HoldStill
		if p.held += since; p.held >= holding {
			p.at, p.held = p.at+1, 0
		}
	case off < 0:
		step.Instruction, p.held = liveness.ComeCloser, 0
	default:
		step.Instruction, p.held = liveness.MoveBack, 0
	}
	if step.Progress = p.progress(); p.at == len(p.targets) {
		step.State = liveness.Done
	}
	return step
}

func (p *Protocol) progress() float64 { return float64(p.at) / float64(len(p.targets)) }

// Frames are what was observed with a face, for Evaluate.
func (p *Protocol) Frames() []track.Frame { return p.frames }
