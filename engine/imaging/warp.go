package imaging

import (
	"image"
	"math"
)

// Warp cuts the quadrilateral q out of img and straightens it to w×h pixels,
// with bilinear sampling; places outside img repeat its border. Where the
// result is much smaller than q in img, shrink img first (Fit), or fine
// structure will alias.
func Warp(img *image.RGBA, q Quad, w, h int) (*image.RGBA, error) {
	m, err := Between(RectQuad(image.Rect(0, 0, w, h)), q)
	if err != nil {
		return nil, err
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		row := out.Pix[y*out.Stride:]
		for x := range w {
			p := m.Apply(Point{float64(x) + .5, float64(y) + .5})
			sample(img, p.X-.5, p.Y-.5, row[4*x:4*x+4])
		}
	}
	return out, nil
}

func sample(img *image.RGBA, x, y float64, dst []uint8) {
	fx, fy := math.Floor(x), math.Floor(y)
	x0, y0 := int(fx), int(fy)
	ax, ay := x-fx, y-fy
	if x0 >= 0 && y0 >= 0 && x0+1 < img.Rect.Dx() && y0+1 < img.Rect.Dy() {
		i := y0*img.Stride + 4*x0
		a, b := img.Pix[i:i+8:i+8], img.Pix[i+img.Stride:i+img.Stride+8:i+img.Stride+8]
		for c := range 3 {
			top := float64(a[c]) + ax*(float64(a[c+4])-float64(a[c]))
			bottom := float64(b[c]) + ax*(float64(b[c+4])-float64(b[c]))
			dst[c] = uint8(top + ay*(bottom-top) + .5)
		}
		dst[3] = 255
		return
	}
	c := at(img, int(math.Round(x)), int(math.Round(y)))
	dst[0], dst[1], dst[2], dst[3] = c.R, c.G, c.B, 255
}
