package widget

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Corner is one of the four of a space; Nowhere hides the mark.
type Corner struct{ Across, Down int } // -1 at the left or top, 1 at the right or bottom

// Nowhere is no corner.
var Nowhere = Corner{}

// travelling is how long the mark takes from corner to corner.
const travelling = 700 * time.Millisecond

// Mark is a dot that travels between the corners of the space it is given, for
// the eyes to follow.
type Mark struct {
	widget.BaseWidget
	dot, core *canvas.Circle
	at        Corner
	motion    *fyne.Animation
}

// NewMark returns a mark that is nowhere.
func NewMark() *Mark {
	m := &Mark{dot: canvas.NewCircle(Brand.Colour()), core: canvas.NewCircle(OnBrand.Colour())}
	m.dot.StrokeColor, m.dot.StrokeWidth = Surface.Colour(), 6
	m.dot.Hide()
	m.core.Hide()
	m.ExtendBaseWidget(m)
	return m
}

// Go sends the mark to a corner.
func (m *Mark) Go(to Corner) {
	if to == m.at {
		return
	}
	from := m.at
	m.at = to
	m.Stop()
	if to == Nowhere {
		m.dot.Hide()
		m.core.Hide()
		return
	}
	m.dot.Show()
	m.core.Show()
	start := m.place(from)
	end := m.place(to)
	m.motion = fyne.NewAnimation(travelling, func(done float32) {
		m.move(fyne.NewPos(start.X+(end.X-start.X)*done, start.Y+(end.Y-start.Y)*done))
	})
	m.motion.Curve = fyne.AnimationEaseInOut
	m.motion.Start()
}

// Stop ends the motion.
func (m *Mark) Stop() {
	if m.motion != nil {
		m.motion.Stop()
		m.motion = nil
	}
}

// place is where the middle of the mark is in a corner; nowhere is the middle.
func (m *Mark) place(c Corner) fyne.Position {
	size, edge := m.Size(), theme.Size(SizeTarget)*.75
	return fyne.NewPos(
		size.Width/2+float32(c.Across)*(size.Width/2-edge),
		size.Height/2+float32(c.Down)*(size.Height/2-edge))
}

func (m *Mark) move(middle fyne.Position) {
	for _, c := range []*canvas.Circle{m.dot, m.core} {
		side := theme.Size(SizeTarget) * .75
		if c == m.core {
			side /= 3
		}
		c.Resize(fyne.NewSquareSize(side))
		c.Move(middle.SubtractXY(side/2, side/2))
	}
	canvas.Refresh(m)
}

// CreateRenderer draws the mark.
func (m *Mark) CreateRenderer() fyne.WidgetRenderer { return markRenderer{m} }

type markRenderer struct{ mark *Mark }

func (r markRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.mark.dot, r.mark.core}
}

func (r markRenderer) Destroy() { r.mark.Stop() }

func (r markRenderer) Refresh() { canvas.Refresh(r.mark) }

func (r markRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r markRenderer) Layout(fyne.Size) { r.mark.move(r.mark.place(r.mark.at)) }
