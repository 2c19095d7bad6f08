package view

import (
	"image"
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"portico/app/flow"
	"portico/app/screen"
	"portico/app/widget"
)

// Check shows what was read, each value with the place it was read from,
// unsure ones first, and asks whether it is right.
func Check(k *Kit) Page {
	p := Page{
		Part: checkPart, Stop: true, Lead: k.Text("check.title"),
		Back: &Action{"back", "action.back", widget.Quiet, k.send(flow.GoBack{})},
		More: []Action{{"retake", "action.retake", widget.Quiet, k.send(flow.Retake{})}},
		Main: &Action{"tick", "action.confirm", widget.Main, k.send(flow.Continue{})},
	}
	e := screen.Get(k.Model.Evidence)
	if e == nil || !slices.ContainsFunc(e.Fields, func(f screen.Field) bool { return f.Value != "" }) {
		p.Body = statement("doubt", widget.Attend, k.Text("check.nothing"), "")
		p.Lead, p.Main = "", &Action{"next", "action.keep_on", widget.Main, k.send(flow.Continue{})}
		return p
	}
	pages := container.NewVBox()
	for _, name := range []string{"front", "back"} {
		if img := e.Picture(name); img != nil {
			pages.Add(picture(k, name, img, 4.5))
		}
	}
	list := container.NewVBox()
	for _, f := range unsureFirst(e.Fields) {
		if f.Value != "" { // what was not read a colleague enters
			list.Add(field(k, f))
		}
	}
	if k.narrow() {
		p.Body = container.NewVBox(pages, list)
		return p
	}
	p.Body = container.NewBorder(nil, nil, container.NewVScroll(pages), nil,
		inset(theme.Size(widget.SizeGutter), 0, container.NewVScroll(container.NewBorder(nil, nil, nil, besideScrollbar(), list))))
	return p
}

// besideScrollbar keeps what scrolls from lying under the bar.
func besideScrollbar() fyne.CanvasObject {
	room := canvas.NewRectangle(color.Transparent)
	room.SetMinSize(fyne.NewSize(theme.ScrollBarSize(), 0))
	return room
}

func unsureFirst(fields []screen.Field) []screen.Field {
	sorted := slices.Clone(fields)
	slices.SortStableFunc(sorted, func(a, b screen.Field) int {
		switch {
		case a.Unsure == b.Unsure:
			return 0
		case a.Unsure:
			return -1
		}
		return 1
	})
	return sorted
}

// field is a value with its name and its cut-out.
func field(k *Kit, f screen.Field) fyne.CanvasObject {
	name := k.Text("field." + f.Name)
	colour := widget.QuietInk
	switch {
	case f.Typed:
		name += ": " + k.Text("check.typed")
	case f.Read != "":
		name += ": " + k.Text("check.edited", "read", k.shown(f.Name, f.Read))
	case f.Unsure:
		name, colour = name+": "+k.Text("check.unsure"), widget.Attend
	}
	words := container.NewVBox(
		widget.Caption(name, colour),
		widget.Paragraph(k.shown(f.Name, f.Value), widget.SizeInstruction, fyne.TextAlignLeading))
	pencil := container.NewCenter(widget.NewButton("pencil", "", widget.Bare, k.send(flow.Edit{Field: f.Name})))
	columns := 2
	if k.narrow() {
		columns = 1
	}
	row := container.NewGridWithColumns(columns, container.NewBorder(nil, nil, pencil, nil, words))
	switch {
	case f.Crop != nil:
		row.Add(still(k, f.Crop, 3, 1))
	case columns > 1:
		row.Add(layout.NewSpacer())
	}
	content := card(row)
	if f.Unsure {
		outline := canvas.NewRectangle(nil)
		outline.StrokeColor, outline.StrokeWidth = widget.Attend.Colour(), 3
		outline.CornerRadius = theme.Size(widget.SizeRadius)
		content = inset(2, 2, container.NewStack(content, outline))
	}
	return content
}

// picture is a still with its caption; wide is its width in button heights.
func picture(k *Kit, name string, img image.Image, wide float32) fyne.CanvasObject {
	b := img.Bounds()
	tall := wide * float32(b.Dy()) / float32(max(b.Dx(), 1))
	return container.NewVBox(
		widget.Caption(k.Text("picture."+name), widget.QuietInk),
		still(k, img, wide, tall))
}

// still shows a picture within so many button heights. It is let go of with the
// screen: fyne would keep it for another minute.
func still(k *Kit, img image.Image, wide, tall float32) *canvas.Image {
	c := canvas.NewImageFromImage(img)
	c.FillMode = canvas.ImageFillContain
	c.ScaleMode = canvas.ImageScaleFastest
	target := theme.Size(widget.SizeTarget)
	c.SetMinSize(fyne.NewSize(wide*target, tall*target))
	k.Scope.Finally(func() {
		c.Image = nil
		c.Refresh()
	})
	return c
}
