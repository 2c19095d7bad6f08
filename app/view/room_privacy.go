package view

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"portico/app/flow"
	"portico/app/screen"
	"portico/app/widget"
)

// privacy shows what is kept how long and what could be read outside, and
// erases everything that is kept.
func privacy(k *Kit, p *Page, room *fyne.Container, v *screen.Privacy) {
	if v == nil {
		return
	}
	room.Add(tiles(k, tile(k, strconv.Itoa(v.Kept), "privacy.kept", widget.Ink), tile(k, strconv.Itoa(v.Owed), "privacy.owed", widget.Ink)))
	room.Add(heading(k, "privacy.lifetimes"))
	for _, l := range v.Lifetimes {
		said := container.NewVBox(widget.Paragraph(k.Text("privacy."+l.Name), theme.SizeNameText, fyne.TextAlignLeading), strong(lasting(k, l.For)))
		if l.For != l.Usual {
			said.Add(widget.Caption(k.Text("rules.usual", "rule", lasting(k, l.Usual)), widget.Attend))
		}
		order := flow.Order{Task: flow.SetLifetime, Name: l.Name, Setting: unitKeys[l.Unit], Value: strconv.Itoa(int((l.For + l.Unit - 1) / l.Unit))}
		change := widget.NewButton("pencil", k.Text("action.change"), widget.Quiet, k.send(flow.Compose{Order: order}))
		room.Add(card(container.NewBorder(nil, nil, nil, container.NewCenter(change), said)))
	}
	room.Add(widget.Caption(k.Text("privacy.change"), widget.QuietInk))
	room.Add(heading(k, "privacy.outside"))
	for _, f := range v.Facts {
		room.Add(factLine(k, f))
	}
	if v.Kept > 0 {
		p.More = []Action{{"bin", "action.wipe", widget.Harmful, k.send(flow.Compose{Order: flow.Order{Task: flow.WipeKept}})}}
	}
}

var unitKeys = map[time.Duration]string{day: "privacy.days", time.Hour: "privacy.hours", time.Minute: "privacy.minutes"}

// lasting says a duration in the greatest unit of which it is several.
func lasting(k *Kit, d time.Duration) string {
	for _, unit := range []time.Duration{day, time.Hour, time.Minute} {
		if (d >= 2*unit || unit == time.Minute) && d%unit == 0 {
			return k.Text(unitKeys[unit], "n", strconv.Itoa(int(d/unit)))
		}
	}
	return d.String()
}

// wipeSheet asks whether to erase everything, and says what is lost with it.
func wipeSheet(k *Kit) Sheet {
	kept, owed := "", ""
	if r := screen.Get(k.Model.Room); r != nil && r.Privacy != nil {
		kept, owed = strconv.Itoa(r.Privacy.Kept), strconv.Itoa(r.Privacy.Owed)
	}
	dismiss := k.send(flow.Dismiss{})
	return newSheet(k, Sheet{Main: dismiss},
		widget.Paragraph(k.Text("privacy.wipe"), widget.SizeTitle, fyne.TextAlignLeading),
		widget.Paragraph(k.Text("privacy.wipe.body", "kept", kept, "owed", owed), widget.SizeInstruction, fyne.TextAlignLeading),
		packed(sheetRoom(k),
			button(k, Action{"bin", "action.wipe", widget.Harmful, k.send(flow.Edited{})}),
			button(k, Action{"next", "action.cancel", widget.Main, dismiss})))
}

// strong is a small line that stands out and may wrap.
func strong(text string) fyne.CanvasObject {
	l := widget.Caption(text, widget.Ink)
	l.TextStyle.Bold = true
	return l
}
