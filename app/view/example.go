package view

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"portico/app/flow"
	"portico/app/screen"
	"portico/app/widget"
)

// exampleShown is how long the example stays.
const exampleShown = 3 * time.Second

// examples are what the picture of a step is to show, where it is not a page.
var examples = map[flow.Step]string{
	flow.Selfie: "face", flow.Neutral: "face", flow.Smile: "smile",
}

// example is a drawn picture of what is wanted, in the corner of the live one.
// It leaves by itself.
func example(k *Kit, step flow.Step) fyne.CanvasObject {
	gap := theme.Size(widget.SizeGutter) / 2
	drawn := flip
	if step != flow.Back {
		symbol := examples[step]
		if step == flow.Front {
			symbol = broughtSymbols[screen.Get(k.Model.State).Brought]
		}
		drawn = func(*Kit) fyne.CanvasObject { return widget.Icon(symbol, widget.Brand, widget.SizeEmblem) }
	}
	corner := inset(gap, gap, container.NewVBox(layout.NewSpacer(), container.NewHBox(layout.NewSpacer(), card(drawn(k)))))
	stay := fyne.NewAnimation(exampleShown, func(done float32) {
		if done == 1 {
			corner.Hide()
		}
	})
	stay.Start()
	k.Scope.Finally(stay.Stop)
	return corner
}
