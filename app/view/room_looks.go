package view

import (
	"image/color"
	"path/filepath"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"portico/app/flow"
	"portico/app/palette"
	"portico/app/screen"
	"portico/app/widget"
)

// looksRoom lets an operator try colours and put them in force, hang a logo, set
// the volume, and say things otherwise.
func looksRoom(k *Kit, p *Page, room *fyne.Container, l *screen.Looks) {
	if l == nil {
		return
	}
	ask := func(o flow.Order) func() { return k.send(flow.Ask{Order: o}) }
	room.Add(heading(k, "looks.colours"))
	room.Add(sample(k, l.Colours))
	for _, poor := range l.Colours.Poor() {
		room.Add(notice("doubt", k.Text("looks.poor", "text", k.Text(roleKeys[poor.Text]), "ground", k.Text(roleKeys[poor.Ground]),
			"is", k.decimal(poor.Contrast, 1), "least", k.brief(palette.Least)), widget.Attend))
	}
	var swatches []fyne.CanvasObject
	for _, role := range palette.Roles() {
		swatches = append(swatches, swatch(k, role, l.Colours[role]))
	}
	room.Add(packed(k.roomWidth(), swatches...))
	room.Add(heading(k, "looks.logo"))
	room.Add(widget.Caption(k.Text("looks.logo.how"), widget.QuietInk))
	for _, file := range l.Logos {
		room.Add(widget.NewButton("tick", filepath.Base(filepath.Dir(file))+" · "+filepath.Base(file), widget.Quiet, ask(flow.Order{Task: flow.ChooseLogo, Value: file})))
	}
	if l.Logo {
		room.Add(container.NewHBox(widget.NewButton("mark", k.Text("looks.mark"), widget.Quiet, ask(flow.Order{Task: flow.ChooseLogo}))))
	}
	room.Add(heading(k, "looks.sounds"))
	room.Add(widget.Caption(k.Text("looks.sounds.how"), widget.QuietInk))
	volume := strconv.Itoa(l.Volume)
	room.Add(container.NewHBox(widget.NewButton("pencil", k.Text("looks.volume", "n", volume), widget.Quiet,
		k.send(flow.Compose{Order: flow.Order{Task: flow.SetVolume, Value: volume}}))))
	room.Add(heading(k, "looks.words"))
	room.Add(widget.Caption(k.Text("looks.words.how"), widget.QuietInk))
	for _, w := range l.Words {
		room.Add(ownWords(k, w))
	}
	if l.Own {
		p.More = []Action{{"retake", "action.usual_colours", widget.Quiet, ask(flow.Order{Task: flow.UsualColours})}}
	}
	if l.Tried {
		p.Main = &Action{"tick", "action.use_colours", widget.Main, ask(flow.Order{Task: flow.KeepColours})}
	}
}

var roleKeys = map[palette.Role]string{
	palette.Ground: "looks.ground", palette.Surface: "looks.surface", palette.Ink: "looks.ink", palette.QuietInk: "looks.quiet",
	palette.Brand: "looks.brand", palette.OnBrand: "looks.on_brand", palette.Good: "looks.good", palette.Attend: "looks.attend", palette.Stop: "looks.stop",
}

// swatch is a colour with a button that has another one typed.
func swatch(k *Kit, role palette.Role, c color.NRGBA) fyne.CanvasObject {
	box := canvas.NewRectangle(c)
	box.StrokeColor, box.StrokeWidth = widget.QuietInk.Colour(), 1
	box.SetMinSize(fyne.NewSquareSize(theme.Size(widget.SizeSymbol)))
	hex := palette.Hex(c)
	return container.NewHBox(container.NewCenter(box), widget.NewButton("pencil", k.Text(roleKeys[role])+" "+hex, widget.Quiet,
		k.send(flow.Compose{Order: flow.Order{Task: flow.DraftColour, Name: string(role), Value: hex}})))
}

// sample shows what screens look like in colours that may not be in force.
func sample(k *Kit, c palette.Colours) fyne.CanvasObject {
	line := func(text string, role palette.Role, size fyne.ThemeSizeName) fyne.CanvasObject {
		t := canvas.NewText(text, c[role])
		t.TextSize, t.TextStyle.Bold = theme.Size(size), size != widget.SizeSmall
		return t
	}
	on := func(ground palette.Role, radius float32, content fyne.CanvasObject) fyne.CanvasObject {
		back := canvas.NewRectangle(c[ground])
		back.CornerRadius = radius
		gap := theme.Size(widget.SizeGutter) / 2
		return container.NewStack(back, inset(gap, gap, content))
	}
	radius := theme.Size(widget.SizeRadius)
	words := container.NewVBox(
		line(k.Text("welcome.title"), palette.Ink, widget.SizeInstruction),
		line(k.Text("looks.quiet"), palette.QuietInk, widget.SizeSmall),
		packed(k.roomWidth(), line(k.Text("looks.good"), palette.Good, widget.SizeSmall),
			line(k.Text("looks.attend"), palette.Attend, widget.SizeSmall), line(k.Text("looks.stop"), palette.Stop, widget.SizeSmall)))
	main := container.NewHBox(on(palette.Brand, radius, line(k.Text("action.start"), palette.OnBrand, theme.SizeNameText)),
		container.NewCenter(line(k.Text("looks.brand"), palette.Brand, theme.SizeNameText)))
	return on(palette.Ground, 0, on(palette.Surface, radius, container.NewVBox(words, main)))
}

// ownWords is what a key says, with a button that has something else typed.
func ownWords(k *Kit, w screen.Words) fyne.CanvasObject {
	name, colour := w.Key, widget.QuietInk
	if w.Own {
		name, colour = w.Key+" · "+k.Text("looks.own"), widget.Attend
	}
	order := flow.Order{Task: flow.SayWords, Name: w.Key, Setting: screen.Get(k.Model.Language), Value: w.Text}
	pencil := container.NewCenter(widget.NewButton("pencil", "", widget.Bare, k.send(flow.Compose{Order: order})))
	return card(container.NewBorder(nil, nil, nil, pencil, container.NewVBox(
		widget.Caption(name, colour), widget.Paragraph(w.Text, theme.SizeNameText, fyne.TextAlignLeading))))
}
