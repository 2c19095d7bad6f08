package view

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"

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
		said := []fyne.CanvasObject{strong(lasting(k, l.For))}
		if l.For != l.Usual {
			said = append(said, widget.Caption(k.Text("rules.usual", "rule", lasting(k, l.Usual)), widget.Attend))
		}
		room.Add(entry(k.Text("privacy."+l.Name), said...))
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

// lasting says a duration in the greatest unit of which it is several.
func lasting(k *Kit, d time.Duration) string {
	for _, unit := range []struct {
		is  time.Duration
		key string
	}{{day, "privacy.days"}, {time.Hour, "privacy.hours"}, {time.Minute, "privacy.minutes"}} {
		if d >= 2*unit.is && d%unit.is == 0 {
			return k.Text(unit.key, "n", strconv.Itoa(int(d/unit.is)))
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
