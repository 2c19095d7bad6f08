package widget

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

const (
	// cardAspect is the width over the height of an ID-1 card (ISO/IEC 7810).
	cardAspect = 85.60 / 53.98
	// cardCorner is the radius of the frame's corners.
	cardCorner = 16
	// ovalAspect is the width over the height of the face oval.
	ovalAspect = .75
	// overlayFill is the share of the picture that the overlay takes.
	overlayFill = .82
	// faceWidth is the width of a face over the distance of its pupils: 140 mm
	// over 63 mm, the means of ISO 7250-3 and of Dodgson (2004).
	faceWidth = 2.2
	// lineReach is how far the line and its shadow reach inwards from the sides.
	lineReach = 8
	// growing is the share of the way to its new size that an oval goes with
	// each picture.
	growing = .2
)

// overlay is the frame on a live picture: white with a shadow of ink, so that
// it shows on any picture. It is shown as four strips, which leave its middle
// out: a software OpenGL would draw that for nothing with every picture.
type overlay struct {
	shape       Shape
	strips      [4]*canvas.Raster // top, bottom, left, right
	size        fyne.Size         // of the whole
	good        bool
	reach, want float64 // of the face in the oval; 0: as large as fits
}

func newOverlay(shape Shape) *overlay {
	o := &overlay{shape: shape}
	for i := range o.strips {
		o.strips[i] = canvas.NewRaster(func(w, h int) image.Image { return o.strip(i, image.Pt(w, h)) })
	}
	return o
}

// strip draws a strip of a size in pixels.
func (o *overlay) strip(i int, size image.Point) image.Image {
	scale := float32(size.X) / max(o.strips[i].Size().Width, 1)
	pixels := func(units float32) int { return int(math.Round(float64(units * scale))) }
	at := o.strips[i].Position().Subtract(o.strips[0].Position())
	part := image.Rectangle{Max: size}.Add(image.Pt(pixels(at.X), pixels(at.Y)))
	return frame(image.Pt(pixels(o.size.Width), pixels(o.size.Height)), part, o.corner(), scale, o.colour())
}

func (o *overlay) corner() float32 {
	if o.shape == CardShape {
		return cardCorner
	}
	return 0
}

func (o *overlay) colour() color.NRGBA {
	if o.good {
		return goodBright
	}
	return lightLine
}

func (o *overlay) setGood(good bool) {
	if good == o.good {
		return
	}
	o.good = good
	for _, strip := range o.strips {
		strip.Refresh()
	}
}

// grow brings the oval nearer to the size that is wanted and reports whether
// that changed it.
func (o *overlay) grow() bool {
	switch off := o.want - o.reach; {
	case off == 0:
		return false
	case o.reach == 0 || o.want == 0 || math.Abs(off) < .002:
		o.reach = o.want
	default:
		o.reach += growing * off
	}
	return true
}

func (o *overlay) objects() []fyne.CanvasObject {
	if o.shape == NoShape {
		return nil
	}
	return []fyne.CanvasObject{o.strips[0], o.strips[1], o.strips[2], o.strips[3]}
}

// layout centres the overlay on a picture.
func (o *overlay) layout(at fyne.Position, picture fyne.Size) {
	aspect := float32(cardAspect)
	if o.shape == OvalShape {
		aspect = ovalAspect
	}
	w := min(picture.Width, picture.Height*aspect) * overlayFill
	if o.reach > 0 {
		w = faceWidth * float32(o.reach) * min(picture.Width, picture.Height)
	}
	whole := func(v float32) float32 { return float32(math.Round(float64(v))) } // no seams between the strips
	size := fyne.NewSize(whole(w), whole(w/aspect))
	at = fyne.NewPos(whole(at.X+(picture.Width-size.Width)/2), whole(at.Y+(picture.Height-size.Height)/2))
	across, down := float32(lineReach), float32(cardCorner)
	if o.shape == OvalShape { // the rectangle within an ellipse
		across, down = whole(size.Width*(1-math.Sqrt2/2)/2)+lineReach, whole(size.Height*(1-math.Sqrt2/2)/2)+lineReach
	}
	o.size = size
	place := func(i int, x, y, width, height float32) {
		o.strips[i].Move(at.AddXY(x, y))
		o.strips[i].Resize(fyne.NewSize(max(width, 0), max(height, 0)))
	}
	place(0, 0, 0, size.Width, down)
	place(1, 0, size.Height-down, size.Width, down)
	place(2, 0, down, across, size.Height-2*down)
	place(3, size.Width-across, down, across, size.Height-2*down)
}
