package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"portico/app/flow"
	"portico/app/widget"
)

// Choose asks what document the visitor brought.
func Choose(k *Kit) Page {
	var choices []fyne.CanvasObject
	for _, b := range flow.Choices() {
		choices = append(choices, widget.NewButton(broughtSymbols[b], k.Text(broughtKeys[b]), widget.Quiet, k.send(flow.Bring{Brought: b})))
	}
	return Page{
		Body: centred(container.NewVBox(
			widget.Paragraph(k.Text("choose.title"), widget.SizeTitle, fyne.TextAlignCenter),
			inset(0, theme.Size(widget.SizeGutter), container.NewCenter(grid(k.room(), 1, choices...))))),
		Part: documentPart, Stop: true,
		Back: &Action{"back", "action.back", widget.Quiet, k.send(flow.GoBack{})},
		Main: &Action{"next", "action.something_else", widget.Main, k.send(flow.Continue{})},
	}
}

var broughtKeys = map[flow.Brought]string{
	flow.IdentityCard: "choose.identity_card", flow.Passport: "choose.passport", flow.DriversLicence: "choose.drivers_licence",
}

var broughtSymbols = map[flow.Brought]string{flow.Anything: "card", flow.IdentityCard: "card", flow.Passport: "passport", flow.DriversLicence: "licence"}
