package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"portico/app/flow"
	"portico/app/screen"
	"portico/app/widget"
)

// termsSheet is all that a visitor agrees to, in full, with its version.
func termsSheet(k *Kit) Sheet {
	terms := k.Terms(screen.Get(k.Model.Language))
	rows := []fyne.CanvasObject{widget.Paragraph(k.Text("consent.all"), widget.SizeTitle, fyne.TextAlignLeading)}
	say := func(key string, pairs ...string) {
		rows = append(rows,
			widget.Paragraph(k.Text(key), widget.SizeInstruction, fyne.TextAlignLeading),
			widget.Paragraph(k.Text(key+".all", pairs...), theme.SizeNameText, fyne.TextAlignLeading))
	}
	for _, p := range purposes {
		say(p.key)
	}
	say("consent.keeping", "unfinished", lasting(k, terms.Unfinished), "finished", lasting(k, terms.Finished), "undelivered", lasting(k, terms.Undelivered))
	say("consent.rights")
	rows = append(rows, widget.Caption(k.Text("consent.version", "version", terms.Version), widget.QuietInk))
	dismiss := k.send(flow.Dismiss{})
	return newSheet(k, Sheet{Main: dismiss, foot: foot(k, button(k, Action{"tick", "action.close", widget.Main, dismiss}))}, rows...)
}
