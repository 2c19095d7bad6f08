package locate

import (
	"context"
	"fmt"
	"image"

	"portico/engine/imaging"
	"portico/engine/nn"
)

// The picture that the card network takes and the cells it answers for
// (models/train/card/net.py).
const (
	netSide   = 192
	netFitted = 176 // the picture's longer side; a card may reach beyond the picture
	netPad    = 0.5 // what surrounds the picture, 0..1
	netCells  = 48
	netOutput = "card"
)

// Network outlines a card with a network that was trained on drawn cards
// before photographs. It is safe for concurrent use.
type Network struct {
	net nn.Net
	out int
}

// NewNetwork takes the card network, and wraps nn.ErrNoOutput when it is
// another one.
func NewNetwork(net nn.Net) (*Network, error) {
	at, err := nn.Outputs(net, netOutput)
	if err != nil {
		return nil, fmt.Errorf("card network: %w", err)
	}
	return &Network{net: net, out: at[0]}, nil
}

// Seen is what a Network saw in a picture. The zero Seen saw nothing. It does
// not change and is safe for concurrent use.
type Seen struct {
	shares shares
	at     mapping
}

// Look lets the network look at img.
func (n *Network) Look(ctx context.Context, img *image.RGBA) (Seen, error) {
	if img.Rect.Empty() {
		return Seen{}, nil
	}
	input, b := letterboxed(img)
	shares, err := n.run(ctx, input)
	return Seen{shares, b.mapping()}, err
}

// Closer lets the network look at a part of img only, turned four ways, in
// about five times the time of Look. What it saw is told in places of img.
func (n *Network) Closer(ctx context.Context, img *image.RGBA, part image.Rectangle) (Seen, error) {
	part = part.Intersect(img.Rect)
	if part.Empty() {
		return Seen{}, nil
	}
	input, b := letterboxed(img.SubImage(part).(*image.RGBA))
	b.x, b.y = b.x-float64(part.Min.X)*b.scale, b.y-float64(part.Min.Y)*b.scale
	shares, err := n.turned(ctx, input)
	return Seen{shares, b.mapping()}, err
}

// turned returns the mean of what the network answers for the input turned
// four ways. It turns input.
func (n *Network) turned(ctx context.Context, input nn.Tensor) (shares, error) {
	mean := make(shares, netCells*netCells)
	for turns := range 4 {
		got, err := n.run(ctx, input)
		if err != nil {
			return nil, err
		}
		for range (4 - turns) % 4 {
			got = quarterTurn(got, netCells)
		}
		for i, v := range got {
			mean[i] += v / 4
		}
		input.Data = quarterTurn(input.Data, netSide)
	}
	return mean, nil
}

func (n *Network) run(ctx context.Context, input nn.Tensor) (shares, error) {
	out, err := n.net.Run(ctx, input)
	if err != nil {
		return nil, fmt.Errorf("find the card: %w", err)
	}
	if len(out) <= n.out || len(out[n.out].Data) != netCells*netCells {
		return nil, fmt.Errorf("find the card: %w: not %d×%d cells", nn.ErrShape, netCells, netCells)
	}
	return out[n.out].Data, nil
}

// quarterTurn returns square planes of the given side turned clockwise.
func quarterTurn(planes []float32, side int) []float32 {
	out := make([]float32, len(planes))
	for p := 0; p < len(planes); p += side * side {
		for y := range side {
			for x := range side {
				out[p+x*side+side-1-y] = planes[p+y*side+x]
			}
		}
	}
	return out
}

// levels are the shares at which outlines are taken: where one runs into the
// background, a higher one may not, and a lower one reaches a dark corner.
var levels = [...]float64{.5, .3, .7}

// Outlines returns the corners, in the picture, that the largest coherent area
// of card suggests, to about a hundredth of the picture's longer side. There
// are several when it is not clear where the card ends, the likeliest first,
// and none when there is no such area.
func (s Seen) Outlines() []imaging.Quad {
	var found []imaging.Quad
	for _, level := range levels {
		q, ok := s.shares.outline(level)
		if !ok {
			continue
		}
		for i, p := range q {
			q[i] = s.at.fromCells(p)
		}
		found = append(found, q)
	}
	return found
}

// around is how much of a card's own size is looked at on each side of it.
const around = 0.25

