// Package passive judges from one still whether a face is live or a print or
// a screen was photographed.
//
// The judgement is weak: the peaks that a grid of dots leaves in the spectrum,
// and a network that saw seven people's prints. It finds gridded copies and
// prints like those it saw, and misses others; see calibration.go for how
// many. A low score is a reason to look closer; a high one proves nothing, and
// no decision rests on it.
package passive

import (
	"context"
	"image"
	"math"

	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/liveness"
)

// Check is the passive check. It is safe for concurrent use and keeps no
// picture.
type Check struct {
	network *Network
	limits  Limits
}

// Limits are the values of the cues from which a face is doubted. At them the
// score is what clients review below.
type Limits struct {
	Moire  float64 `toml:"moire" json:"moire"`
	Copied float64 `toml:"copied" json:"copied"`
}

// New returns the check. Without a network, which is nil then, only the grid
// of dots is looked for.
func New(network *Network) *Check { return &Check{network: network, limits: Standard} }

// WithLimits returns the check with the limits of one desk's camera, from
// Calibrate.
func (c *Check) WithLimits(l Limits) *Check { return &Check{network: c.network, limits: l} }

// WithNetwork returns the check with another network.
func (c *Check) WithNetwork(n *Network) *Check { return &Check{network: n, limits: c.limits} }

// Evaluate scores the face f, which Find found in img: 1 live, 0 a copy; the
// cues are those of this package by name. The worst cue decides. A face too
// small to measure gives NOT_ENOUGH_DATA.
func (c *Check) Evaluate(ctx context.Context, img *image.RGBA, f face.Face) (liveness.Result, error) {
	result := liveness.Result{Kind: liveness.Passive}
	if err := ctx.Err(); err != nil {
		return result, err
	}
	at, ok := patch(img, f)
	if !ok || f.EyeDistance < smallestEyes {
		result.Error = liveness.NotEnoughData
		return result, nil
	}
	result.Cues = map[string]float64{
		Moire:   newSpectrum(imaging.Gray(imaging.Crop(img, at))).peak(moireLow, moireHigh),
		Context: seen(img, f),
	}
	if c.network != nil {
		odds, ok, err := c.network.copied(ctx, img, f)
		if err != nil {
			return result, err
		}
		if ok {
			result.Cues[Copied] = odds
		}
	}
	score := c.limits.score(result.Cues)
	result.Score = &score
	return result, nil
}

// score maps the worst cue to 0..1, its limit to reviewed.
func (l Limits) score(cues map[string]float64) float64 {
	doubt := (cues[Moire] - l.Moire) / moireScale
	if odds, ok := cues[Copied]; ok {
		doubt = math.Max(doubt, (odds-l.Copied)/copiedScale)
	}
	return 1 / (1 + math.Exp(doubt-math.Log(reviewed/(1-reviewed))))
}
