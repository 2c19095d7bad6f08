package view

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"portico/app/flow"
	"portico/app/receipt"
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
	body := statement(symbol, colour, k.Text(key), k.Text(key+".next"), countdown(k))
	p := Page{
		Body: body, Part: donePart,
		Main: &Action{"tick", "action.done", widget.Main, k.send(flow.Continue{})},
	}
	r := screen.Get(k.Model.Receipt)
	if r.Code == "" {
		return p
	}
	columns := 2
	if k.narrow() {
		columns = 1
	}
	p.Body = container.NewGridWithColumns(columns, body, receiptCard(k, r))
	if screen.Get(k.Model.State).Setup.Printer {
		p.More = []Action{{"printer", "action.print", widget.Quiet, k.send(flow.Print{})}}
	}
	if screen.Get(k.Model.State).Setup.Save {
		p.More = append(p.More, Action{"lay-away", "action.save", widget.Quiet, k.send(flow.Keep{})})
	}
	return p
}

// receiptCard is what the visitor takes home: a picture for a telephone, and
// the same to write down.
func receiptCard(k *Kit, r receipt.Receipt) fyne.CanvasObject {
	rows := []fyne.CanvasObject{
		widget.Paragraph(k.Text("result.receipt", "reference", r.Reference), widget.SizeInstruction, fyne.TextAlignCenter),
		widget.Paragraph(r.Code, widget.SizeTitle, fyne.TextAlignCenter),
		widget.Paragraph(k.Text("result.code"), theme.SizeNameText, fyne.TextAlignCenter),
	}
	if img, err := r.QR(); err == nil {
		drawn := still(k, img, 3.5, 3.5)
		drawn.ScaleMode = canvas.ImageScalePixels
		rows = append([]fyne.CanvasObject{container.NewCenter(drawn)}, rows...)
	}
	said := widget.Paragraph("", theme.SizeNameText, fyne.TextAlignCenter)
	k.Scope.Watch(k.Model.State, func() {
		if paper := screen.Get(k.Model.State).Paper; paper != flow.NoPaper {
			said.SetText(k.Text("paper." + string(paper)))
		}
	})
	return centred(card(container.NewVBox(append(rows, said)...)))
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
