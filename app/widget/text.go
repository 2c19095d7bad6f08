package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Line returns one line of text that does not wrap.
func Line(text string, size fyne.ThemeSizeName, c Role, strong bool) *canvas.Text {
	t := canvas.NewText(text, c.Colour())
	t.TextSize = theme.Size(size)
	t.TextStyle.Bold = strong
	return t
}

// Paragraph returns text that wraps to the width it gets.
func Paragraph(text string, size fyne.ThemeSizeName, align fyne.TextAlign) *widget.Label {
	l := widget.NewLabelWithStyle(text, align, fyne.TextStyle{Bold: size == SizeTitle})
	l.SizeName = size
	l.Wrapping = fyne.TextWrapWord
	return l
}

// Caption returns small text in a colour that wraps to the width it gets.
func Caption(text string, c Role) *widget.Label {
	l := Paragraph(text, SizeSmall, fyne.TextAlignLeading)
	switch c {
	case QuietInk:
		l.Importance = widget.LowImportance
	case Attend:
		l.Importance = widget.WarningImportance
	}
	return l
}
