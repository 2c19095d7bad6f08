package view

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"portico/app/flow"
	"portico/app/gauge"
	"portico/app/screen"
	"portico/app/widget"
)

// cameras shows what each lens sees and how well, and lets an operator choose
// its camera and calibrate it.
func cameras(k *Kit, p *Page, room *fyne.Container, c *screen.Cameras) {
	if c == nil {
		return
	}
	lens := screen.Get(k.Model.State).Lens
	shape, mirror := widget.CardShape, false
	if lens == flow.FaceLens {
		shape, mirror = widget.OvalShape, true
	}
	preview := widget.NewPreview(shape, mirror)
	k.Show(preview)
	k.Scope.Finally(preview.Clear)
	k.Scope.Watch(k.Model.Advice, func() { preview.SetGood(screen.Get(k.Model.Advice).Good) })
	var lenses []fyne.CanvasObject
	for _, l := range []flow.Lens{flow.DocumentLens, flow.FaceLens} {
		rank := widget.Quiet
		if l == lens {
			rank = widget.Main
		}
		lenses = append(lenses, widget.NewButton(lensSymbols[l], k.Text(lensKeys[l]), rank, k.send(flow.LookThrough{Lens: l})))
	}
	target := theme.Size(widget.SizeTarget)
	seen := container.NewVBox(container.NewGridWithColumns(2, lenses...), container.NewGridWrap(fyne.NewSize(6.4*target, 3.6*target), preview),
		told(k), widget.Caption(k.Text(howKeys[lens]), widget.QuietInk))
	said := container.NewVBox(gauges(k))
	said.Add(heading(k, "cameras.found"))
	for _, cam := range found(k, c, lens) {
		said.Add(cam)
	}
	said.Add(heading(k, "cameras.limits"))
	for _, l := range c.Limits {
		said.Add(limit(k, l))
	}
	if k.narrow() {
		room.Add(seen)
		room.Add(said)
	} else {
		room.Add(container.NewBorder(nil, nil, seen, nil, inset(theme.Size(widget.SizeGutter), 0, said)))
	}
	measure := Action{"measure", "action.calibrate", widget.Main, k.send(flow.Ask{Order: flow.Order{Task: flow.Calibrate, Lens: lens}})}
	p.Main = &measure
	if c.Proposed && !c.Fixed {
		measure.Rank = widget.Quiet
		p.More = []Action{measure}
		p.Main = &Action{"tick", "action.keep_limits", widget.Main, k.send(flow.Ask{Order: flow.Order{Task: flow.KeepLimits, Lens: lens}})}
	}
}

var (
	lensKeys    = map[flow.Lens]string{flow.DocumentLens: "cameras.document", flow.FaceLens: "cameras.face"}
	lensSymbols = map[flow.Lens]string{flow.DocumentLens: "card", flow.FaceLens: "face"}
	howKeys     = map[flow.Lens]string{flow.DocumentLens: "cameras.document.how", flow.FaceLens: "cameras.face.how"}
)

// told is what a visitor would be told about the picture now.
func told(k *Kit) fyne.CanvasObject {
	l := widget.Paragraph("", theme.SizeNameText, fyne.TextAlignLeading)
	say := func() {
		switch a := screen.Get(k.Model.Advice); {
		case screen.Get(k.Model.State).CameraLost:
			l.SetText(k.Text("camera.lost"))
		case a.Hint != "":
			l.SetText(k.Text("cameras.told", "hint", k.Text("hint."+string(a.Hint))))
		default:
			l.SetText("")
		}
	}
	k.Scope.Watch(k.Model.State, say)
	k.Scope.Watch(k.Model.Advice, say)
	return l
}

