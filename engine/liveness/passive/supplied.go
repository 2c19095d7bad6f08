package passive

import (
	"context"
	"errors"
	"fmt"
	"image"
	"math"

	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/nn"
)

// Supplied describes a network that an operator supplies in place of our own:
// one that looks at crops of a face and gives the probabilities of classes.
type Supplied struct {
	File   string  `toml:"file"`   // an ONNX model
	SHA256 string  `toml:"sha256"` // of the file, hexadecimal
	Inputs []Input `toml:"inputs"` // in the model's order
	Live   int     `toml:"live"`   // index of the class of live faces
	BGR    bool    `toml:"bgr"`    // blue first
	White  float64 `toml:"white"`  // value of white: 1, which 0 means, or 255
}

// ErrSupplied is wrapped where a description cannot be that of a network.
var ErrSupplied = errors.New("passive: description of a supplied network")

const (
	mostInputs    = 8
	mostSide      = 1024
	mostCropScale = 10
)

// Check returns nil where the description can be used.
func (s Supplied) Check() error {
	var errs []error
	say := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if s.File == "" {
		say("file: none")
	}
	if len(s.SHA256) != 64 {
		say("sha256: %d characters, not 64 hexadecimal digits", len(s.SHA256))
	}
	if len(s.Inputs) == 0 || len(s.Inputs) > mostInputs {
		say("inputs: %d, not 1 to %d", len(s.Inputs), mostInputs)
	}
	for i, in := range s.Inputs {
		if in.Side < 1 || in.Side > mostSide {
			say("inputs: %d: side of %d pixels, not 1 to %d", i+1, in.Side, mostSide)
		}
		if !(in.Scale >= 0 && in.Scale <= mostCropScale) {
			say("inputs: %d: scale %v, not 0 to %d", i+1, in.Scale, mostCropScale)
		}
	}
	if s.Live < 0 {
		say("live: class %d", s.Live)
	}
	if s.White != 0 && s.White != 1 && s.White != 255 {
		say("white: %v, neither 1 nor 255", s.White)
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("%w: %w", ErrSupplied, err)
	}
	return nil
}

// Network is net as s describes it, after it was tried on a grey picture: a
// model of other inputs or classes is refused here and not before a visitor.
func (s Supplied) Network(ctx context.Context, net nn.Net) (*Network, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	n := &Network{Net: net, Inputs: s.Inputs, Live: s.Live, BGR: s.BGR, Most: float32(s.White)}
	side := 2
	for _, in := range s.Inputs {
		side = max(side, in.Side)
	}
	grey := image.NewRGBA(image.Rect(0, 0, side, side))
	for i := range grey.Pix {
		grey.Pix[i] = math.MaxUint8 / 2
	}
	middle := imaging.Point{X: float64(side) / 2, Y: float64(side) / 2}
	if _, _, err := n.copied(ctx, grey, face.Face{Box: imaging.RotatedRect(middle, float64(side), float64(side), 0)}); err != nil {
		return nil, fmt.Errorf("%w: on trial: %w", ErrSupplied, err)
	}
	return n, nil
}
