package puppet

import (
	"image"
	"math"
	"math/rand/v2"

	"portico/engine/imaging"
)

// Medium is what a flat copy is made of.
type Medium int

// The media.
const (
	// Print throws back the light that falls on it, like skin.
	Print Medium = iota
	// Screen shines by itself, and throws back little but its cover's glare.
	Screen
)

const (
	coverDiffuse = .03 // of the light on a screen
	coverGlare   = .3  // of it in the middle of the glare
	glareWidth   = .08 // radians
)

// Portrait is the picture that the puppet was made of and the distance of the
// outer eye corners on it in pixels, for Flat.
func (p *Puppet) Portrait() (*image.RGBA, float64, imaging.Point) {
	return p.portrait, p.unit, p.middle
}

// Flat draws a sheet or a screen that shows picture, on which a distance of
// outer eye corners is unit pixels and the eyes' middle is at middle. Of pose
// it takes the place and the turn.
func Flat(s Scene, picture *image.RGBA, unit float64, middle imaging.Point, m Medium, pose Pose, l Light, rng *rand.Rand) *image.RGBA {
	c := s.stage(l)
	turn := rotation(pose)
	const steps = 24 // pieces a side, so that light may differ over the sheet
	w, h := float64(picture.Rect.Dx()), float64(picture.Rect.Dy())
	normal := minus(turn(vec{0, 0, -1}), turn(vec{}))
	at := func(i, j int) corner {
		from := imaging.Point{X: w * float64(i) / steps, Y: h * float64(j) / steps}
		v := turn(vec{x: (from.X - middle.X) / unit, y: (from.Y - middle.Y) / unit})
		v = vec{v.x + pose.X, v.y + pose.Y, v.z + pose.Distance}
		shade, gleam := m.shine(l, v, normal)
		return corner{v, from, shade, gleam}
	}
	for j := range steps {
		for i := range steps {
			a, b, d, e := at(i, j), at(i+1, j), at(i+1, j+1), at(i, j+1)
			c.triangle([3]corner{a, b, d}, picture)
			c.triangle([3]corner{a, d, e}, picture)
		}
	}
	return c.exposed(s.Noise, rng)
}

// shine is what the medium makes of the light at v: matt over the picture, and
// mirrored on top of it.
func (m Medium) shine(l Light, v, n vec) (shade, gleam [3]float64) {
	if m == Print {
		return l.on(v, n), gleam
	}
	// The kiosk's screen is beside the camera, so glare shows where the cover
	// faces both.
	toCamera := unit(vec{-v.x, -v.y, -v.z})
	off := math.Acos(min(1, toCamera.x*n.x+toCamera.y*n.y+toCamera.z*n.z)) / glareWidth
	mirrored := coverDiffuse + coverGlare*math.Exp(-off*off/2)
	for k := range shade {
		shade[k], gleam[k] = 1, mirrored*l.Screen[k]
	}
	return shade, gleam
}
