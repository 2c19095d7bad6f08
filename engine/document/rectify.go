package document

import (
	"image"
	"math"

	"portico/engine/document/locate"
	"portico/engine/imaging"
)

// Widths of straightened pages, in pixels. 1014 is 300 dots per inch of ID-1,
// where the smallest print of a card is about 12 pixels high; more than 1600
// costs time and adds no text.
const (
	leastWidth = 1014
	mostWidth  = 1600
)

// Ratios of sides of ISO/IEC 7810 formats.
const (
	aspectID1 = 85.60 / 53.98
	aspectID3 = 125.0 / 88.0
)

// straightened is a page cut out of its photograph.
type straightened struct {
	page    *image.RGBA
	corners imaging.Quad // in the photograph, from the page's own top left
	gray    *image.Gray
	photo   *image.RGBA
}

// straighten cuts out the page with corners q, a long side first. Whether it
// is ID-1 or one of the squarer formats follows from the lengths of the sides.
func straighten(photo *image.RGBA, q imaging.Quad) (straightened, error) {
	long := math.Max(imaging.Dist(q[0], q[1]), imaging.Dist(q[3], q[2]))
	short := math.Max(imaging.Dist(q[1], q[2]), imaging.Dist(q[0], q[3]))
	aspect := aspectID1
	if long/short < math.Sqrt(aspectID1*aspectID3) {
		aspect = aspectID3
	}
	width := int(math.Min(math.Max(math.Round(long), leastWidth), mostWidth))
	return cutOut(photo, q, image.Pt(width, int(math.Round(float64(width)/aspect))))
}

// cutOut cuts out the page with corners q, size pixels large.
func cutOut(photo *image.RGBA, q imaging.Quad, size image.Point) (straightened, error) {
	long := math.Max(imaging.Dist(q[0], q[1]), imaging.Dist(q[3], q[2]))
	source, factor := photo, 1.0
	if n := int(long) / max(size.X, 1); n >= 2 { // bilinear sampling would alias
		side := max(photo.Rect.Dx(), photo.Rect.Dy())
		source, factor = locate.Shrink(photo, (side+n-1)/n)
	}
	page, err := imaging.Warp(source, q.Scale(1/factor), size.X, size.Y)
	if err != nil {
		return straightened{}, err
	}
	return straightened{page, q, imaging.Gray(page), photo}, nil
}

// sized returns the page cut out anew, so many pixels wide.
func (s straightened) sized(width int) (straightened, error) {
	size := s.page.Rect.Size()
	return cutOut(s.photo, s.corners, image.Pt(width, width*size.Y/size.X))
}

// turn returns the page turned counterclockwise by n quarters, its top left
// corner renamed.
func (s straightened) turn(n int) straightened {
	n = (n%4 + 4) % 4
	if n == 0 {
		return s
	}
	w, h := s.page.Rect.Dx(), s.page.Rect.Dy()
	size := image.Rect(0, 0, w, h)
	if n%2 == 1 {
		size = image.Rect(0, 0, h, w)
	}
	out := image.NewRGBA(size)
	for y := range size.Dy() {
		for x := range size.Dx() {
			sx, sy := w-1-x, h-1-y
			switch n {
			case 1:
				sx, sy = w-1-y, x
			case 3:
				sx, sy = y, h-1-x
			}
			copy(out.Pix[y*out.Stride+4*x:][:4], s.page.Pix[sy*s.page.Stride+4*sx:][:4])
		}
	}
	return straightened{out, s.corners.Rotate(n), imaging.Gray(out), s.photo}
}

// onPhoto maps q from the page to the photograph.
func (s straightened) onPhoto(q imaging.Quad) imaging.Quad {
	m, err := imaging.Between(imaging.RectQuad(s.page.Rect), s.corners)
	if err != nil { // straighten has refused such corners
		return q
	}
	for i := range q {
		q[i] = m.Apply(q[i])
	}
	return q
}
