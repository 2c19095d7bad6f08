package face

import (
	"context"
	"fmt"
	"image"
)

// Wearables are what a face wears, as probabilities; models/train/face has
// what they were learnt from and how often they are wrong.
type Wearables struct {
	Glasses float64 // glasses or sunglasses
	Tinted  float64 // their lenses are dark
	Heavy   float64 // their frame is thick and dark
	Mask    float64 // mouth and nose are covered
}

const (
	wearablesSize    = 64
	wearablesPadding = .35
	eyeSize          = 24
)

// Wearables looks for glasses and a mask on the face f, which Find found in
// img. It wraps ErrNoNetwork without the network.
func (a *Analyzer) Wearables(ctx context.Context, img *image.RGBA, f Face) (Wearables, error) {
	if a.nets.Wearables == nil {
		return Wearables{}, ErrNoNetwork
	}
	crop, err := Chip(img, f, wearablesPadding, wearablesSize)
	if err != nil {
		return Wearables{}, err
	}
	out, err := run(ctx, a.nets.Wearables, planar(crop, [3]float32{}, 1./255), output{"probabilities", 4})
	if err != nil {
		return Wearables{}, fmt.Errorf("look for glasses and mask: %w", err)
	}
	p := out[0]
	return Wearables{Glasses: float64(p[0]), Tinted: float64(p[1]), Heavy: float64(p[2]), Mask: float64(p[3])}, nil
}
