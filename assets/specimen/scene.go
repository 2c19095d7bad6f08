package specimen

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"

	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"
)

// Pose is how a card lies in a picture.
type Pose struct {
	X, Y  float64 // its centre, in fractions of the picture
	Width float64 // of the card, in fractions of the picture's width
	Angle float64 // radians, clockwise as seen on the screen
}

// OnDesk photographs a card from above on a w×h picture: a wooden desk, a soft
// shadow, sensor noise. Equal arguments give equal pixels.
func OnDesk(card *image.RGBA, w, h int, p Pose) *image.RGBA {
	img := desk(w, h)
	scale := p.Width * float64(w) / float64(card.Rect.Dx())
	place := func(dx, dy float64) f64.Aff3 {
		s, c := math.Sincos(p.Angle)
		s, c = s*scale, c*scale
		cx, cy := float64(card.Rect.Dx())/2, float64(card.Rect.Dy())/2
		return f64.Aff3{
			c, -s, p.X*float64(w) + dx - c*cx + s*cy,
			s, c, p.Y*float64(h) + dy - s*cx - c*cy,
		}
	}
	shadow := image.NewRGBA(card.Rect) // a picture, which is transformed ten times as fast as a colour behind a mask
	draw.DrawMask(shadow, shadow.Rect, image.NewUniform(color.RGBA{0, 0, 0, 40}), image.Point{}, card, card.Rect.Min, draw.Src)
	for i := 1; i <= 3; i++ {
		draw.BiLinear.Transform(img, place(float64(2*i), float64(3*i)), shadow, card.Rect, draw.Over, nil)
	}
	draw.BiLinear.Transform(img, place(0, 0), card, card.Rect, draw.Over, nil)
	return grain(img, 2)
}

func desk(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	dark, pale := rgb{92, 66, 48}, rgb{128, 96, 70}
	for y := range h {
		for x := range w {
			u, v := float64(x)/float64(h), float64(y)/float64(h)
			ring := math.Sin(26*v + 3*math.Sin(2.1*u) + .7*math.Sin(11*u+4*v))
			light := 1.08 - .22*math.Hypot(u-.8, v-.4)
			img.SetRGBA(x, y, dark.mix(pale, .5+.35*ring).times(light).color())
		}
	}
	return img
}

// grain adds sensor noise of the given deviation.
func grain(img *image.RGBA, dev float64) *image.RGBA {
	r := rand.New(rand.NewPCG(7, 7))
	for i := 0; i < len(img.Pix); i += 4 {
		n := r.NormFloat64() * dev
		for c := range 3 {
			img.Pix[i+c] = uint8(min(max(float64(img.Pix[i+c])+n, 0), 255))
		}
	}
	return img
}

// InRoom photographs a person in front of a wall: dx and dy move the head, in
// fractions of the picture's height.
func InRoom(p Person, w, h int, dx, dy float64) *image.RGBA {
	fw, fh := float64(w), float64(h)
	return p.Draw(w, h, fw/2+dx*fh, fh*(.44+dy), fh*.20, func(x, y int) color.RGBA { return wall(float64(x)/fw, float64(y)/fh) })
}

// Room is the wall of InRoom without anybody before it.
func Room(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, wall(float64(x)/float64(w), float64(y)/float64(h)))
		}
	}
	return grain(img, 2)
}

// wall is its colour at u, v, in fractions of the picture.
func wall(u, v float64) color.RGBA {
	c := rgb{196, 200, 198}.times(1.05 - .25*math.Hypot(u-.3, v-.2))
	if u > .78 && u < .95 && v > .12 && v < .55 { // a picture hangs there
		c = rgb{120, 132, 150}.times(1.1 - .4*v)
	}
	return c.color()
}

// IDPhoto is the person's portrait for a card.
func IDPhoto(p Person) *image.RGBA {
	return p.Draw(400, 480, 200, 226, 118, func(int, int) color.RGBA { return color.RGBA{214, 218, 222, 255} })
}
