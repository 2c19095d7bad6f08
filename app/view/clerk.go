package view

import (
	"image"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"portico/app/flow"
	"portico/app/screen"
	"portico/app/widget"
	"portico/engine/trust"
)

// Clerk lets a colleague decide over a REVIEW: pictures, data and factors side
// by side, the reasons below; all of it once they have unlocked it.
func Clerk(k *Kit) Page {
	if s := screen.Get(k.Model.State); !s.MayDecide() {
		return locked(k, s.Setup.Access)
	}
	e, v := screen.Get(k.Model.Evidence), screen.Get(k.Model.Verdict)
	pictures, data := container.NewVBox(), container.NewVBox()
	factors := container.New(layout.NewCustomPaddedVBoxLayout(0))
	if e != nil {
		faces := container.NewGridWithColumns(2)
		for _, p := range e.Pictures {
			if p.Name == "front" || p.Name == "back" {
				pictures.Add(picture(k, p.Name, p.Image, 4))
			} else {
				faces.Add(container.NewVBox(layout.NewSpacer(), picture(k, p.Name, p.Image, 2)))
			}
		}
		pictures.Objects = append([]fyne.CanvasObject{faces}, pictures.Objects...)
		for _, f := range unsureFirst(e.Fields) {
			data.Add(datum(k, f))
		}
	}
	if v != nil {
		against, others := parted(v.Factors)
		for _, f := range slices.Concat(against, others) {
			factors.Add(factor(k, f))
		}
	}
	note, reject := k.send(flow.Note{}), k.send(flow.ClerkDecides{Decision: trust.Reject})
	later, accept := k.send(flow.ClerkLater{}), k.send(flow.ClerkDecides{Decision: trust.Accept})
	columns := 3
	column := func(key string, content fyne.CanvasObject) fyne.CanvasObject {
		title := widget.Line(k.Text(key), widget.SizeInstruction, widget.Ink, true)
		if columns == 1 {
			return card(container.NewVBox(title, content))
		}
		return card(container.NewBorder(title, nil, nil, nil, container.NewVScroll(container.NewBorder(nil, nil, nil, besideScrollbar(), content))))
	}
	if k.narrow() {
		columns = 1
	}
	return Page{
		Body: container.NewBorder(nil, said(k, e, v), nil, nil, container.NewGridWithColumns(columns,
			column("clerk.pictures", pictures), column("clerk.data", data), column("clerk.factors", factors))),
		Part: checkPart, Stop: true, Lead: k.Text(leadOf(screen.Get(k.Model.State).Clerk)),
		Back: &Action{"later", "action.later", widget.Quiet, later},
		More: []Action{{"pencil", "action.note", widget.Quiet, note}, {"stop", "action.reject", widget.Harmful, reject}},
		Main: &Action{"tick", "action.accept", widget.Main, accept},
		Keys: map[fyne.KeyName]func(){fyne.KeyF2: note, fyne.KeyF4: later, fyne.KeyF8: reject},
	}
}

// leadOf is the key of what a colleague is told of what another one proposed.
func leadOf(proposed flow.Review) string {
	switch proposed.Decision {
	case trust.Accept:
		return "clerk.confirm.accept"
	case trust.Reject:
		return "clerk.confirm.reject"
	}
	return "clerk.title"
}

// said is why it came to this, and what a colleague noted.
func said(k *Kit, e *screen.Evidence, v *trust.Verdict) fyne.CanvasObject {
	lines := container.NewVBox(widget.Paragraph(k.Text("clerk.reasons", "reasons", reasons(k, v)), theme.SizeNameText, fyne.TextAlignLeading))
	if e != nil && e.Note != "" {
		lines.Add(widget.Paragraph(k.Text("clerk.note", "note", e.Note), theme.SizeNameText, fyne.TextAlignLeading))
	}
	return lines
}

