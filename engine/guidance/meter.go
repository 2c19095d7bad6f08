package guidance

import (
	"context"
	"image"
	"math"

	"golang.org/x/image/draw"

	"portico/engine/imaging"
)

// DocumentMeter measures live pictures that should show a document. It is not
// safe for concurrent use.
type DocumentMeter struct {
	cards     Locator
	portraits FaceFinder // nil where nobody looks for portraits
	seen      bool       // a portrait was, on this document
	look      int        // the one of looks that is tried next
}

// NewDocumentMeter returns a meter that finds documents by cards.
func NewDocumentMeter(cards Locator) *DocumentMeter { return &DocumentMeter{cards: cards} }

// LookForPortraits makes the meter look for a portrait on each document, by
// faces, until it has seen one.
func (d *DocumentMeter) LookForPortraits(faces FaceFinder) *DocumentMeter {
	d.portraits = faces
	return d
}

// Measure measures a live picture. before is the Thumbnail of the page taken
// before; nil where there was none.
func (d *DocumentMeter) Measure(ctx context.Context, img *image.RGBA, before *image.Gray) Document {
	m := Document{Frame: img.Rect.Size(), Changed: 255}
	if before != nil {
		m.Changed = imaging.Difference(before, Thumbnail(img))
	}
	at, ok := d.cards.Locate(img)
	if !ok {
		d.seen = false
		m.Corners, m.Found = d.lookAgain(img)
		return m
	}
	m.Found, m.Corners = true, at.Corners
	m.Brightness, m.Glare = at.Quality.Brightness.Score, at.Quality.Hotspots.Score
	if at.Page != nil {
		m.Sharpness = clarityOf(at.Page)
	}
	if m.Glare > 0 {
		m.GlareLeft = glareLeft(img, at.Corners)
	}
	m.Portrait = d.portrait(ctx, img, at.Corners)
	return m
}

// portraitSide is the longer side of the picture of a page in which a portrait
// is looked for: a face on an ID-1 card is then some 100 pixels wide.
const portraitSide = 480

// portrait looks for a face on the page. A finder that fails saw nothing and
// is not believed.
func (d *DocumentMeter) portrait(ctx context.Context, img *image.RGBA, q imaging.Quad) Portrait {
	if d.portraits == nil {
		return NotLooked
	}
	if d.seen {
		return Seen
	}
	wide, high := imaging.Dist(q[0], q[1])+imaging.Dist(q[3], q[2]), imaging.Dist(q[1], q[2])+imaging.Dist(q[0], q[3])
	scale := portraitSide / max(wide, high, 1)
	page, err := imaging.Warp(img, q, max(int(wide*scale), 1), max(int(high*scale), 1))
	if err != nil {
		return NotLooked
	}
	found, err := d.portraits.Detect(ctx, page)
	if err != nil {
		return NotLooked
	}
	d.seen = len(found) > 0
	if d.seen {
		return Seen
	}
	return Missing
}

// looks are other ways to look at a picture in which no document was found.
// Locators know the shapes of documents and want to see four edges, so a
// document that is tilted far or cut off by the picture's border escapes them.
// Drawn out by 1.3, one tilted by 25 to 50 degrees has its shape again; and in
// a frame, a cut becomes an edge.
var looks = [...]struct{ wide, high, frame float64 }{
	{1, 1.3, 0}, {1, 1, .1}, {1.3, 1, 0},
}

// lookSide is the longer side of the picture that is looked at again.
const lookSide = 640

// lookAgain finds a document that cannot be taken as it is held. It tries one
// look a picture, and keeps to one that shows something.
func (d *DocumentMeter) lookAgain(img *image.RGBA) (imaging.Quad, bool) {
	look := looks[d.look]
	size := img.Rect.Size()
	scale := lookSide / float64(max(size.X, size.Y))
	small := image.NewRGBA(image.Rect(0, 0, int(float64(size.X)*scale*look.wide), int(float64(size.Y)*scale*look.high)))
	draw.ApproxBiLinear.Scale(small, small.Rect, img, img.Rect, draw.Src, nil) // a tenth of the time of imaging.Resize
	margin := int(look.frame * lookSide)
	if margin > 0 {
		small = framed(small, margin)
	}
	at, ok := d.cards.Locate(small)
	q := at.Corners
	for i, p := range q {
		q[i] = imaging.Point{
			X: (p.X - float64(margin)) / (scale * look.wide), Y: (p.Y - float64(margin)) / (scale * look.high),
		}
	}
	m := Document{Frame: size, Corners: q}
	if ok && (cornerOut(m) || Tilt(q, EyeDistance) > fallbackTilt) { // else the locator erred the first time or now
		return q, true
	}
	d.look = (d.look + 1) % len(looks)
	return imaging.Quad{}, false
}

// framed puts img into a frame of this width, in the mean colour of its border.
func framed(img *image.RGBA, width int) *image.RGBA {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	var sum [3]int
	add := func(x, y int) {
		for c := range sum {
			sum[c] += int(img.Pix[y*img.Stride+4*x+c])
		}
	}
	for x := range w {
		add(x, 0)
		add(x, h-1)
	}
	for y := range h {
		add(0, y)
		add(w-1, y)
	}
	out := image.NewRGBA(image.Rect(0, 0, w+2*width, h+2*width))
	for i := 0; i < len(out.Pix); i += 4 {
		for c := range sum {
			out.Pix[i+c] = uint8(sum[c] / (2 * (w + h)))
		}
		out.Pix[i+3] = math.MaxUint8
	}
	for y := range h {
		copy(out.Pix[out.PixOffset(width, y+width):], img.Pix[y*img.Stride:y*img.Stride+4*w])
	}
	return out
}
