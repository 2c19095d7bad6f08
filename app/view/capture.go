package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

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
	preview, hint := widget.NewPreview(shape, mirror), widget.NewPill()
	shutter := widget.NewShutter(k.Text("action.take"), k.Shoot)
	k.Show(preview)
	k.Scope.Finally(preview.Clear)

	top := container.New(afloat{}, hint)
	say := func() {
		if hint.Say(pill(k)) {
			top.Refresh()
		}
	}
	k.Scope.Watch(k.Model.State, say)
	k.Scope.Watch(k.Model.Waiting, say)
	k.Scope.Watch(k.Model.Advice, func() {
		a := screen.Get(k.Model.Advice)
		preview.SetGood(a.Good)
		shutter.SetFilled(a.Filled)
		say()
	})

	p := Page{
		Body:  container.NewStack(preview, top),
		Bleed: true, Lead: k.Text(string(step) + ".title"), Part: part, Stop: true,
		Back:    &Action{"back", "action.back", widget.Quiet, k.send(flow.GoBack{})},
		Main:    &Action{"camera", "action.take", widget.Main, k.Shoot},
		Shutter: shutter,
	}
	if step == flow.Back {
		p.More = []Action{{"card-back", "action.no_back", widget.Quiet, k.send(flow.NoBackSide{})}}
	}
	return p
}

// afloat is a layout that leaves its objects at their own size, in the middle
// of the top.
type afloat struct{}

func (afloat) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (afloat) Layout(objects []fyne.CanvasObject, space fyne.Size) {
	for _, o := range objects {
		size := o.MinSize()
		o.Resize(size)
		o.Move(fyne.NewPos((space.Width-size.Width)/2, theme.Size(widget.SizeGutter)/2))
	}
}
