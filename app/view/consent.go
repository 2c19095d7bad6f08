package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"portico/app/flow"
	"portico/app/widget"
)

// purposes are what visitors consent to, each by itself.
var purposes = []struct{ symbol, key string }{
	{"card", "consent.document"}, {"face", "consent.biometrics"}, {"shield", "consent.delivery"},
}

// Consent says for each purpose what is taken, why and for how long, and asks.
// Who does not want their face looked at goes on without it, to a colleague.
func Consent(k *Kit) Page {
	title := widget.Paragraph(k.Text("consent.title"), widget.SizeTitle, fyne.TextAlignLeading)
	all := widget.NewButton("rules", k.Text("action.read_all"), widget.Quiet, k.send(flow.ReadTerms{}))
	rows := container.NewVBox()
	if k.narrow() {
		rows.Add(title)
	} else {
		rows.Add(container.NewBorder(nil, nil, nil, container.NewCenter(all), title))
	}
	for _, purpose := range purposes {
		words := container.NewVBox(
			widget.Paragraph(k.Text(purpose.key), widget.SizeInstruction, fyne.TextAlignLeading),
			widget.Paragraph(k.Text(purpose.key+".more"), theme.SizeNameText, fyne.TextAlignLeading))
		rows.Add(card(container.NewBorder(nil, nil,
			container.NewCenter(widget.Icon(purpose.symbol, widget.Brand, widget.SizeSymbol)), nil, words)))
	}
	if k.narrow() {
		rows.Add(container.NewHBox(all))
	}
	return Page{
		Body: centred(rows), Part: noPart, Stop: true, Equal: true,
		Back: &Action{"back", "action.back", widget.Quiet, k.send(flow.GoBack{})},
		More: []Action{
			{"cross", "action.decline", widget.Quiet, k.send(flow.Refused{})},
			{"persons", "action.faceless", widget.Quiet, k.send(flow.Agreed{Faceless: true})},
		},
		Main: &Action{"tick", "action.agree", widget.Main, k.send(flow.Agreed{})},
	}
}
