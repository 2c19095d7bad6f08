package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"portico/app/flow"
	"portico/app/widget"
)

// Attract is shown where nobody stands: in every language that the screen wants
// to be touched. It may be touched anywhere.
func Attract(k *Kit) Page {
	wake := k.send(flow.Start{})
	lines := container.NewVBox()
	for _, l := range k.Languages {
		lines.Add(widget.Paragraph(k.TextIn(l.Code, "attract.title"), widget.SizeInstruction, fyne.TextAlignCenter))
	}
	p := Page{
		Part: noPart, Bleed: true, Knock: k.send(flow.Knock{}),
		Main: &Action{"hand", "action.begin", widget.Main, wake},
	}
	p.Scroll = container.NewVScroll(inset(theme.Size(widget.SizeMargin), theme.Size(widget.SizeGutter), centred(container.NewVBox(art(k), lines))))
	p.Body = anywhere(p.Scroll, wake)
	return p
}
