package view

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"portico/app/flow"
	"portico/app/screen"
	"portico/app/widget"
)

// minute is how staff read times: in the same way everywhere.
const minute = "2006-01-02 15:04"

const day = 24 * time.Hour

// delivery shows what backends are owed, and lets what was given up be tried
// again.
func delivery(k *Kit, p *Page, room *fyne.Container, d *screen.Delivery) {
	if d == nil {
		return
	}
	last := k.Text("delivery.never")
	if !d.LastSuccess.IsZero() {
		last = d.LastSuccess.Format("15:04")
	}
	dead, waiting := widget.Ink, widget.Ink
	if d.Dead > 0 {
		dead = widget.Stop
	}
	if d.Unavailable {
		waiting = widget.Attend
	}
	room.Add(tiles(k,
		tile(k, strconv.Itoa(d.Pending), "delivery.pending", waiting), tile(k, strconv.Itoa(d.Dead), "delivery.dead", dead),
		tile(k, strconv.Itoa(d.Delivered), "delivery.delivered", widget.Ink), tile(k, last, "delivery.last", widget.Ink)))
	if d.Late > 0 {
		room.Add(notice("clock", k.Text("delivery.late", "n", strconv.Itoa(d.Late), "days", days(d.WarnAfter), "limit", days(d.ErasedAfter)), widget.Stop))
	}
	if d.Unavailable {
		room.Add(notice("hand", k.Text("delivery.unavailable"), widget.Attend))
	}
	if len(d.Disagreed) > 0 {
		room.Add(notice("doubt", k.Text("delivery.disagree", "n", some(d.Disagreed)), widget.Attend))
	}
	if len(d.Owed) == 0 {
		room.Add(notice("tick", k.Text("delivery.none"), widget.Good))
	}
	for _, o := range d.Owed {
		room.Add(owed(k, o))
	}
	if d.Dead > 0 {
		p.Main = &Action{"retake", "action.retry", widget.Main, k.send(flow.Ask{Order: flow.Order{Task: flow.RetryDeliveries}})}
	}
}

// some lists the first few of all, and how many there are where there are more.
func some(all []string) string {
	const few = 6
	if len(all) <= few {
		return strings.Join(all, ", ")
	}
	return strings.Join(all[:few], ", ") + " … " + strconv.Itoa(len(all))
}

func days(d time.Duration) string { return strconv.Itoa(int(d / day)) }

// owed is one delivery: whose, since when, and why it was not taken.
func owed(k *Kit, o screen.Owed) fyne.CanvasObject {
	symbol, colour, state := "clock", widget.QuietInk, k.Text("delivery.next", "time", o.Next.Format(minute))
	switch {
	case o.Dead:
		symbol, colour, state = "stop", widget.Stop, k.Text("delivery.given_up")
	case o.Next.IsZero():
		state = k.Text("delivery.now")
	}
	rows := container.NewVBox(
		widget.Paragraph(o.Receiver+" · "+o.Key+" · "+k.Text("delivery.since", "time", o.Since.Format(minute)), theme.SizeNameText, fyne.TextAlignLeading),
		widget.Caption(state+" · "+k.Text("delivery.attempts", "n", strconv.Itoa(o.Attempts)), widget.QuietInk))
	for _, more := range []string{o.Reason, o.Progress} {
		if more != "" {
			rows.Add(widget.Caption(more, widget.QuietInk))
		}
	}
	return card(container.NewBorder(nil, nil, container.NewCenter(widget.Icon(symbol, colour, widget.SizeSymbol)), nil, rows))
}
