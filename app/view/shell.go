package view

import (
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

// The parts of the whole, for the stepper.
const (
	noPart = iota - 1
	documentPart
	facePart
	checkPart
	donePart
)

var partKeys = []string{"step.document", "step.face", "step.check", "step.done"}

// shell puts a page between the header and the action bar, which are at the
// same place on every screen. What is higher than the screen scrolls.
func shell(k *Kit, p *Page) fyne.CanvasObject {
	body := p.Body
	if !p.Bleed {
		p.Scroll = container.NewVScroll(inset(theme.Size(widget.SizeMargin), theme.Size(widget.SizeGutter), body))
		body = p.Scroll
	}
	return container.NewBorder(header(k, p), actions(k, p), nil, nil, body)
}

func header(k *Kit, p *Page) fyne.CanvasObject {
	mark := container.NewHBox(sign(k)...)
	if k.Notice != "" {
		mark.Add(container.NewCenter(widget.Line(k.Text(k.Notice), widget.SizeSmall, widget.Attend, true)))
	}
	left := fyne.CanvasObject(mark)
	if p.Knock != nil {
		corner := widget.NewHeld(mark, p.Knock)
		k.Scope.Finally(corner.Release)
		left = corner
	}
	buttons := []fyne.CanvasObject{widget.NewButton("help", k.Text("action.help"), widget.Bare, k.send(flow.Help{}))}
	if p.Stop {
		buttons = append(buttons, widget.NewButton("cross", k.Text("action.stop"), widget.Bare, k.send(flow.AskStop{})))
	}
	right := container.NewCenter(container.NewHBox(buttons...))
	middle := layout.NewSpacer()
	if p.Part != noPart {
		words, at := parts(k, p.Part)
		middle = widget.NewStepper(words, at, false)
		if widget.Compact() && !fit(k.room(), left, middle, right) {
			middle = widget.NewStepper(words, at, true)
		}
	}
	switch {
	case fit(k.room(), left, middle, right):
		return bar(widget.SizeHeader, container.NewBorder(nil, nil, left, right, middle))
	case fit(k.room(), left, right):
		return bar(widget.SizeHeader, container.NewVBox(container.NewBorder(nil, nil, left, right), middle))
	}
	return bar(widget.SizeHeader, packed(k.room(), append([]fyne.CanvasObject{left, middle}, buttons...)...))
}

// parts are the words of the whole and which of them a part is. Without
// biometrics there is no face.
func parts(k *Kit, part int) (words []string, at int) {
	for _, key := range partKeys {
		words = append(words, k.Text(key))
	}
	if !screen.Get(k.Model.State).Faceless {
		return words, part
	}
	if part > facePart {
		part--
	}
	return slices.Delete(words, facePart, facePart+1), part
}

// sign is the operator's logo, else our mark with its word where there is room.
func sign(k *Kit) []fyne.CanvasObject {
	if brand := screen.Get(k.Model.Brand); brand != nil && brand.Logo != nil {
		logo := canvas.NewImageFromResource(fyne.NewStaticResource(brand.Logo.Name, brand.Logo.Data))
		logo.FillMode = canvas.ImageFillContain
		target := theme.Size(widget.SizeTarget)
		logo.SetMinSize(fyne.NewSize(widestLogo*target, target))
		return []fyne.CanvasObject{container.NewCenter(logo)}
	}
	all := []fyne.CanvasObject{container.NewCenter(widget.Icon("mark", widget.Brand, widget.SizeSymbol))}
	if !widget.Compact() {
		all = append(all, container.NewCenter(widget.Line(k.Text("brand"), widget.SizeInstruction, widget.Brand, true)))
	}
	return all
}

// widestLogo is the width that a logo fits into, in its heights.
const widestLogo = 2.5

// leastLead is the room that a sentence needs between the buttons, in heights
// of its text; with less it gets a row of its own.
const leastLead = 14

func actions(k *Kit, p *Page) fyne.CanvasObject {
	gap := theme.Size(widget.SizeGutter)
	var left []fyne.CanvasObject
	if p.Back != nil {
		left = append(left, button(k, *p.Back))
	}
	var right []fyne.CanvasObject
	for _, a := range p.More {
		right = append(right, button(k, a))
	}
	switch {
	case p.Shutter != nil:
		right = append(right, p.Shutter)
	case p.Main != nil:
		right = append(right, button(k, *p.Main))
	}
	content := container.NewVBox(layout.NewSpacer())
	spare := k.room()
	for _, o := range append(left, right...) {
		spare -= o.MinSize().Width + gap
	}
	middle := layout.NewSpacer()
	if p.Lead != "" {
		lead := fyne.CanvasObject(widget.Paragraph(p.Lead, widget.SizeInstruction, fyne.TextAlignCenter))
		if p.Dots != nil {
			lead = container.New(layout.NewCustomPaddedVBoxLayout(0), lead, p.Dots)
		}
		if spare >= leastLead*theme.Size(widget.SizeInstruction) {
			middle = centred(lead)
		} else {
			content.Add(lead)
		}
	}
	if spare < -gap {
		all := slices.Concat(left, right)
		if p.Equal {
			content.Add(grid(k.room(), 2, all...))
		} else {
			content.Add(apart(packed(k.room(), all...), len(left)))
		}
		content.Add(layout.NewSpacer())
		return bar(widget.SizeActions, content)
	}
	side := container.New(layout.NewCustomPaddedHBoxLayout(gap), right...)
	if p.Equal {
		side.Layout = layout.NewGridLayout(len(right))
		if !fit(k.room(), container.NewHBox(left...), side) {
			side.Layout = layout.NewCustomPaddedHBoxLayout(gap)
		}
	}
	content.Add(container.NewBorder(nil, nil, container.NewCenter(container.NewHBox(left...)), container.NewCenter(side), middle))
	content.Add(layout.NewSpacer())
	return bar(widget.SizeActions, content)
}

func button(k *Kit, a Action) *widget.Button {
	return widget.NewButton(a.Symbol, k.Text(a.Key), a.Rank, a.Do)
}

// bar is a strip of the full width and of a named height, or of its content's
// where that is more.
func bar(height fyne.ThemeSizeName, content fyne.CanvasObject) fyne.CanvasObject {
	back := canvas.NewRectangle(widget.Surface.Colour())
	back.SetMinSize(fyne.NewSize(0, theme.Size(height)))
	return container.NewStack(back, inset(theme.Size(widget.SizeMargin), theme.Size(widget.SizeGutter)/3, content))
}

// inset keeps content away from the sides, and from top and bottom.
func inset(sides, ends float32, content fyne.CanvasObject) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedLayout(ends, ends, sides, sides), content)
}

// centred puts content that wraps in the middle of the height it gets.
func centred(content fyne.CanvasObject) fyne.CanvasObject {
	return container.NewVBox(layout.NewSpacer(), content, layout.NewSpacer())
}

// card is content on a surface with round corners.
func card(content fyne.CanvasObject) fyne.CanvasObject {
	back := canvas.NewRectangle(widget.Surface.Colour())
	back.CornerRadius = theme.Size(widget.SizeRadius)
	gap := theme.Size(widget.SizeGutter) / 2
	return container.NewStack(back, inset(gap, gap, content))
}
