package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"portico/app/flow"
	"portico/app/widget"
)

// Consent says what is taken, why and for how long, and asks.
func Consent(k *Kit) Page {
	row := func(symbol, key string) fyne.CanvasObject {
		return card(container.NewBorder(nil, nil,
			container.NewCenter(widget.Icon(symbol, widget.Brand, widget.SizeSymbol)), nil,
			centred(widget.Paragraph(k.Text(key), widget.SizeInstruction, fyne.TextAlignLeading))))
	}
	return Page{
		Body: centred(container.NewVBox(
			widget.Paragraph(k.Text("consent.title"), widget.SizeTitle, fyne.TextAlignLeading),
			row("camera", "consent.what"),
			row("shield", "consent.why"),
			row("clock", "consent.long"),
		)),
		Part: noPart, Stop: true, Equal: true,
		Back: &Action{"back", "action.back", widget.Quiet, k.send(flow.GoBack{})},
		More: []Action{{"cross", "action.decline", widget.Quiet, k.send(flow.Refused{})}},
		Main: &Action{"tick", "action.agree", widget.Main, k.send(flow.Agreed{})},
	}
}
