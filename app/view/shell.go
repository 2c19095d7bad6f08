package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"portico/app/flow"
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
// same place on every screen.
func shell(k *Kit, p Page) fyne.CanvasObject {
	body := p.Body
	if !p.Bleed {
		body = inset(theme.Size(widget.SizeMargin), theme.Size(widget.SizeGutter), body)
	}
	return container.NewStack(
		canvas.NewRectangle(widget.Ground),
		container.NewBorder(header(k, p), actions(k, p), nil, nil, body),
	)
}

func header(k *Kit, p Page) fyne.CanvasObject {
	mark := container.NewHBox(container.NewCenter(widget.Icon("mark", widget.Brand, widget.SizeSymbol)))
	if !widget.Compact() {
		mark.Add(container.NewCenter(widget.Line(k.Text("brand"), widget.SizeInstruction, widget.Brand, true)))
	}
	if k.Notice != "" {
		mark.Add(container.NewCenter(widget.Line(k.Text(k.Notice), widget.SizeSmall, widget.Attend, true)))
	}
	right := container.NewHBox(widget.NewButton("help", k.Text("action.help"), widget.Bare, k.send(flow.Help{})))
	if p.Stop {
		right.Add(widget.NewButton("cross", k.Text("action.stop"), widget.Bare, k.send(flow.AskStop{})))
	}
	middle := layout.NewSpacer()
	if p.Part != noPart {
		var words []string
		for _, key := range partKeys {
			words = append(words, k.Text(key))
		}
		middle = widget.NewStepper(words, p.Part)
	}
	return bar(widget.SizeHeader, container.NewBorder(nil, nil, mark, container.NewCenter(right), middle))
}

func actions(k *Kit, p Page) fyne.CanvasObject {
	gap := theme.Size(widget.SizeGutter)
	left, right := container.NewHBox(), container.New(layout.NewCustomPaddedHBoxLayout(gap))
	if p.Equal {
		right.Layout = layout.NewGridLayout(len(p.More) + 1)
	}
	if p.Back != nil {
		left.Add(button(k, *p.Back))
	}
	for _, a := range p.More {
		right.Add(button(k, a))
	}
	switch {
	case p.Shutter != nil:
		right.Add(p.Shutter)
	case p.Main != nil:
		right.Add(button(k, *p.Main))
	}
	middle := layout.NewSpacer()
	if p.Lead != "" {
		middle = centred(widget.Paragraph(p.Lead, widget.SizeInstruction, fyne.TextAlignCenter))
	}
	return bar(widget.SizeActions, container.NewBorder(nil, nil,
		container.NewCenter(left), container.NewCenter(right), middle))
}

func button(k *Kit, a Action) *widget.Button {
	return widget.NewButton(a.Symbol, k.Text(a.Key), a.Rank, a.Do)
}

// bar is a strip of the full width and a named height.
func bar(height fyne.ThemeSizeName, content fyne.CanvasObject) fyne.CanvasObject {
	back := canvas.NewRectangle(widget.Surface)
	back.SetMinSize(fyne.NewSize(0, theme.Size(height)))
	return container.NewStack(back, inset(theme.Size(widget.SizeMargin), 0, content))
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
	back := canvas.NewRectangle(widget.Surface)
	back.CornerRadius = theme.Size(widget.SizeRadius)
	gap := theme.Size(widget.SizeGutter) / 2
	return container.NewStack(back, inset(gap, gap, content))
}
