package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"portico/app/flow"
	"portico/app/widget"
)

// LookUp stands between the document and the face where one camera takes both:
// the visitor sees the live picture and says when they are ready.
func LookUp(k *Kit) Page {
	preview := widget.NewPreview(widget.NoShape, true)
	k.Show(preview)
	k.Scope.Finally(preview.Clear)
	words := centred(container.NewVBox(
		container.NewCenter(container.NewHBox(
			widget.Icon("lay-away", widget.Brand, widget.SizeEmblem),
			widget.Icon("next", widget.QuietInk, widget.SizeSymbol),
			widget.Icon("face", widget.Brand, widget.SizeEmblem),
		)),
		widget.Paragraph(k.Text("look-up.title"), widget.SizeTitle, fyne.TextAlignCenter),
		widget.Paragraph(k.Text("look-up.body"), widget.SizeInstruction, fyne.TextAlignCenter),
	))
	side := container.NewVScroll(inset(theme.Size(widget.SizeGutter), 0, words))
	columns := 2
	if k.narrow() {
		columns = 1
	}
	return Page{
		Body:  container.NewGridWithColumns(columns, side, container.NewStack(preview, hint(k))),
		Bleed: true, Part: facePart, Stop: true,
		Back: &Action{"back", "action.back", widget.Quiet, k.send(flow.GoBack{})},
		Main: &Action{"next", "action.ready", widget.Main, k.send(flow.Continue{})},
	}
}
