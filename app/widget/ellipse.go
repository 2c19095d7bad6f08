package widget

import (
	"image"
	"image/color"

	"golang.org/x/image/vector"
)

// bend is how far the handles of a cubic Bézier lie from its ends, in radii,
// where it is a quarter of an ellipse.
const bend = .5522847498

// ellipse draws the outline of an ellipse that touches the sides of a picture
// of w×h pixels: a line 4 units wide with a shadow of 2 at either side, each
// unit scale pixels. It takes a millisecond or two where fyne's drawing of an
// SVG takes tens, and a growing oval is drawn with every picture.
func ellipse(w, h int, scale float32, line color.Color) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	r := vector.NewRasterizer(w, h)
	ring := func(inset, width float32, c color.Color) {
		r.Reset(w, h)
		outline(r, inset*scale, false)
		outline(r, (inset+width)*scale, true) // the other way round, it is a hole
		r.Draw(img, img.Rect, image.NewUniform(c), image.Point{})
	}
	ring(0, 8, darkLine)
	ring(2, 4, line)
	return img
}

// outline adds the ellipse that stays inset pixels away from the sides.
func outline(r *vector.Rasterizer, inset float32, backwards bool) {
	size := r.Size()
	x, y := float32(size.X)/2, float32(size.Y)/2 // the middle
	across, down := max(x-inset, 0), max(y-inset, 0)
	if backwards {
		down = -down
	}
	r.MoveTo(x+across, y)
	r.CubeTo(x+across, y+bend*down, x+bend*across, y+down, x, y+down)
	r.CubeTo(x-bend*across, y+down, x-across, y+bend*down, x-across, y)
	r.CubeTo(x-across, y-bend*down, x-bend*across, y-down, x, y-down)
	r.CubeTo(x+bend*across, y-down, x+across, y-bend*down, x+across, y)
	r.ClosePath()
}
