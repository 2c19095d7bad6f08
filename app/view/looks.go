package view

import (
	"fmt"

	"fyne.io/fyne/v2"

	"portico/app/flow"
	"portico/app/screen"
	"portico/app/widget"
)

// looks lets the visitor choose colours and the size of text. Both go back to
// the usual with the visitor.
func looks(k *Kit) []fyne.CanvasObject {
	now := screen.Get(k.Model.State).Look
	choice := func(word string, to flow.Look) fyne.CanvasObject {
		symbol, rank := "none", widget.Quiet
		if to == now {
			symbol, rank = "tick", widget.Main
		}
		return widget.NewButton(symbol, word, rank, k.send(flow.Appear{Look: to}))
	}
	var schemes, sizes []fyne.CanvasObject
	for _, s := range flow.Schemes() {
		schemes = append(schemes, choice(k.Text(schemeKeys[s]), flow.Look{Scheme: s, Larger: now.Larger}))
	}
	for _, n := range flow.Enlargements() {
		sizes = append(sizes, choice(fmt.Sprintf("%d %%", 100+n), flow.Look{Scheme: now.Scheme, Larger: n}))
	}
	return []fyne.CanvasObject{
		widget.Paragraph(k.Text("look.colours"), widget.SizeInstruction, fyne.TextAlignLeading),
		grid(sheetRoom(k), 3, schemes...),
		widget.Paragraph(k.Text("look.text"), widget.SizeInstruction, fyne.TextAlignLeading),
		grid(sheetRoom(k), 4, sizes...),
	}
}

var schemeKeys = map[flow.Scheme]string{
	flow.Usual: "look.usual", flow.Dark: "look.dark", flow.Contrast: "look.contrast",
}
