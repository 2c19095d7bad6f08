package mrz

import (
	"image"
	"math"

	"portico/engine/imaging"
)

// The strips that the glyph network takes (models/train/mrz/net.py): a line
// normalised to stripRows rows, stripPitch columns a character and capitals of
// stripCap rows; the network answers every stripStride columns.
const (
	stripRows   = 24
	stripPitch  = 12
	stripCap    = 15
	stripStride = 2
	margin      = 3 // characters kept on both sides of a line
)

// fit is where a line of characters lies in the picture: the middles of its
// left and right end, the width of a character and the height of a capital,
// relative to the proportions of a strip. On a page that curves or recedes the
// line is no straight ruler: bow is how far its middle lies below the line
// between the ends, lean how far the middle character lies to the right of
// the middle, both in strip pixels.
type fit struct {
	left, right imaging.Point
	pitch, tall float64
	bow, lean   float64
}

// pixel returns the size of a strip's pixel along and across the line.
func (f fit) pixel() (x, y float64) { return f.pitch / stripPitch, f.pitch / stripPitch * f.tall }

func (f fit) shift(d imaging.Point, t float64) fit {
	f.left, f.right = along(f.left, d, t), along(f.right, d, t)
	return f
}

func (f fit) middle() imaging.Point { return along(f.left, sub(f.right, f.left), .5) }

// upsideDown is the same line read the other way.
func (f fit) upsideDown() fit {
	f.left, f.right, f.bow, f.lean = f.right, f.left, -f.bow, -f.lean
	return f
}

// longer is the line with so many characters more, half on either side.
func (f fit) longer(characters float64) fit {
	u, _ := axes(f.left, f.right)
	f.left, f.right = along(f.left, u, -characters/2*f.pitch), along(f.right, u, characters/2*f.pitch)
	return f
}

// pyramid is a picture and its halvings, so that a strip is always cut from
// pixels about as large as its own.
type pyramid []*image.Gray

func newPyramid(g *image.Gray) pyramid {
	p := pyramid{g}
	for min(g.Rect.Dx(), g.Rect.Dy()) >= 2*stripRows && max(g.Rect.Dx(), g.Rect.Dy()) >= 2*coarsest {
		g = half(g)
		p = append(p, g)
	}
	return p
}

// coarsest is the length below which a picture is not halved further: the
// characters of a zone that fills it are then 24 pixels wide.
const coarsest = 44 * 2 * stripPitch

func half(g *image.Gray) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, g.Rect.Dx()/2, g.Rect.Dy()/2))
	for y := range out.Rect.Dy() {
		a, b, dst := g.Pix[2*y*g.Stride:], g.Pix[(2*y+1)*g.Stride:], out.Pix[y*out.Stride:][:out.Rect.Dx()]
		for x := range dst {
			dst[x] = uint8((int(a[2*x]) + int(a[2*x+1]) + int(b[2*x]) + int(b[2*x+1]) + 2) / 4)
		}
	}
	return out
}

// strip cuts the line and the margins beside it out of the picture, as luma;
// columns is even.
func (p pyramid) strip(f fit) (luma []uint8, columns int) {
	kx, ky := f.pixel()
	u, v := axes(f.left, f.right)
	columns = int(math.Round(imaging.Dist(f.left, f.right)/kx))/2*2 + 2*margin*stripPitch
	o := along(along(f.left, u, -margin*f.pitch), v, -ky*stripRows/2)
	level, scale := 0, 1.0
	for level+1 < len(p) && kx/scale >= 2 {
		level++
		scale *= 2
	}
	dx := imaging.Point{X: u.X * kx / scale, Y: u.Y * kx / scale}
	dy := imaging.Point{X: v.X * ky / scale, Y: v.Y * ky / scale}
	o = imaging.Point{X: o.X / scale, Y: o.Y / scale}
	return resample(p[level], o, dx, dy, f.curve(columns), stripRows), columns
}

// curve returns where each column of a strip lies, along and across the line,
// in strip pixels.
func (f fit) curve(columns int) []imaging.Point {
	out := make([]imaging.Point, columns)
	half := float64(columns)/2 - margin*stripPitch
	for c := range out {
		t := (float64(c) + .5 - float64(columns)/2) / half
		bend := 1 - t*t
		out[c] = imaging.Point{X: float64(c) + f.lean*bend, Y: f.bow * bend}
	}
	return out
}
