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
	// growing is the share of the way to its new size that an oval goes with
	// each picture.
	growing = .2
)

// overlay is the frame on a live picture: white with a shadow of ink, so that
// it shows on any picture.
type overlay struct {
	shape       Shape
	frame       *canvas.Raster
	good        bool
	reach, want float64 // of the face in the oval; 0: as large as fits
}

func newOverlay(shape Shape) *overlay {
	o := &overlay{shape: shape}
	corner := float32(0)
	if shape == CardShape {
		corner = cardCorner
	}
	o.frame = canvas.NewRaster(func(w, h int) image.Image {
		return frame(w, h, corner, float32(w)/o.frame.Size().Width, o.colour())
	})
	return o
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
	o.frame.Refresh()
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
	return []fyne.CanvasObject{o.frame}
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
	size := fyne.NewSize(w, w/aspect)
	at = at.AddXY((picture.Width-size.Width)/2, (picture.Height-size.Height)/2)
	o.frame.Move(at)
	o.frame.Resize(size)
}
