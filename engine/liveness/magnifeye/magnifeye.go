// Package magnifeye asks a visitor to bring the face to distances drawn by
// chance and checks that what came closer is solid: that the perspective of
// the face changes as a head's does, while a flat picture only grows.
//
// It defeats prints and screens held before the camera, however they are
// moved and tilted; a mask, and a sheet bent to the shape of a head, it does
// not. A film of somebody who came closer before another camera shows a solid
// head's perspective only if the screen that shows it stands still, and then
// the distances were not the ones drawn.
package magnifeye

import (
	"math"

	"portico/engine/face"
	"portico/engine/liveness"
	"portico/engine/liveness/track"
)

// Names of the cues in a Result.
const (
	// Relief is the change of perspective: 1 is a usual head's, 0 a sheet's.
	Relief = "relief"
	// Growth is the greatest size of the face over its smallest.
	Growth = "growth"
	// Missed is how far the distances that were asked for were missed, the
	// worst of them, as a share of it.
	Missed = "missed"
	// Eyes is the sharpness of the eyes at the close end.
	Eyes = "eyes"
	// Background is 1 when it stands still, -1 when it grows with the face.
	Background = "background"
	// Similarity is the least score of the first template with another, 0..1.
	Similarity = "similarity"
)

// Evaluate scores the frames of one challenge against the distances that were
// drawn, in their order; without targets (a recording that was made without
// any) only the change itself counts. Same is the worst match of the face at
// the far end with others of the take; without it, or with too few frames, or
// where the face hardly grew, the result is NOT_ENOUGH_DATA. Frames that are
// no single take are INVALID_DATA, and the cue of a fault's name is 1.
func Evaluate(frames []track.Frame, targets []float64, same *face.Match) liveness.Result {
	result := liveness.Result{Kind: liveness.MagnifEye, Cues: map[string]float64{}}
	faults := track.Faults(frames)
	for _, f := range faults {
		result.Cues[string(f)] = 1
	}
	if len(faults) > 0 && faults[0] != track.Short {
		result.Error = liveness.InvalidData
		return result
	}
	if len(faults) > 0 || same == nil {
		result.Error = liveness.NotEnoughData
		return result
	}
	track.Tell(frames, result.Cues)
	far, near := frames[0], frames[0]
	for _, f := range frames {
		if f.Reach() < far.Reach() {
			far = f
		}
		if f.Reach() > near.Reach() {
			near = f
		}
	}
	growth := near.Reach() / far.Reach()
	solid, ok := meanRelief(frames)
	if !ok || growth < leastGrowth {
		result.Cues[Growth] = growth
		result.Error = liveness.NotEnoughData
		return result
	}
	missed := missedBy(frames, targets)
	result.Cues[Relief], result.Cues[Growth], result.Cues[Missed] = solid, growth, missed
	result.Cues[Eyes], result.Cues[Similarity] = near.Eyes, same.Score
	margin := min(
		(solid-leastRelief)/reliefScale, (mostRelief-solid)/reliefScale,
		(mostMissed-missed)/missedScale,
		(near.Eyes-leastEyes)/eyesScale,
		logit(same.Score)-logit(face.Threshold),
	)
	if still, ok := background(far, grownTo(frames, far.Reach()*compared)); ok {
		result.Cues[Background] = still
		margin = min(margin, (still-leastStill)/stillScale)
	}
	score := 1 / (1 + math.Exp(-margin-logit(scoreAtLimit)))
	result.Score = &score
	return result
}

// grownTo returns the frame whose face is nearest in size to reach.
func grownTo(frames []track.Frame, reach float64) track.Frame {
	best := frames[0]
	for _, f := range frames {
		if math.Abs(f.Reach()-reach) < math.Abs(best.Reach()-reach) {
			best = f
		}
	}
	return best
}

// missedBy follows the frames through the targets: each is looked for after
// the one before was met best.
func missedBy(frames []track.Frame, targets []float64) float64 {
	var worst float64
	from := 0
	for _, target := range targets {
		best, at := math.Inf(1), from
		for i := from; i < len(frames); i++ {
			if off := math.Abs(frames[i].Reach()/target - 1); off < best {
				best, at = off, i
			}
			if best <= tolerance {
				break
			}
		}
		worst, from = math.Max(worst, best), at
	}
	return worst
}

// logit is the inverse of the logistic curve; p outside it counts as the
// nearest inside.
func logit(p float64) float64 {
	p = min(max(p, 1e-6), 1-1e-6)
	return math.Log(p / (1 - p))
}
