package puppet

import (
	"image"
	"image/color"
	"math"
	"slices"

	"portico/engine/imaging"
)

// eye is an eyeball behind its lids: a picture of it that goes on where the
// lids of the portrait hide it, so that it can turn.
type eye struct {
	lids   []int // vertices of the lid line, clockwise as the picture shows it
	ball   *image.RGBA
	origin imaging.Point // of ball in the portrait
}

// Lid lines of the person's right and left eye, clockwise from the corner on
// the picture's left over the upper lid, and the pupils' vertices, each before
// four on the rim of its iris.
var (
	lidLines = [2][]int{
		{33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7},
		{362, 398, 384, 385, 386, 387, 388, 466, 263, 249, 390, 373, 374, 380, 381, 382},
	}
	pupils = [2]int{rightPupil, leftPupil}
)

const (
	// otherCorner of an eye, by its place in the lid line.
	otherCorner = 8
	// bare is the part of the lids' opening that is taken for the eyeball's
	// own: at its edge are lashes and their shadow.
	bare = .85
	// around the opening, in its width, the eyeball goes on.
	around = .5
)

// newEye takes an eyeball out of the portrait. Hidden parts of the iris look
// as its sides do, at the same distance from the pupil; what else is hidden is
// as white as what can be seen.
func (p *Puppet) newEye(lids []int, pupil int) eye {
	opening := make([]imaging.Point, len(lids))
	for i, v := range lids {
		opening[i] = p.texture[v]
	}
	middle, iris, radius := centre(opening), p.texture[pupil], 0.
	for rim := 1; rim <= 4; rim++ {
		radius += imaging.Dist(iris, p.texture[pupil+rim]) / 4
	}
	margin := around * imaging.Dist(opening[0], opening[otherCorner])
	lo, hi := bounds(opening)
	e := eye{lids: lids, origin: imaging.Point{X: math.Floor(lo.X - margin), Y: math.Floor(lo.Y - margin)}}
	e.ball = image.NewRGBA(image.Rect(0, 0, int(hi.X-lo.X+2*margin)+2, int(hi.Y-lo.Y+2*margin)+2))
	seen := func(at imaging.Point) bool {
		return inside(opening, imaging.Point{X: middle.X + (at.X-middle.X)/bare, Y: middle.Y + (at.Y-middle.Y)/bare})
	}
	white := p.white(opening, seen, iris, radius)
	for y := range e.ball.Rect.Dy() {
		for x := range e.ball.Rect.Dx() {
			at := imaging.Point{X: e.origin.X + float64(x) + .5, Y: e.origin.Y + float64(y) + .5}
			from, value := imaging.Dist(at, iris), [3]float64{white, white, white}
			switch {
			case seen(at):
				value = sample(p.portrait, at.X, at.Y)
			case from <= radius:
				value = sample(p.portrait, iris.X+math.Copysign(from, at.X-iris.X), iris.Y)
			}
			e.ball.SetRGBA(x, y, color.RGBA{level(value[0]), level(value[1]), level(value[2]), 255})
		}
	}
	return e
}

// white is how bright the eye is beside the iris, lashes and shadows apart: of
// what is seen there, or of the whole eye where nothing is, the upper quartile.
func (p *Puppet) white(opening []imaging.Point, seen func(imaging.Point) bool, iris imaging.Point, radius float64) float64 {
	lo, hi := bounds(opening)
	var beside, whole []float64
	for y := lo.Y; y < hi.Y; y++ {
		for x := lo.X; x < hi.X; x++ {
			at := imaging.Point{X: x, Y: y}
			if !seen(at) {
				continue
			}
			v := sample(p.portrait, x, y)
			whole = append(whole, (v[0]+v[1]+v[2])/3)
			if imaging.Dist(at, iris) > radius {
				beside = append(beside, whole[len(whole)-1])
			}
		}
	}
	if len(beside) == 0 {
		beside = whole
	}
	if len(beside) == 0 { // lids that are shut
		return 0
	}
	slices.Sort(beside)
	return beside[len(beside)*3/4]
}

// look draws the eyeballs where the lids are open. Head are the vertices in
// the face's own frame, skin in the camera's.
func (p *Puppet) look(c *canvas, pose Pose, head []vec, skin []corner) {
	if pose.Across == 0 && pose.Below == 0 {
		return // as on the portrait
	}
	for _, e := range p.eyes {
		var middle corner
		rim := make([]corner, len(e.lids))
		for i, l := range e.lids {
			h, at := head[l], skin[l].at
			rim[i] = corner{
				at:    vec{at.x * beforeSkin, at.y * beforeSkin, at.z * beforeSkin},
				from:  imaging.Point{X: p.middle.X + (h.x-pose.Across*irisAcross)*p.unit - e.origin.X, Y: p.middle.Y + (h.y-pose.Below*irisBelow)*p.unit - e.origin.Y},
				shade: skin[l].shade,
			}
			middle = middle.plus(rim[i], 1/float64(len(e.lids)))
		}
		for i := range rim {
			c.triangle([3]corner{rim[i], rim[(i+1)%len(rim)], middle}, e.ball)
		}
	}
}

// beforeSkin brings the eyeball, which stays where it is in the picture, before
// the portrait's own.
const beforeSkin = .95

func (c corner) plus(o corner, share float64) corner {
	c.at = vec{c.at.x + share*o.at.x, c.at.y + share*o.at.y, c.at.z + share*o.at.z}
	c.from = imaging.Point{X: c.from.X + share*o.from.X, Y: c.from.Y + share*o.from.Y}
	for k := range c.shade {
		c.shade[k] += share * o.shade[k]
	}
	return c
}

func centre(points []imaging.Point) (c imaging.Point) {
	for _, q := range points {
		c.X, c.Y = c.X+q.X/float64(len(points)), c.Y+q.Y/float64(len(points))
	}
	return c
}

func bounds(points []imaging.Point) (lo, hi imaging.Point) {
	lo, hi = points[0], points[0]
	for _, q := range points {
		lo.X, lo.Y = math.Min(lo.X, q.X), math.Min(lo.Y, q.Y)
		hi.X, hi.Y = math.Max(hi.X, q.X), math.Max(hi.Y, q.Y)
	}
	return lo, hi
}

// inside reports whether at lies within the polygon: a ray from it crosses an
// odd number of its sides.
func inside(polygon []imaging.Point, at imaging.Point) bool {
	in := false
	for i, a := range polygon {
		b := polygon[(i+1)%len(polygon)]
		if (a.Y > at.Y) != (b.Y > at.Y) && at.X < a.X+(at.Y-a.Y)*(b.X-a.X)/(b.Y-a.Y) {
			in = !in
		}
	}
	return in
}
