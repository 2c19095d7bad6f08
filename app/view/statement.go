package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"portico/app/widget"
)

// statement is one large symbol, one sentence and what follows from it.
func statement(symbol string, c widget.Role, title, next string, more ...fyne.CanvasObject) fyne.CanvasObject {
	rows := []fyne.CanvasObject{
		container.NewCenter(widget.Icon(symbol, c, widget.SizeEmblem)),
		widget.Paragraph(title, widget.SizeTitle, fyne.TextAlignCenter),
	}
	if next != "" {
		rows = append(rows, widget.Paragraph(next, widget.SizeInstruction, fyne.TextAlignCenter))
	}
	return centred(container.NewVBox(append(rows, more...)...))
}