// gauges are what is measured of the camera now, and what to change.
func gauges(k *Kit) fyne.CanvasObject {
	values := map[string]func(gauge.Reading) (string, bool){
		"cameras.rate":      func(r gauge.Reading) (string, bool) { return k.decimal(r.FPS, 0), r.FPS > 0 },
		"cameras.sharpness": func(r gauge.Reading) (string, bool) { return k.decimal(r.Sharpness, 3), true },
		"cameras.light":     func(r gauge.Reading) (string, bool) { return k.decimal(r.Brightness, 2), true },
		"cameras.size":      func(r gauge.Reading) (string, bool) { return fmt.Sprintf("%d×%d", r.Width, r.Height), true },
	}
	row := container.NewGridWithColumns(2)
	advice := widget.Paragraph("", theme.SizeNameText, fyne.TextAlignLeading)
	var update []func(gauge.Reading)
	for _, key := range []string{"cameras.sharpness", "cameras.light", "cameras.rate", "cameras.size"} {
		value := widget.Line("–", widget.SizeInstruction, widget.Ink, true)
		row.Add(card(container.NewVBox(beside(value), widget.Caption(k.Text(key), widget.QuietInk))))
		update = append(update, func(r gauge.Reading) {
			value.Text = "–"
			if text, known := values[key](r); known && r.Width > 0 {
				value.Text = text
			}
			value.Refresh()
		})
	}
	k.Scope.Watch(k.Model.Gauge, func() {
		r := screen.Get(k.Model.Gauge).Reading
		for _, show := range update {
			show(r)
		}
		advice.SetText(remedies(k, r))
	})
	return container.NewVBox(row, advice)
}

// remedies say what to change about a camera.
func remedies(k *Kit, r gauge.Reading) string {
	switch {
	case r.Width == 0:
		return k.Text("camera.starting")
	case r.FPS == 0: // not counted yet
		return ""
	}
	var all []string
	for _, f := range r.Faults() {
		all = append(all, k.Text("fault."+string(f)))
	}
	if len(all) == 0 {
		return k.Text("cameras.good")
	}
	return strings.Join(all, " ")
}

// found lists the cameras, each with a button that has it serve the lens.
func found(k *Kit, c *screen.Cameras, lens flow.Lens) (all []fyne.CanvasObject) {
	switch {
	case c.Fixed:
		return []fyne.CanvasObject{notice("camera", k.Text("cameras.fixed"), widget.QuietInk)}
	case len(c.Found) == 0:
		all = append(all, notice("camera", k.Text("cameras.none"), widget.Attend))
	}
	best := screen.Camera{Name: k.Text("cameras.best"), Allowed: true}
	for _, cam := range append([]screen.Camera{best}, c.Found...) {
		words := container.NewVBox(widget.Paragraph(cam.Name, theme.SizeNameText, fyne.TextAlignLeading))
		if cam.Virtual {
			words.Add(widget.Caption(k.Text("cameras.virtual"), widget.Attend))
		}
		if !cam.Allowed {
			words.Add(widget.Caption(k.Text("cameras.refused"), widget.Attend))
		}
		if cam.ID != "" {
			words.Add(widget.Caption(cam.ID, widget.QuietInk))
		}
		var use fyne.CanvasObject
		switch {
		case cam.ID == c.Chosen:
			use = container.NewHBox(widget.Icon("tick", widget.Good, widget.SizeSymbol), container.NewCenter(widget.Line(k.Text("cameras.chosen"), widget.SizeSmall, widget.Good, true)))
		case cam.Allowed:
			use = widget.NewButton("tick", k.Text("action.choose"), widget.Quiet,
				k.send(flow.Ask{Order: flow.Order{Task: flow.ChooseCamera, Lens: lens, Camera: cam.ID}}))
		}
		if use != nil {
			use = container.NewCenter(use)
		}
		all = append(all, card(container.NewBorder(nil, nil, nil, use, words)))
	}
	return all
}

// limit is one limit of guidance, and what calibration proposes for it.
func limit(k *Kit, l screen.Limit) fyne.CanvasObject {
	said := func(v float64) string {
		if v == 0 {
			return k.Text("cameras.usual")
		}
		return k.brief(v)
	}
	value := said(l.Now)
	if l.Proposed != l.Now && l.Proposed != 0 {
		value = k.Text("cameras.proposed", "now", value, "then", said(l.Proposed))
	}
	return fact(k.Text("limit."+l.Name), value, "", widget.Ink)
}
