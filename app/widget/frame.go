package widget

import (
	"image"
	"image/color"

	"golang.org/x/image/vector"
)

// bend is how far the handles of a cubic Bézier lie from its ends, in radii,
// where it is a quarter of an ellipse.
const bend = .5522847498

// frame draws a part of the outline that touches the sides of a picture of a
// size in pixels: of a rectangle with round corners, or of an ellipse where corner
// is 0. Its line is 4 units wide with a shadow of 2 at either side; a unit is scale
// pixels. That takes a fraction of a millisecond where fyne's drawing of an SVG
// takes tens, and a growing oval is drawn with every picture. On the screen it
// costs a software OpenGL a fraction of fyne's rectangles, which are computed for
// every pixel that they surround.
func frame(size image.Point, part image.Rectangle, corner, scale float32, line color.Color) *image.RGBA {
	img := image.NewRGBA(image.Rectangle{Max: part.Size()})
	r := vector.NewRasterizer(part.Dx(), part.Dy())
	ring := func(inset, width float32, c color.Color) {
		r.Reset(part.Dx(), part.Dy())
		outline(r, size, part.Min, inset*scale, corner*scale, false)
		outline(r, size, part.Min, (inset+width)*scale, corner*scale, true) // the other way round, it is a hole
		r.Draw(img, img.Rect, image.NewUniform(c), image.Point{})
	}
	ring(0, 8, darkLine)
	ring(2, 4, line)
	return img
}

// outline adds the shape that stays inset pixels away from the sides of a size, as
// seen from a place in it. Its corners are quarters of ellipses, those of an ellipse
// as large as fits.
func outline(r *vector.Rasterizer, size, from image.Point, inset, corner float32, backwards bool) {
	half := [2]float32{float32(size.X) / 2, float32(size.Y) / 2}
	x, y := half[0]-float32(from.X), half[1]-float32(from.Y)
	across, down := max(half[0]-inset, 0), max(half[1]-inset, 0)
	round, steep := across, down // the radii of a corner
	if corner > 0 {
		round = min(max(corner-inset, 0), across, down)
		steep = round
	}
	if backwards {
		down, steep = -down, -steep
	}
	left, right, top, bottom := x-across, x+across, y-down, y+down
	turn := func(fromX, fromY, viaX, viaY, toX, toY float32) {
		r.LineTo(fromX, fromY)
		r.CubeTo(fromX+bend*(viaX-fromX), fromY+bend*(viaY-fromY), toX+bend*(viaX-toX), toY+bend*(viaY-toY), toX, toY)
	}
	r.MoveTo(right, top+steep)
	turn(right, bottom-steep, right, bottom, right-round, bottom)
	turn(left+round, bottom, left, bottom, left, bottom-steep)
	turn(left, top+steep, left, top, left+round, top)
	turn(right-round, top, right, top, right, top+steep)
	r.ClosePath()
}
