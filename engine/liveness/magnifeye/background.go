package magnifeye

import (
	"image"
	"math"

	"portico/engine/imaging"
	"portico/engine/liveness/track"
)

const (
	// compared is by how much the face must have grown between the two frames
	// whose backgrounds are compared, headWide and headHigh how much of the
	// picture belongs to the visitor, in distances of the pupils.
	compared                   = 1.6
	headWide, headHigh         = 2.2, 2.6
	leastBackground            = .05 // of the picture
	leastContrast              = 4.  // levels, standard deviation
	shoulders                  = 1.2 // distances of the pupils below the nose: the visitor from there on
	notCompared        float64 = 0
)

// background says whether what is around the face stands still while it comes
// closer (1) or grows with it (−1), as around a face on a sheet or a screen
// that is brought closer: the difference of the correlations of both.
// False when there is too little to see.
func background(far, near track.Frame) (float64, bool) {
	if far.Scene == nil || near.Scene == nil || far.Scene.Rect != near.Scene.Rect {
		return 0, false
	}
	scale := float64(near.Scene.Rect.Dx()) / float64(near.Size.X)
	nose, from := near.Face.Landmarks[2], far.Face.Landmarks[2]
	grown := near.Face.EyeDistance / far.Face.EyeDistance
	var still, grows pair
	for y := range near.Scene.Rect.Dy() {
		for x := range near.Scene.Rect.Dx() {
			px, py := (float64(x)+.5)/scale, (float64(y)+.5)/scale
			dx, dy := (px-nose.X)/near.Face.EyeDistance, (py-nose.Y)/near.Face.EyeDistance
			if dy > shoulders || math.Abs(dx) < headWide && dy > -headHigh {
				continue
			}
			v := float64(near.Scene.GrayAt(x, y).Y)
			still.add(v, float64(far.Scene.GrayAt(x, y).Y))
			at := imaging.Point{X: from.X + (px-nose.X)/grown, Y: from.Y + (py-nose.Y)/grown}
			if p := image.Pt(int(at.X*scale), int(at.Y*scale)); p.In(far.Scene.Rect) {
				grows.add(v, float64(far.Scene.GrayAt(p.X, p.Y).Y))
			}
		}
	}
	area := float64(near.Scene.Rect.Dx() * near.Scene.Rect.Dy())
	if still.n < leastBackground*area || grows.n < leastBackground*area || still.contrast() < leastContrast {
		return 0, false
	}
	return still.correlation() - grows.correlation(), true
}

// pair sums up pairs of values.
type pair struct{ n, a, b, aa, bb, ab float64 }

func (p *pair) add(a, b float64) {
	p.n++
	p.a, p.b, p.aa, p.bb, p.ab = p.a+a, p.b+b, p.aa+a*a, p.bb+b*b, p.ab+a*b
}

func (p *pair) contrast() float64 { return math.Sqrt(math.Max(0, p.aa/p.n-p.a*p.a/p.n/p.n)) }

func (p *pair) correlation() float64 {
	a, b := p.aa-p.a*p.a/p.n, p.bb-p.b*p.b/p.n
	if a <= 0 || b <= 0 {
		return 0
	}
	return (p.ab - p.a*p.b/p.n) / math.Sqrt(a*b)
}
