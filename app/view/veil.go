package view

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynewidget "fyne.io/fyne/v2/widget"

	"portico/app/widget"
)

// veil lies over what is below and keeps taps from it.
type veil struct {
	fynewidget.BaseWidget
	colour color.Color
	tapped func()
}

// newVeil darkens what lies below a sheet.
func newVeil() *veil { return veiled(widget.Veil.Colour(), func() {}) }

// anywhere is content that answers to a tap wherever it is.
func anywhere(content fyne.CanvasObject, tapped func()) fyne.CanvasObject {
	return container.NewStack(content, veiled(color.Transparent, tapped))
}

func veiled(c color.Color, tapped func()) *veil {
	v := &veil{colour: c, tapped: tapped}
	v.ExtendBaseWidget(v)
	return v
}

// Tapped takes the tap.
func (v *veil) Tapped(*fyne.PointEvent) { v.tapped() }

// CreateRenderer draws the veil.
func (v *veil) CreateRenderer() fyne.WidgetRenderer {
	return fynewidget.NewSimpleRenderer(canvas.NewRectangle(v.colour))
}
