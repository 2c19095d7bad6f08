package view

import (
	"strconv"

	"fyne.io/fyne/v2"

	"portico/app/flow"
	"portico/app/screen"
	"portico/app/widget"
	"portico/engine/trust"
)

// Result says how it ended and what happens next.
func Result(k *Kit) Page {
	d := screen.Get(k.Model.State).Decision
	if k.Discreet && d == trust.Reject {
		d = trust.Review
	}
	symbol, colour := "hand", widget.Attend
	switch d {
	case trust.Accept:
		symbol, colour = "tick", widget.Good
	case trust.Reject:
		symbol, colour = "stop", widget.Stop
	}
	key := "result." + string(d)
	receipt := k.Text("result.receipt", "reference", screen.Get(k.Model.Receipt))
	return Page{
		Body: statement(symbol, colour, k.Text(key), k.Text(key+".next"),
			widget.Paragraph(receipt, widget.SizeInstruction, fyne.TextAlignCenter), countdown(k)),
		Part: donePart,
		Main: &Action{"tick", "action.done", widget.Main, k.send(flow.Continue{})},
	}
}

// countdown says when a last screen closes by itself.
func countdown(k *Kit) fyne.CanvasObject {
	l := widget.Paragraph("", widget.SizeSmall, fyne.TextAlignCenter)
	k.Scope.Watch(k.Model.Seconds, func() {
		if n := screen.Get(k.Model.Seconds); n > 0 {
			l.SetText(k.Text("result.countdown", "seconds", strconv.Itoa(n)))
		}
	})
	return l
}
