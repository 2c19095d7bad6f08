package face

import (
	"context"
	"fmt"
	"image"
	"math"

	"portico/engine/imaging"
)

const (
	personSize   = 256 // pixels per side of the network's input
	personMargin = 1.3 // side of its view over the height of the token image
)

// person is a mask of the person around one face: the share of person, 0 to 1,
// in a square of the picture.
type person struct {
	view  square
	share []float32 // personSize rows of personSize
}

// segment tells the person of f from what is behind.
func (a *Analyzer) segment(ctx context.Context, img *image.RGBA, f Face) (person, error) {
	box := TokenBox(f)
	p := person{view: square{
		center: imaging.Point{X: (box[0].X + box[2].X) / 2, Y: (box[0].Y + box[2].Y) / 2},
		side:   personMargin * imaging.Dist(box[1], box[2]),
		angle:  math.Atan2(box[1].Y-box[0].Y, box[1].X-box[0].X),
	}}
	crop, err := cut(img, p.view, personSize)
	if err != nil {
		return p, err
	}
	out, err := run(ctx, a.nets.Person, interleaved(crop, 1./255, 0), output{"activation_10", personSize * personSize})
	if err != nil {
		return p, fmt.Errorf("tell the person from the background: %w", err)
	}
	p.share = out[0]
	return p, nil
}

// at returns the share of person at a place of the picture, between the
// network's cells linearly.
func (p person) at(q imaging.Point) float64 {
	sin, cos := math.Sincos(-p.view.angle)
	dx, dy := q.X-p.view.center.X, q.Y-p.view.center.Y
	u := ((dx*cos-dy*sin)/p.view.side+.5)*personSize - .5
	v := ((dx*sin+dy*cos)/p.view.side+.5)*personSize - .5
	x, y := int(math.Floor(u)), int(math.Floor(v))
	fx, fy := u-float64(x), v-float64(y)
	cell := func(x, y int) float64 {
		return float64(p.share[min(max(y, 0), personSize-1)*personSize+min(max(x, 0), personSize-1)])
	}
	return (cell(x, y)*(1-fx)+cell(x+1, y)*fx)*(1-fy) + (cell(x, y+1)*(1-fx)+cell(x+1, y+1)*fx)*fy
}

// background returns how uniform the picture is behind the person within the
// token image: 1 less the standard deviation of its luma over unevenLuma. A
// picture without background is uniform.
func (a *Analyzer) background(ctx context.Context, img *image.RGBA, f Face) (float64, error) {
	p, err := a.segment(ctx, img, f)
	if err != nil {
		return 0, err
	}
	g := imaging.Gray(img)
	box := TokenBox(f)
	const steps = 64
	var n, sum, squares float64
	for i := range steps * steps {
		u, v := (float64(i%steps)+.5)/steps, (float64(i/steps)+.5)/steps
		q := imaging.Point{
			X: box[0].X + u*(box[1].X-box[0].X) + v*(box[3].X-box[0].X),
			Y: box[0].Y + u*(box[1].Y-box[0].Y) + v*(box[3].Y-box[0].Y),
		}
		at := image.Pt(int(math.Floor(q.X)), int(math.Floor(q.Y)))
		if !at.In(img.Rect) || p.at(q) > surelyBehind {
			continue
		}
		luma := float64(g.GrayAt(at.X, at.Y).Y)
		n, sum, squares = n+1, sum+luma, squares+luma*luma
	}
	if n < 2 {
		return 1, nil
	}
	spread := math.Sqrt(math.Max(0, squares/n-sum*sum/n/n))
	return 1 - math.Min(1, spread/unevenLuma), nil
}

// RemoveBackground returns a copy of img with white where the person of f is
// not, softly at the outline. It wraps ErrNoNetwork without the network.
func (a *Analyzer) RemoveBackground(ctx context.Context, img *image.RGBA, f Face) (*image.RGBA, error) {
	if a.nets.Person == nil {
		return nil, ErrNoNetwork
	}
	p, err := a.segment(ctx, img, f)
	if err != nil {
		return nil, err
	}
	out := image.NewRGBA(img.Rect)
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			share := p.at(imaging.Point{X: float64(x) + .5, Y: float64(y) + .5})
			i := img.PixOffset(x, y)
			for c := range 3 {
				out.Pix[i+c] = uint8(float64(img.Pix[i+c])*share + 255*(1-share) + .5)
			}
			out.Pix[i+3] = 255
		}
	}
	return out, nil
}
