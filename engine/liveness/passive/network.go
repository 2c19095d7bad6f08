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

// Network is a network that looks at a face and gives the probabilities of
// classes, among them live: our own (Own), or one that an operator supplies.
// It is safe for concurrent use if Net is.
type Network struct {
	Name   string // tells it from others, as its hash does
	Net    nn.Net
	Inputs []Input // in Net's order
	Live   int     // index of the class
	BGR    bool    // blue first
	Most   float32 // what white is: 1 or 255; 0 means 1
}

// Input is one picture that a Network looks at, with channels first.
type Input struct {
	Side int `toml:"side"` // pixels
	// Scale is the side of the crop around the face over the face's longer
	// side; 0 is for patches of the face at the picture's own resolution, nine
	// of which are looked at.
	Scale float64 `toml:"scale"`
}

// ErrNetwork is wrapped where a network is not what its description says.
var ErrNetwork = errors.New("passive: not a network that tells live from copied")

// Own describes the network of models/train/spoof.
func Own(name string, net nn.Net) *Network {
	return &Network{Name: name, Net: net, Inputs: []Input{{Side: 64}, {Side: 64, Scale: 1.2}}, Live: 0}
}

const (
	innerFace = .6 // side of the square that patches come from, over the face's longer side
	grid      = 3  // patches a side
	leastOdds = 1e-6
)

// copied returns the mean logarithm of the odds that f is a copy. False when
// the picture is smaller than a patch.
func (n *Network) copied(ctx context.Context, img *image.RGBA, f face.Face) (float64, bool, error) {
	side := math.Max(imaging.Dist(f.Box[0], f.Box[1]), imaging.Dist(f.Box[1], f.Box[2]))
	middle := imaging.Point{X: (f.Box[0].X + f.Box[2].X) / 2, Y: (f.Box[0].Y + f.Box[2].Y) / 2}
	patches := 1
	fixed := make([]nn.Tensor, len(n.Inputs))
	for i, in := range n.Inputs {
		switch {
		case in.Scale == 0 && min(img.Rect.Dx(), img.Rect.Dy()) < in.Side:
			return 0, false, nil
		case in.Scale == 0:
			patches = grid * grid
		default:
			fixed[i] = n.tensor(around(img, middle, in.Scale*side, in.Side))
		}
	}
	var sum float64
	for p := range patches {
		tensors := append([]nn.Tensor(nil), fixed...)
		for i, in := range n.Inputs {
			if in.Scale == 0 {
				tensors[i] = n.tensor(imaging.Crop(img, place(img, middle, side, in.Side, p)))
			}
		}
		out, err := n.Net.Run(ctx, tensors...)
		if err != nil {
			return 0, false, fmt.Errorf("look for a copy: %w", err)
		}
		live, err := n.live(out)
		if err != nil {
			return 0, false, err
		}
		sum += math.Log(math.Max(1-live, leastOdds) / math.Max(live, leastOdds))
	}
	return sum / float64(patches), true, nil
}

// live is the probability of that class.
func (n *Network) live(out []nn.Tensor) (float64, error) {
	if len(out) != 1 || n.Live < 0 || n.Live >= len(out[0].Data) {
		return 0, fmt.Errorf("%w: %d outputs, no class %d", ErrNetwork, len(out), n.Live)
	}
	p := float64(out[0].Data[n.Live])
	if !(p >= 0 && p <= 1) {
		return 0, fmt.Errorf("%w: class %d is %v, no probability", ErrNetwork, n.Live, p)
	}
	return p, nil
}

// place is where patch p of the grid over the inner face lies, inside img.
func place(img *image.RGBA, middle imaging.Point, side float64, size, p int) image.Rectangle {
	reach := math.Max(0, innerFace*side-float64(size)) / 2
	u, v := float64(p%grid-1), float64(p/grid-1)
	x := int(middle.X + u*reach - float64(size)/2)
	y := int(middle.Y + v*reach - float64(size)/2)
	x = min(max(x, 0), img.Rect.Dx()-size)
	y = min(max(y, 0), img.Rect.Dy()-size)
	return image.Rect(x, y, x+size, y+size)
}

// around cuts the square of this side out of img and makes it size pixels
// wide; beyond the picture its edge goes on.
func around(img *image.RGBA, middle imaging.Point, side float64, size int) *image.RGBA {
	n := max(1, int(math.Round(side)))
	x0, y0 := int(math.Round(middle.X-side/2)), int(math.Round(middle.Y-side/2))
	crop := image.NewRGBA(image.Rect(0, 0, n, n))
	for y := range n {
		from := min(max(y0+y, 0), img.Rect.Dy()-1)
		for x := range n {
			copy(crop.Pix[crop.PixOffset(x, y):][:4], img.Pix[img.PixOffset(min(max(x0+x, 0), img.Rect.Dx()-1), from):][:4])
		}
	}
	return imaging.Resize(crop, size, size)
}

// tensor is a picture with channels first.
func (n *Network) tensor(img *image.RGBA) nn.Tensor {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	t := nn.Tensor{Shape: []int64{1, 3, int64(h), int64(w)}, Data: make([]float32, 3*w*h)}
	scale := n.Most / 255
	if n.Most == 0 {
		scale = 1. / 255
	}
	for y := range h {
		for x := range w {
			pix := img.Pix[img.PixOffset(x, y):][:3]
			for k, v := range pix {
				c := k
				if n.BGR {
					c = 2 - k
				}
				t.Data[c*w*h+y*w+x] = scale * float32(v)
			}
		}
	}
	return t
}
