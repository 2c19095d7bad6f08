package view

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"portico/app/screen"
	"portico/app/widget"
)

// figures shows what became of each day's visitors and what they had to take
// again, as the audit trail has it.
func figures(k *Kit, room *fyne.Container, f *screen.Figures) {
	if f == nil {
		return
	}
	if !f.Whole {
		room.Add(notice("stop", k.Text("figures.broken"), widget.Stop))
	}
	if len(f.Days) == 0 {
		room.Add(notice("none", k.Text("figures.none"), widget.QuietInk))
		return
	}
	busiest := 0
	for _, d := range f.Days {
		busiest = max(busiest, d.Begun)
	}
	for _, d := range f.Days {
		room.Add(visitors(k, d, busiest))
	}
	if len(f.Retakes) == 0 {
		return
	}
	room.Add(heading(k, "figures.retakes"))
	var rows []fyne.CanvasObject
	for _, r := range f.Retakes {
		rows = append(rows, beside(widget.Line(strconv.Itoa(r.N)+" · "+k.Text("retake."+r.Reason), widget.SizeSmall, widget.Ink, false)),
			under(stacked(f.Retakes[0].N, share{r.N, widget.QuietInk})))
	}
	room.Add(card(container.NewVBox(rows...)))
}

// visitors is one day: a bar as long as it was busy, in the parts of what
// became of them, each said below it.
func visitors(k *Kit, d screen.Day, busiest int) fyne.CanvasObject {
	parts := []struct {
		n      int
		key    string
		symbol string
		colour widget.Role
	}{
		{d.Accepted, "figures.accepted", "tick", widget.Good},
		{d.Reviewed, "figures.reviewed", "doubt", widget.Attend},
		{d.Rejected, "figures.rejected", "stop", widget.Stop},
		{d.Abandoned, "figures.abandoned", "bin", widget.QuietInk},
	}
	var bar []share
	var said []fyne.CanvasObject
	for _, part := range parts {
		if part.n > 0 {
			bar = append(bar, share{part.n, part.colour})
			said = append(said, container.NewHBox(widget.Icon(part.symbol, part.colour, widget.SizeSmall),
				widget.Line(strconv.Itoa(part.n)+" "+k.Text(part.key), widget.SizeSmall, widget.Ink, false)))
		}
	}
	title := d.Date.Format("2006-01-02") + " · " + k.Text("figures.begun", "n", strconv.Itoa(d.Begun))
	if d.Median > 0 {
		title += " · " + k.Text("figures.median", "seconds", k.decimal(d.Median.Seconds(), 0))
	}
	return entry(title, under(container.NewVBox(stacked(busiest, bar...), packed(k.roomWidth(), said...))))
}

// share is a part of a bar.
type share struct {
	n      int
	colour widget.Role
}

// stacked is a bar of parts, as long as the whole room at most.
func stacked(most int, parts ...share) fyne.CanvasObject {
	bar, counts := container.NewWithoutLayout(), []int{}
	for _, p := range parts {
		bar.Add(canvas.NewRectangle(p.colour.Colour()))
		counts = append(counts, p.n)
	}
	bar.Layout = shares{most, counts}
	return bar
}

// shares lays objects out as parts of a bar that is full at most.
type shares struct {
	most   int
	counts []int
}

func (shares) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, theme.Size(widget.SizeSmall))
}

func (s shares) Layout(objects []fyne.CanvasObject, space fyne.Size) {
	var x float32
	for i, o := range objects {
		w := space.Width * float32(s.counts[i]) / float32(max(s.most, 1))
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(w, space.Height))
		x += w
	}
}
