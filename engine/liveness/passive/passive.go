// Package passive judges from one still whether a face is live or a print or
// a screen was photographed.
//
// The judgement is weak: the peaks that a grid of dots leaves in the spectrum,
// and a network that saw four people's prints. It finds gridded copies and
// prints like those it saw, and misses others; see calibration.go for how
// many. A low score is a reason to look closer; a high one proves nothing, and
// no decision rests on it.
package passive

import (
	"context"
	"image"
	"math"
	"sync/atomic"

	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/liveness"
)

// Check is the passive check. It is safe for concurrent use and keeps no
// picture.
type Check struct {
	network *Network
	limits  atomic.Pointer[Limits]
}

// Limits are the values of the cues from which a face is doubted. At them the
// score is what clients review below.
type Limits struct {
	Moire  float64 `toml:"moire" json:"moire"`
	Copied float64 `toml:"copied" json:"copied"`
	// Network is the Name of the network that Copied was found with; empty
	// where nobody said.
	Network string `toml:"network,omitempty" json:"network,omitempty"`
}

// New returns the check. Without a network, which is nil then, only the grid
// of dots is looked for.
func New(network *Network) *Check {
	c := &Check{network: network}
	c.Settle(Limits{})
	return c
}

// Settle has faces doubted from the limits of one desk's camera, from
// Calibrate; zeros mean Standard. Of another network's limits only Moire is
// taken: what its numbers mean is not what this one's mean.
func (c *Check) Settle(l Limits) {
	switch {
	case l == (Limits{}):
		l = Standard
	case !c.Holds(l):
		l = Limits{Moire: l.Moire, Copied: Standard.Copied}
	}
	c.limits.Store(&l)
}

// Holds is false where limits were found with another network than the check's.
func (c *Check) Holds(l Limits) bool {
	return c.network == nil || l.Network == "" || l.Network == c.network.Name
}

// Calibrate is Calibrate for the check's network.
func (c *Check) Calibrate(live, copies Takes, bpcer float64) (Limits, Errors, error) {
	limits, errs, err := Calibrate(live, copies, bpcer)
	if c.network != nil {
		limits.Network = c.network.Name
	}
	return limits, errs, err
}

// Limits are those in force.
func (c *Check) Limits() Limits { return *c.limits.Load() }

// WithNetwork returns the check with another network.
func (c *Check) WithNetwork(n *Network) *Check {
	with := New(n)
	with.Settle(c.Limits())
	return with
}

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
	score := c.Limits().Score(result.Cues)
	result.Score = &score
	return result, nil
}

// Score maps the worst of the cues to 0..1, its limit to .84, below which clients
// review.
func (l Limits) Score(cues map[string]float64) float64 {
	doubt := (cues[Moire] - l.Moire) / moireScale
	if odds, ok := cues[Copied]; ok {
		doubt = math.Max(doubt, (odds-l.Copied)/copiedScale)
	}
	return 1 / (1 + math.Exp(doubt-math.Log(reviewed/(1-reviewed))))
}
