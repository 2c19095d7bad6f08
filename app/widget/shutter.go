package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Shutter is the button that takes a picture, with a ring that fills while a
// good picture is held still.
type Shutter struct {
	widget.BaseWidget
	button *Button
	ring   *Ring
}

// NewShutter returns a shutter. tapped runs on the interface thread.
func NewShutter(word string, tapped func()) *Shutter {
	s := &Shutter{button: NewButton("camera", word, Main, tapped), ring: NewRing()}
	s.ExtendBaseWidget(s)
	return s
}

// SetFilled fills the ring, 0 to 1.
func (s *Shutter) SetFilled(share float64) { s.ring.SetFilled(share) }

// CreateRenderer draws the shutter.
func (s *Shutter) CreateRenderer() fyne.WidgetRenderer { return shutterRenderer{s} }

type shutterRenderer struct{ shutter *Shutter }

func (r shutterRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.shutter.ring, r.shutter.button}
}

func (r shutterRenderer) Destroy() {}

func (r shutterRenderer) Refresh() { canvas.Refresh(r.shutter) }

func (r shutterRenderer) MinSize() fyne.Size {
	b := r.shutter.button.MinSize()
	return b.AddWidthHeight(b.Height+theme.Size(SizeGutter)/2, 0)
}

func (r shutterRenderer) Layout(size fyne.Size) {
	d := min(size.Height, r.shutter.button.MinSize().Height)
	y := (size.Height - d) / 2
	r.shutter.ring.Resize(fyne.NewSquareSize(d))
	r.shutter.ring.Move(fyne.NewPos(0, y))
	x := d + theme.Size(SizeGutter)/2
	r.shutter.button.Move(fyne.NewPos(x, 0))
	r.shutter.button.Resize(fyne.NewSize(size.Width-x, size.Height))
}
