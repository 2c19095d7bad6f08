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
	var neutral, smiling []face.Face
	var same *face.Match
	for _, s := range selfies {
		switch s.Assertion {
		case liveness.Neutral:
			neutral = append(neutral, s.Face)
		case liveness.Smiling:
			smiling = append(smiling, s.Face)
		default:
			continue
		}
		for _, other := range selfies {
			if other.Assertion == liveness.Neutral && s.Assertion == liveness.Smiling {
				m, err := e.faces.Compare(other.Template, s.Template)
				if err != nil {
					return liveness.Result{Kind: liveness.Smile, Error: liveness.NotEnoughData}
				}
				if same == nil || m.Score < same.Score {
					same = &m
				}
			}
		}
	}
	return smile.Evaluate(neutral, smiling, same)
}

func evaluateGaze(selfies []customer.LivenessSelfie) liveness.Result {
	segments := make([]gaze.Segment, len(selfies))
	for i, s := range selfies {
		segments[i] = gaze.Segment{Asked: s.Assertion, Face: s.Face}
	}
	return gaze.Evaluate(segments)
}
