package locate

import (
	"context"
	"image"
	"math"

	"portico/engine/imaging"
	"portico/engine/nn"
)

// margins is how much of a card's width the straightened looks take in on each
// side of it: first enough to tell the card from a panel printed on it, then
// less, so that more of the cells are card.
var margins = [...]float64{.25, .12}

// Settle is Choose for a picture that there is time for: it straightens the
// surroundings of the likeliest card, lets the network look again, which may
// show another outline, and does so once more. It takes about nine times the
// time of Look.
func (n *Network) Settle(ctx context.Context, small *image.RGBA, candidates []imaging.Quad, seen Seen) (Card, bool, error) {
	found := propose(small, candidates, seen)
	card, ok := found.best(lookAtAll, seen)
	if !ok {
		return card, false, nil
	}
	var looks []Seen
	for _, margin := range margins {
		straight, err := n.straight(ctx, small, card.Corners, margin)
		if err != nil {
			return Card{}, false, err
		}
		if straight.shares == nil {
			continue
		}
		looks = append(looks, straight)
		found.add(straight)
		card, _ = found.best(lookStraight, looks...)
	}
	return card, card.Confidence >= sure, nil
}

// straight lets the network look at q, clockwise with a long side first, and
// at what lies beside it up to the given share of its width, as a camera
// upright above it would see them, turned four ways. It sees nothing where q is
// tilted so much that its surroundings reach the horizon.
func (n *Network) straight(ctx context.Context, img *image.RGBA, q imaging.Quad, margin float64) (Seen, error) {
	w, h := sides(q)
	scale := netFitted / ((1 + 2*margin) * w)
	upright := centred(scale*w, scale*h)
	picture, err := imaging.Between(upright, q)
	if err != nil {
		return Seen{}, nil
	}
	input, err := imaging.Between(q, upright)
	if err != nil {
		return Seen{}, nil
	}
	part := centred(netFitted, scale*(h+2*margin*w))
	if !beforeHorizon(part, picture) {
		return Seen{}, nil
	}
	shares, err := n.turned(ctx, sampled(img, picture, part.Bounds()))
	return Seen{shares, mapping{picture, input}}, err
}

// centred returns the corners of w×h pixels in the middle of the input.
func centred(w, h float64) imaging.Quad {
	x, y := (netSide-w)/2, (netSide-h)/2
	return imaging.Quad{{X: x, Y: y}, {X: x + w, Y: y}, {X: x + w, Y: y + h}, {X: x, Y: y + h}}
}

// beforeHorizon reports whether q stays convex in the picture.
func beforeHorizon(q imaging.Quad, picture imaging.Homography) bool {
	for i, p := range q {
		q[i] = picture.Apply(p)
	}
	for i, p := range q {
		if turn(p, q[(i+1)%4], q[(i+2)%4]) <= 0 {
			return false
		}
	}
	return true
}

// sampled returns an input whose part shows img where picture takes it.
func sampled(img *image.RGBA, picture imaging.Homography, part image.Rectangle) nn.Tensor {
	const fine = 3 // samples of a pixel, both ways
	input := blank()
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			var sum [3]float32
			for i := range fine * fine {
				p := picture.Apply(imaging.Point{X: float64(x) + (float64(i%fine)+.5)/fine, Y: float64(y) + (float64(i/fine)+.5)/fine})
				at := image.Pt(int(math.Floor(p.X)), int(math.Floor(p.Y)))
				if !at.In(img.Rect) {
					for c := range sum {
						sum[c] += 255 * netPad
					}
					continue
				}
				for c, v := range img.Pix[img.PixOffset(at.X, at.Y):][:3] {
					sum[c] += float32(v)
				}
			}
			for c, v := range sum {
				input.Data[(c*netSide+y)*netSide+x] = v / (255 * fine * fine)
			}
		}
	}
	return input
}
