package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynewidget "fyne.io/fyne/v2/widget"

	"portico/app/widget"
)

// veil darkens what lies below a sheet and keeps taps from it.
type veil struct{ fynewidget.BaseWidget }

func newVeil() *veil {
	v := &veil{}
	v.ExtendBaseWidget(v)
	return v
}

// Tapped swallows the tap.
func (v *veil) Tapped(*fyne.PointEvent) {}

// CreateRenderer draws the veil.
func (v *veil) CreateRenderer() fyne.WidgetRenderer {
	return fynewidget.NewSimpleRenderer(canvas.NewRectangle(widget.Veil.Colour()))
}
