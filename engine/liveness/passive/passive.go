// Package passive judges from one still whether a face is live or a print or
// a screen was photographed.
//
// The judgement is weak: three cues that need no training picture of the
// kiosk's own camera, joined by a regression. It finds soft, pale or gridded
// copies and misses good ones; see calibration.go for how many. A low score
// is a reason to look closer; a high one proves nothing, and no decision
// may rest on it alone. A black and white picture counts as pale.
package passive

import (
	"context"
	"image"
	"math"

	"portico/engine/face"
	"portico/engine/liveness"
)

// Check is the passive check. It is safe for concurrent use and keeps no
// picture.
type Check struct{}

// New returns the check, with the weights of this package.
func New() *Check { return &Check{} }

// Evaluate scores the face f, which Find found in img: 1 live, 0 a copy; the
// cues are those of this package by name. A face too small to measure gives
// NOT_ENOUGH_DATA.
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
	cues, err := measure(img, f, at)
	if err != nil {
		return result, err
	}
	score := score(cues)
	result.Score, result.Cues = &score, cues
	return result, nil
}

// score joins the cues to 0..1, the limit of what is tolerated at reviewed.
func score(cues map[string]float64) float64 {
	copied := bias
	for name, w := range weights {
		copied += w * cues[name]
	}
	return 1 / (1 + math.Exp(copied-tolerated-math.Log(reviewed/(1-reviewed))))
}