// Around returns the part of a picture, in, that is worth a closer look: the
// surroundings of the largest area that may be card. It is empty when there is
// none, and when the card fills the picture anyway.
func (s Seen) Around(in image.Rectangle) image.Rectangle {
	if s.shares == nil {
		return image.Rectangle{}
	}
	area := s.shares.largest(float32(levels[1]))
	if len(area) < leastCells {
		return image.Rectangle{}
	}
	low, high := area[0], area[0]
	for _, p := range area {
		low = imaging.Point{X: min(low.X, p.X), Y: min(low.Y, p.Y)}
		high = imaging.Point{X: max(high.X, p.X), Y: max(high.Y, p.Y)}
	}
	low, high = s.at.fromCells(low), s.at.fromCells(high)
	margin := around * max(high.X-low.X, high.Y-low.Y)
	part := image.Rect(int(low.X-margin), int(low.Y-margin), int(high.X+margin), int(high.Y+margin)).Intersect(in)
	if float64(max(part.Dx(), part.Dy())) > .9*float64(max(in.Dx(), in.Dy())) {
		return image.Rectangle{}
	}
	return part
}

// Overlap returns how well q, clockwise in the picture, is what the network
// took for a card, 0..1: what both hold, divided by what either holds.
func (s Seen) Overlap(q imaging.Quad) float64 {
	if s.shares == nil {
		return 0
	}
	for i, p := range q {
		q[i] = s.at.toCells(p)
	}
	return s.shares.overlap(q)
}

// Without returns what was seen but for the card q, clockwise in the picture,
// and its very edge.
func (s Seen) Without(q imaging.Quad) Seen {
	if s.shares == nil {
		return s
	}
	for i, p := range q {
		q[i] = s.at.toCells(p)
	}
	return Seen{s.shares.without(q), s.at}
}

// mapping takes the pixels of the network's input to those of a picture, and
// back.
type mapping struct{ picture, input imaging.Homography }

const cell = netSide / netCells // pixels of the input

func (m mapping) fromCells(p imaging.Point) imaging.Point {
	return m.picture.Apply(imaging.Point{X: p.X * cell, Y: p.Y * cell})
}

func (m mapping) toCells(p imaging.Point) imaging.Point {
	p = m.input.Apply(p)
	return imaging.Point{X: p.X / cell, Y: p.Y / cell}
}

// box is where a picture lies in the network's input.
type box struct{ x, y, scale float64 }

func (b box) mapping() mapping {
	return mapping{
		picture: imaging.Homography{1 / b.scale, 0, -b.x / b.scale, 0, 1 / b.scale, -b.y / b.scale, 0, 0, 1},
		input:   imaging.Homography{b.scale, 0, b.x, 0, b.scale, b.y, 0, 0, 1},
	}
}

// letterboxed fits img into the network's input. Each of its pixels is the
// mean of the pixels of img below it.
func letterboxed(img *image.RGBA) (nn.Tensor, box) {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	scale := netFitted / float64(max(w, h))
	fw, fh := max(int(float64(w)*scale+.5), 1), max(int(float64(h)*scale+.5), 1)
	ox, oy := (netSide-fw)/2, (netSide-fh)/2
	const plane = netSide * netSide
	input := blank()
	for y := range fh {
		y0 := y * h / fh
		y1 := max((y+1)*h/fh, y0+1)
		for x := range fw {
			x0 := x * w / fw
			x1 := max((x+1)*w/fw, x0+1)
			var r, g, b int
			for v := y0; v < y1; v++ {
				for p := img.Pix[v*img.Stride+4*x0 : v*img.Stride+4*x1]; len(p) >= 4; p = p[4:] {
					r, g, b = r+int(p[0]), g+int(p[1]), b+int(p[2])
				}
			}
			k := 1 / (255 * float32((y1-y0)*(x1-x0)))
			at := (oy+y)*netSide + ox + x
			input.Data[at], input.Data[plane+at], input.Data[2*plane+at] = float32(r)*k, float32(g)*k, float32(b)*k
		}
	}
	return input, box{float64(ox), float64(oy), scale}
}

// blank returns an input that shows nothing.
func blank() nn.Tensor {
	data := make([]float32, 3*netSide*netSide)
	for i := range data {
		data[i] = netPad
	}
	return nn.Tensor{Shape: []int64{1, 3, netSide, netSide}, Data: data}
}
