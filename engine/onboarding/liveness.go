package onboarding

import (
	"context"

	"portico/engine/customer"
	"portico/engine/face"
	"portico/engine/liveness"
	"portico/engine/liveness/gaze"
	"portico/engine/liveness/smile"
)

// EvaluateLiveness judges the pictures in the liveness container and keeps
// the result, replacing an earlier one of the same kind. StartLiveness must
// have been called. A check that lacks pictures, or that this engine has not,
// has no score and says NOT_ENOUGH_DATA.
func (e *Engine) EvaluateLiveness(ctx context.Context, c *customer.Customer, kind liveness.Kind) (liveness.Result, error) {
	if err := ctx.Err(); err != nil {
		return liveness.Result{}, err
	}
	r := liveness.Result{Kind: kind, Error: liveness.NotEnoughData}
	switch kind {
	case liveness.Passive:
		r = averagePassive(c.Liveness.Selfies)
	case liveness.Smile:
		r = e.evaluateSmile(c.Liveness.Selfies)
	case liveness.EyeGaze:
		r = evaluateGaze(c.Liveness.Selfies)
	case liveness.MagnifEye, liveness.Light:
		if take := lastTake(c.Liveness.Takes, kind); take != nil {
			r = take.Result
		}
	}
	if c.Liveness.Results == nil {
		c.Liveness.Results = map[liveness.Kind]liveness.Result{}
	}
	c.Liveness.Results[kind] = r
	return r, nil
}

// averagePassive is the mean over the NONE pictures, as the contract has it.
func averagePassive(selfies []customer.LivenessSelfie) liveness.Result {
	r := liveness.Result{Kind: liveness.Passive, Cues: map[string]float64{}}
	var sum, n float64
	for _, s := range selfies {
		if s.Passive == nil || s.Passive.Score == nil {
			continue
		}
		sum, n = sum+*s.Passive.Score, n+1
		for cue, v := range s.Passive.Cues {
			r.Cues[cue] += v
		}
	}
	if n == 0 {
		r.Error = liveness.NotEnoughData
		return r
	}
	for cue := range r.Cues {
		r.Cues[cue] /= n
	}
	mean := sum / n
	r.Score = &mean
	return r
}

func (e *Engine) evaluateSmile(selfies []customer.LivenessSelfie) liveness.Result {
	neutral, neutralTemplates := showing(selfies, liveness.Neutral)
	smiling, smilingTemplates := showing(selfies, liveness.Smiling)
	return smile.Evaluate(neutral, smiling, e.leastAlike(neutralTemplates, smilingTemplates))
}

// showing returns the pictures that are meant to show a.
func showing(selfies []customer.LivenessSelfie, a liveness.Assertion) (faces []face.Face, templates []face.Template) {
	for _, s := range selfies {
		if s.Assertion == a {
			faces, templates = append(faces, s.Face), append(templates, s.Template)
		}
	}
	return faces, templates
}

// leastAlike returns the worst match of any of a with any of b; nil where one
// of them could not be compared, for a stranger must not hide there.
func (e *Engine) leastAlike(a, b []face.Template) (worst *face.Match) {
	for _, x := range a {
		for _, y := range b {
			m := e.compare(x, y)
			if m == nil {
				return nil
			}
			if worst == nil || m.Score < worst.Score {
				worst = m
			}
		}
	}
	return worst
}

func evaluateGaze(selfies []customer.LivenessSelfie) liveness.Result {
	segments := make([]gaze.Segment, len(selfies))
	for i, s := range selfies {
		segments[i] = gaze.Segment{Asked: s.Assertion, Face: s.Face}
	}
	return gaze.Evaluate(segments)
}

// lastTake is the last of a kind, nil where there is none.
func lastTake(takes []customer.Take, kind liveness.Kind) *customer.Take {
	for i := len(takes) - 1; i >= 0; i-- {
		if takes[i].Result.Kind == kind {
			return &takes[i]
		}
	}
	return nil
}
