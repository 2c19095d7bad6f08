package view

import (
	"fyne.io/fyne/v2/container"

	"portico/app/flow"
	"portico/app/screen"
	"portico/app/widget"
)

// Capture is the screen of every step that takes a picture: the live picture
// with its overlay, one hint, and the shutter.
func Capture(k *Kit, step flow.Step) Page {
	shape, mirror, part := widget.OvalShape, true, facePart
	if step == flow.Front || step == flow.Back {
		shape, mirror, part = widget.CardShape, false, documentPart
	}
	preview := widget.NewPreview(shape, mirror)
	shutter := widget.NewShutter(k.Text("action.take"), k.Shoot)
	k.Show(preview)
	k.Scope.Finally(preview.Clear)

	k.Scope.Watch(k.Model.Advice, func() {
		a := screen.Get(k.Model.Advice)
		preview.SetGood(a.Good)
		shutter.SetFilled(a.Filled)
	})

	flashOnce(k, preview)
	p := Page{
		Body:  container.NewStack(preview, example(k, step), hint(k)),
		Bleed: true, Lead: k.Text(captureKey(step, screen.Get(k.Model.State).Brought)), Part: part, Stop: true,
		Back:    &Action{"back", "action.back", widget.Quiet, k.send(flow.GoBack{})},
		Main:    &Action{"camera", "action.take", widget.Main, k.Shoot},
		Shutter: shutter,
	}
	if part == facePart {
		p.Dots = faceDots(k)
	}
	if step == flow.Back {
		p.More = []Action{{"card-back", "action.no_back", widget.Quiet, k.send(flow.NoBackSide{})}}
	}
	return p
}

// captureKey is the key of what a step asks for.
func captureKey(step flow.Step, brought flow.Brought) string {
	if step == flow.Front && brought == flow.Passport {
		return "document-front.passport"
	}
	return string(step) + ".title"
}

// flashOnce flashes the preview whenever a picture was taken.
func flashOnce(k *Kit, preview *widget.Preview) {
	taken := screen.Get(k.Model.State).Busy
	k.Scope.Watch(k.Model.State, func() {
		if now := screen.Get(k.Model.State).Busy; now != taken {
			if taken = now; taken {
				preview.Flash()
			}
		}
	})
}
