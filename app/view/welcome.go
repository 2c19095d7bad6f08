package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"portico/app/flow"
	"portico/app/screen"
	"portico/app/widget"
)

// Welcome is the first screen: one sentence, one button, the languages.
func Welcome(k *Kit) Page {
	start := k.send(flow.Start{})
	return Page{
		Body: centred(container.NewVBox(
			art(),
			widget.Paragraph(k.Text("welcome.title"), widget.SizeTitle, fyne.TextAlignCenter),
			widget.Paragraph(k.Text("welcome.body"), widget.SizeInstruction, fyne.TextAlignCenter),
			inset(0, theme.Size(widget.SizeGutter), languages(k)),
		)),
		Part: noPart,
		Main: &Action{"next", "action.start", widget.Main, start}, Knock: k.send(flow.Knock{}),
	}
}

// art is what an onboarding is: a card, a face, done.
func art() fyne.CanvasObject {
	return container.NewCenter(container.NewHBox(
		widget.Icon("card", widget.Brand, widget.SizeEmblem),
		widget.Icon("next", widget.QuietInk, widget.SizeSymbol),
		widget.Icon("face", widget.Brand, widget.SizeEmblem),
		widget.Icon("next", widget.QuietInk, widget.SizeSymbol),
		widget.Icon("tick", widget.Good, widget.SizeEmblem),
	))
}

// languages are rows of at most three languages, each in its own words.
func languages(k *Kit) fyne.CanvasObject {
	var all []fyne.CanvasObject
	for _, l := range k.Languages {
		symbol, rank := "globe", widget.Quiet
		if l.Code == screen.Get(k.Model.Language) {
			symbol, rank = "tick", widget.Main
		}
		all = append(all, widget.NewButton(symbol, l.Name, rank, func() { k.Speak(l.Code) }))
	}
	return container.NewCenter(grid(min(k.room(), sheetRoom(k)), 3, all...))
}
