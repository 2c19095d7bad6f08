package flow

import (
	"math/rand/v2"
	"slices"

	"portico/engine/liveness"
)

// mostChallenges is how many kinds of challenge there are.
const mostChallenges = 4

// Plan is which liveness challenges a visitor meets, in order. The zero value
// asks for a smile alone. It is comparable.
type Plan struct {
	order [mostChallenges]liveness.Kind // those after the first ask are in reserve
	ask   int
}

// Draw draws count of the kinds in an order that chance makes; the rest stay in
// reserve for a visitor who cannot do one. A count out of range is the nearest
// within it.
func Draw(kinds []liveness.Kind, count int, random *rand.Rand) Plan {
	var p Plan
	for i, j := range random.Perm(min(len(kinds), mostChallenges)) {
		p.order[i] = kinds[j]
	}
	p.ask = min(max(count, 1), len(kinds), mostChallenges)
	return p
}

// Count is how many challenges are asked for.
func (p Plan) Count() int { return max(p.ask, 1) }

// At returns the challenge at a place, counted from 0.
func (p Plan) At(i int) liveness.Kind {
	if i < p.ask && i < mostChallenges && p.order[i] != "" {
		return p.order[i]
	}
	return liveness.Smile
}

// Faces returns how many pictures and challenges of their face the visitor
// meets, and which of them s is at, counted from 0.
func (s State) Faces() (at, all int) {
	all = 1 // the selfie
	for i := range s.Plan.Count() {
		if i == s.Passed && s.Step != Selfie {
			at = all
		}
		all++
		if s.Plan.At(i) == liveness.Smile { // begins with a calm face
			all++
		}
	}
	if s.Step == Smile {
		at++
	}
	return at, all
}

// instead puts another challenge at place i: the first in reserve, a smile
// where none is. A smile that is asked for anyway is not asked for twice.
func (p Plan) instead(i int) Plan {
	asked := p.order[:p.ask]
	if p.ask < mostChallenges && p.order[p.ask] != "" {
		p.order[i] = p.order[p.ask]
		copy(p.order[p.ask:], append(slices.Clone(p.order[p.ask+1:]), ""))
		return p
	}
	if !slices.Contains(asked, liveness.Smile) {
		p.order[i] = liveness.Smile
		return p
	}
	copy(p.order[i:], append(slices.Clone(p.order[i+1:]), ""))
	p.ask--
	return p
}

// first is the step a challenge begins with.
var first = map[liveness.Kind]Step{
	liveness.Smile: Neutral, liveness.EyeGaze: Gaze, liveness.MagnifEye: Approach, liveness.Light: Light,
}

// kindOf is the challenge that a step belongs to; empty for other steps.
func kindOf(s Step) liveness.Kind {
	if s == Smile {
		return liveness.Smile
	}
	for kind, step := range first {
		if step == s {
			return kind
		}
	}
	return ""
}
