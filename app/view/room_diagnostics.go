package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"portico/app/flow"
	"portico/app/screen"
	"portico/app/widget"
)

// diagnostics shows what whoever helps asks for, and writes it to a file.
func diagnostics(k *Kit, p *Page, room *fyne.Container, r *screen.Room) {
	if r.File != "" {
		room.Add(notice("tick", k.Text("diagnostics.file", "file", r.File), widget.Good))
	}
	for _, f := range r.Facts {
		room.Add(factLine(k, f))
	}
	p.Main = &Action{"lay-away", "action.export", widget.Main, k.send(flow.Ask{Order: flow.Order{Task: flow.ExportDiagnostics}})}
}

// factLine is a fact with the mark of its grade.
func factLine(k *Kit, f screen.Fact) fyne.CanvasObject {
	value := f.Value
	if f.Word {
		value = k.Text("fact.is." + f.Value)
	}
	if !f.At.IsZero() {
		value = f.At.Format(minute) + " · " + value
	}
	symbol, colour := "", widget.Ink
	switch f.Grade {
	case screen.Fine:
		symbol, colour = "tick", widget.Good
	case screen.Attention:
		symbol, colour = "doubt", widget.Attend
	}
	return fact(k.Text("fact."+f.Name), value, symbol, colour)
}

// fact is a line with a name and a value that may wrap.
func fact(name, value, symbol string, c widget.Role) fyne.CanvasObject {
	mark := fyne.CanvasObject(container.NewGridWrap(fyne.NewSquareSize(theme.Size(widget.SizeSmall))))
	if symbol != "" {
		mark = widget.Icon(symbol, c, widget.SizeSmall)
	}
	return container.NewBorder(nil, nil, container.NewCenter(mark), nil,
		container.NewGridWithColumns(2, widget.Caption(name, widget.QuietInk), widget.Caption(value, widget.Ink)))
}
