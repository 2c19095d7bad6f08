package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
)

// NewDots shows at which of all short steps the visitor is, counted from 0: a
// full dot for each that is done, a long one for the present, a hollow one for
// each to come.
func NewDots(at, all int) fyne.CanvasObject {
	side := theme.Size(SizeSmall) / 2
	row := container.New(layout.NewCustomPaddedHBoxLayout(side))
	for i := range all {
		dot := canvas.NewRectangle(Brand.Colour())
		dot.CornerRadius = side / 2
		dot.SetMinSize(fyne.NewSquareSize(side))
		switch {
		case i == at:
			dot.SetMinSize(fyne.NewSize(2.5*side, side))
		case i > at:
			dot.FillColor = color.Transparent
			dot.StrokeColor, dot.StrokeWidth = QuietInk.Colour(), 2
		}
		row.Add(dot)
	}
	return container.NewCenter(row)
}
