package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
)

// NewStepper shows where in the whole the visitor is: the words of all parts,
// those done with a tick, the current one filled. current counts from 0;
// one that is out of range marks none. A brief one has the word of the current
// part only.
func NewStepper(words []string, current int, brief bool) fyne.CanvasObject {
	row := container.New(layout.NewCustomPaddedHBoxLayout(theme.Size(SizeGutter) / 2))
	for i, word := range words {
		if i > 0 {
			line := canvas.NewRectangle(hairline.Colour())
			line.SetMinSize(fyne.NewSize(theme.Size(SizeGutter), 3))
			row.Add(container.NewCenter(line))
		}
		row.Add(container.NewCenter(dot(i, current)))
		switch {
		case i == current:
			row.Add(container.NewCenter(Line(word, SizeSmall, Brand, true)))
		case !brief:
			row.Add(container.NewCenter(Line(word, SizeSmall, QuietInk, false)))
		}
	}
	return container.NewCenter(row)
}

func dot(i, current int) fyne.CanvasObject {
	circle := canvas.NewCircle(Surface.Colour())
	circle.StrokeWidth, circle.StrokeColor = 2, QuietInk.Colour()
	var mark fyne.CanvasObject = Line(string(rune('1'+i)), SizeSmall, QuietInk, true)
	switch {
	case i == current:
		circle.FillColor, circle.StrokeColor = Brand.Colour(), Brand.Colour()
		mark = Line(string(rune('1'+i)), SizeSmall, OnBrand, true)
	case i < current:
		circle.FillColor, circle.StrokeColor = Good.Colour(), Good.Colour()
		mark = Icon("tick", Surface, SizeSmall)
	}
	side := max(theme.Size(SizeSymbol), 1.4*theme.Size(SizeSmall))
	return container.NewGridWrap(fyne.NewSquareSize(side), container.NewStack(circle, container.NewCenter(mark)))
}
