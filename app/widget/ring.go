package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Ring fills while something comes to its end.
type Ring struct {
	widget.BaseWidget
	track, filled *canvas.Arc
}

// ringCutout is the inner radius of the ring over the outer one.
const ringCutout = .68

// NewRing returns an empty ring.
func NewRing() *Ring {
	r := &Ring{track: canvas.NewArc(0, 360, ringCutout, hairline.Colour()), filled: canvas.NewArc(0, 0, ringCutout, Good.Colour())}
	r.filled.Hide()
	r.ExtendBaseWidget(r)
	return r
}

// SetFilled fills the ring, 0 to 1.
func (r *Ring) SetFilled(share float64) {
	angle := float32(360 * min(max(share, 0), 1))
	if angle == r.filled.EndAngle {
		return
	}
	r.filled.EndAngle = angle
	if angle == 0 {
		r.filled.Hide()
	} else {
		r.filled.Show()
	}
	r.filled.Refresh()
}

// CreateRenderer draws the ring.
func (r *Ring) CreateRenderer() fyne.WidgetRenderer { return ringRenderer{r} }

type ringRenderer struct{ ring *Ring }

func (r ringRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ring.track, r.ring.filled}
}

func (r ringRenderer) Destroy() {}

func (r ringRenderer) Refresh() { canvas.Refresh(r.ring) }

func (r ringRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(theme.Size(SizeTarget)) }

func (r ringRenderer) Layout(size fyne.Size) {
	r.ring.track.Resize(size)
	r.ring.filled.Resize(size)
}