// datum is one value in the dense list: where it was read, and what each zone
// of the document says of it, side by side.
func datum(k *Kit, f screen.Field) fyne.CanvasObject {
	colour := widget.QuietInk
	name := k.Text("field." + f.Name)
	switch {
	case f.Typed && f.Value == "":
		colour, name = widget.Attend, name+": "+k.Text("check.missing")
	case f.Typed:
		colour, name = widget.Attend, name+": "+k.Text("check.typed")
	case f.Read != "":
		colour, name = widget.Attend, name+": "+k.Text("check.edited", "read", k.shown(f.Name, f.Read))
	case f.Unsure:
		colour, name = widget.Attend, name+": "+k.Text("check.unsure")
	}
	head := container.NewVBox(widget.Caption(name, colour))
	if f.Crop != nil {
		head.Add(beside(cutout(k, f.Crop)))
	}
	pencil := container.NewCenter(widget.NewButton("pencil", "", widget.Bare, k.send(flow.Edit{Field: f.Name})))
	rows := container.NewVBox(container.NewBorder(nil, nil, nil, pencil, head))
	if len(f.Zones) == 0 || f.Read != "" {
		rows.Add(widget.Paragraph(k.shown(f.Name, f.Value), theme.SizeNameText, fyne.TextAlignLeading))
	}
	if len(f.Zones) > 0 {
		zones := container.NewGridWithColumns(len(f.Zones))
		for _, z := range f.Zones {
			zones.Add(zone(k, z.Source, k.shown(f.Name, z.Value), z.Differs))
		}
		rows.Add(zones)
	}
	return rows
}

// cutout is where a value was read, as high as a line and at most as wide as
// three buttons are high.
func cutout(k *Kit, img image.Image) fyne.CanvasObject {
	const tall, widest = .5, 3
	b := img.Bounds()
	return still(k, img, min(tall*float32(b.Dx())/float32(max(b.Dy(), 1)), widest), tall)
}

// zone is what one zone of the document says of a field, marked where that is
// not what is printed.
func zone(k *Kit, source, value string, differs bool) fyne.CanvasObject {
	said := fyne.CanvasObject(widget.Paragraph(value, theme.SizeNameText, fyne.TextAlignLeading))
	if differs {
		said = container.NewBorder(nil, nil, container.NewCenter(widget.Icon("doubt", widget.Attend, widget.SizeSmall)), nil, said)
	}
	return container.NewVBox(widget.Caption(k.Text("zone."+source), widget.QuietInk), said)
}

// factor is one judged factor with what was made of it; its score on a bar
// against the limits of its rule.
func factor(k *Kit, f trust.Outcome) fyne.CanvasObject {
	symbol, colour := mark(f)
	word := k.Text("verdict." + string(f.Result))
	if f.Score != nil {
		word = k.decimal(*f.Score, 2) + " · " + word
	}
	line := container.NewBorder(nil, nil, container.NewCenter(widget.Icon(symbol, colour, widget.SizeSmall)),
		widget.Line(word, widget.SizeSmall, colour, true),
		widget.Caption(k.Text("factor."+f.Name), widget.Ink))
	if f.Score == nil {
		return line
	}
	return container.New(layout.NewCustomPaddedVBoxLayout(0), line, widget.NewScale(*f.Score, colour, k.limitsOf(f.Name)...))
}

// limitsOf are the limits by which the rules in force judge a factor's score.
func (k *Kit) limitsOf(factor string) (all []float64) {
	for _, r := range k.Rules() {
		for _, l := range []*float64{r.RejectBelow, r.ReviewBelow, r.ReviewAbove, r.RejectAbove} {
			if r.Factor == factor && l != nil {
				all = append(all, *l)
			}
		}
	}
	return all
}

func mark(f trust.Outcome) (string, widget.Role) {
	switch {
	case f.Result == trust.Pass:
		return "tick", widget.Good
	case f.Result == trust.Failed:
		return "stop", widget.Stop
	case f.Result == trust.NotEvaluated && !f.Required:
		return "none", widget.QuietInk
	}
	return "doubt", widget.Attend
}

// reasons names the factors that speak against an ACCEPT.
func reasons(k *Kit, v *trust.Verdict) string {
	var all []string
	if v != nil {
		against, _ := parted(v.Factors)
		for _, f := range against {
			all = append(all, k.Text("factor."+f.Name)+" ("+k.Text("verdict."+string(f.Result))+")")
		}
	}
	return strings.Join(all, ", ")
}

// parted are the factors that speak against an ACCEPT, and those that do not.
func parted(factors []trust.Outcome) (against, others []trust.Outcome) {
	for _, f := range factors {
		if f.Result == trust.Pass || f.Result == trust.NotEvaluated && !f.Required {
			others = append(others, f)
		} else {
			against = append(against, f)
		}
	}
	return against, others
}
