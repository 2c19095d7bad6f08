package view

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"portico/app/flow"
	"portico/app/screen"
	"portico/app/widget"
)

// livenessRoom shows what the passive check saw of people and copies at this
// desk and how often it errs, and has it see more.
func livenessRoom(k *Kit, p *Page, room *fyne.Container, l *screen.Liveness) {
	if l == nil {
		return
	}
	if l.Fixed {
		room.Add(notice("camera", k.Text("liveness.fixed"), widget.QuietInk))
		return
	}
	preview := widget.NewPreview(widget.OvalShape, true)
	k.Show(preview)
	k.Scope.Finally(preview.Clear)
	target := theme.Size(widget.SizeTarget)
	seen := container.NewVBox(container.NewGridWrap(fyne.NewSize(6.4*target, 3.6*target), preview), told(k))
	said := container.NewVBox(tiles(k, collected(k, l.People, "liveness.people"), collected(k, l.Copies, "liveness.copies")))
	if l.Errors == nil {
		said.Add(widget.Caption(k.Text("liveness.least", "n", strconv.Itoa(l.Least)), widget.QuietInk))
	} else {
		said.Add(heading(k, "liveness.errors"))
		said.Add(erring(k, l.Errors.Doubted, "liveness.doubted"))
		said.Add(erring(k, l.Errors.Passed, "liveness.passed"))
	}
	inForce := "liveness.standard"
	if l.Own {
		inForce = "liveness.own"
	}
	said.Add(widget.Caption(k.Text(inForce), widget.QuietInk))
	said.Add(widget.Caption(k.Text("liveness.how"), widget.QuietInk))
	if k.narrow() {
		room.Add(seen)
		room.Add(said)
	} else {
		room.Add(container.NewBorder(nil, nil, seen, nil, inset(theme.Size(widget.SizeGutter), 0, said)))
	}
	offered(k, p, l)
}

// offered are the room's actions.
func offered(k *Kit, p *Page, l *screen.Liveness) {
	task := func(t flow.Task) func() { return k.send(flow.Ask{Order: flow.Order{Task: t}}) }
	take := func(of flow.Subject) func() {
		return k.send(flow.Compose{Order: flow.Order{Task: flow.Study, Name: string(of)}})
	}
	p.Main = &Action{"face", "action.study_person", widget.Main, take(flow.Person)}
	p.More = []Action{{"card", "action.study_copy", widget.Quiet, take(flow.Copy)}}
	if l.Errors != nil {
		p.Main.Rank = widget.Quiet
		p.More = append(p.More, *p.Main)
		p.Main = &Action{"tick", "action.keep_limits", widget.Main, task(flow.KeepDoubt)}
	}
	if l.People.Takes+l.Copies.Takes > 0 {
		p.More = append(p.More, Action{"bin", "action.discard", widget.Harmful, task(flow.DiscardStudy)})
	} else if l.Own {
		p.More = append(p.More, Action{"back", "action.usual_doubt", widget.Quiet, task(flow.UsualDoubt)})
	}
}

func collected(k *Kit, s screen.Size, key string) fyne.CanvasObject {
	return card(container.NewVBox(beside(widget.Line(strconv.Itoa(s.Pictures), widget.SizeTitle, widget.Ink, true)),
		widget.Caption(k.Text(key, "n", strconv.Itoa(s.Takes)), widget.QuietInk)))
}

// erring is how often the check erred, and between what shares it may err.
func erring(k *Kit, r screen.Rate, key string) fyne.CanvasObject {
	percent := func(share float64) string { return k.decimal(100*share, 1) }
	return fact(k.Text(key), k.Text("liveness.rate", "hits", strconv.Itoa(r.Hits), "of", strconv.Itoa(r.Of), "low", percent(r.Low), "high", percent(r.High)), "", widget.Ink)
}

// agreedSheet asks whether whoever a take shows has agreed to it.
func agreedSheet(k *Kit, of flow.Subject) Sheet {
	dismiss := k.send(flow.Dismiss{})
	return newSheet(k, Sheet{Main: dismiss},
		widget.Paragraph(k.Text("liveness.agreed"), widget.SizeTitle, fyne.TextAlignLeading),
		widget.Paragraph(k.Text("liveness.agreed."+string(of)), widget.SizeInstruction, fyne.TextAlignLeading),
		packed(sheetRoom(k),
			button(k, Action{"tick", "action.agreed", widget.Quiet, k.send(flow.Edited{})}),
			button(k, Action{"next", "action.cancel", widget.Main, dismiss})))
}
