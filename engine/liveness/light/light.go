// Package light flashes the screen in soft colours drawn by chance and checks
// that the visitor's face answers: in the colours' order, after a delay that a
// camera has, and in the way of something round, the parts that face the
// screen more than those that face aside.
//
// A sheet answers evenly all over, a screen hardly or with a mirror's gleam,
// and a film of another take in another order. A mask answers as a face does.
// Nothing flashes faster than three times a second, nor in strong colours; who
// is sensitive to light is given another challenge.
package light

import (
	"math"
	"slices"
	"time"

	"portico/engine/face"
	"portico/engine/liveness"
	"portico/engine/liveness/track"
)

// Names of the cues in a Result.
const (
	// Fit is the correlation of the face's colour with the screen's, -1..1.
	Fit = "fit"
	// Gain is the share of the light on the face that the screen gives.
	Gain = "gain"
	// Delay is how long the face's colour lags behind the screen's, in seconds.
	Delay = "delay"
	// Shading is by how much more of the face answers where it faces the
	// screen: the slope over the cosine, 0 for a sheet.
	Shading = "shading"
	// Gleam is the strongest answer of a part of the face over the usual one.
	Gleam = "gleam"
	// Ambient is 1 where too much other light leaves nothing of the screen's:
	// another challenge is to be tried.
	Ambient = "ambient"
	// Similarity is the least score of the first template with another, 0..1.
	Similarity = "similarity"
)

// Evaluate scores the frames of one challenge against the colours that were
// shown, whose first began at time 0. Same is the worst match of the face with
// others of the take. Too few frames, and too strong an ambient light, which
// the cue of that name says, give NOT_ENOUGH_DATA; frames that are no single
// take INVALID_DATA, with the fault as a cue.
func Evaluate(frames []track.Frame, shown Sequence, same *face.Match) liveness.Result {
	result := liveness.Result{Kind: liveness.Light, Cues: map[string]float64{}}
	faults := track.Faults(frames)
	for _, f := range faults {
		result.Cues[string(f)] = 1
	}
	switch {
	case len(faults) > 0 && faults[0] != track.Short:
		result.Error = liveness.InvalidData
		return result
	case len(faults) > 0 || same == nil || frames[len(frames)-1].At < shown.Length()-longestGap:
		result.Error = liveness.NotEnoughData
		return result
	}
	track.Tell(frames, result.Cues)
	a := answerOf(frames, shown)
	result.Cues[Fit], result.Cues[Gain], result.Cues[Delay] = a.fit, a.gain, a.delay.Seconds()
	if a.gain < leastGain && a.stirred < leastStirred {
		result.Cues[Ambient] = 1
		result.Error = liveness.NotEnoughData
		return result
	}
	shading, gleam, ok := a.shading(frames, shown)
	if !ok {
		result.Error = liveness.NotEnoughData
		return result
	}
	result.Cues[Shading], result.Cues[Gleam], result.Cues[Similarity] = shading, gleam, same.Score
	margin := min(
		(a.fit-leastFit)/fitScale,
		(a.gain-leastGain)/gainScale,
		(mostDelay-a.delay).Seconds()/delayScale,
		(shading-leastShading)/shadingScale,
		(mostGleam-gleam)/gleamScale,
		logit(same.Score)-logit(face.Threshold),
	)
	score := 1 / (1 + math.Exp(-margin-logit(scoreAtLimit)))
	result.Score = &score
	return result
}

// answer is what the face as a whole made of the colours.
type answer struct {
	fit, gain float64
	delay     time.Duration
	stirred   float64 // standard deviation of the face's colour over time
}

// answerOf finds the delay at which the face's colour fits best. What every
// channel does alike is left out, for a camera's exposure follows it, and so
// is a steady drift, for its white balance does.
func answerOf(frames []track.Frame, shown Sequence) answer {
	seen := make([][3]float64, len(frames))
	for i, f := range frames {
		var n float64
		for _, p := range f.Skin {
			if !p.Burnt {
				c := tint(p.Light)
				for k := range c {
					seen[i][k] += c[k]
				}
				n++
			}
		}
		for k := range seen[i] {
			seen[i][k] /= math.Max(n, 1)
		}
	}
	at := times(frames)
	seen = steady(at, seen)
	best := answer{fit: math.Inf(-1), stirred: deviation(seen)}
	for delay := time.Duration(0); delay <= longestDelay; delay += delayStep {
		want := steady(at, shown.tints(at, delay))
		if fit, gain := regress(want, seen); fit > best.fit {
			best.fit, best.gain, best.delay = fit, gain, delay
		}
	}
	return best
}

// shading compares the parts of the face by how much each answers.
func (a answer) shading(frames []track.Frame, shown Sequence) (slope, gleam float64, ok bool) {
	var gains, facing []float64
	for i := range frames[0].Skin {
		var at []time.Duration
		var seen [][3]float64
		var faces float64
		for _, f := range frames {
			if i < len(f.Skin) && !f.Skin[i].Burnt {
				at, seen = append(at, f.At), append(seen, tint(f.Skin[i].Light))
				faces += f.Skin[i].Facing
			}
		}
		if len(at) < len(frames)*2/3 {
			continue
		}
		_, gain := regress(steady(at, shown.tints(at, a.delay)), steady(at, seen))
		gains, facing = append(gains, gain), append(facing, faces/float64(len(at)))
	}
	if len(gains) < leastParts {
		return 0, 0, false
	}
	sorted := slices.Sorted(slices.Values(gains))
	usual := math.Max(sorted[len(sorted)/2], 1e-6)
	for i := range gains {
		gains[i] /= usual
	}
	return slopeOf(facing, gains), sorted[len(sorted)-1] / usual, true
}

// logit is the inverse of the logistic curve; p outside it counts as the
// nearest inside.
func logit(p float64) float64 {
	p = min(max(p, 1e-6), 1-1e-6)
	return math.Log(p / (1 - p))
}
