package view

import (
	"fyne.io/fyne/v2/container"
	fynewidget "fyne.io/fyne/v2/widget"

	"portico/app/flow"
	"portico/app/screen"
	"portico/app/widget"
)

// Busy is shown while the engine decides, the outcome is kept or everything is
// erased: nothing at first, a sentence once it takes longer than a moment, and
// another attempt where it failed.
func Busy(k *Kit) Page {
	s := screen.Get(k.Model.State)
	p := Page{Part: checkPart, Stop: s.Step == flow.Deciding}
	if s.Step == flow.Wiping {
		p.Part = noPart
	}
	if !s.Busy && s.Problem != flow.NoProblem {
		p.Stop = true
		p.Main = &Action{"retake", "action.again", widget.Main, k.send(flow.Continue{})}
		p.Body = statement("doubt", widget.Attend, k.Text(string(s.Step)+".title"), k.Text("saving.body"))
		if s.Problem == flow.Full {
			p.Body = statement("doubt", widget.Attend, k.Text("problem.full"), k.Text("saving.body"))
		}
		return p
	}
	bar := fynewidget.NewProgressBarInfinite()
	bar.Stop()
	content := statement("clock", widget.QuietInk, k.Text(busyKey(s.Step)), "", bar)
	content.Hide()
	k.Scope.Watch(k.Model.Waiting, func() {
		if screen.Get(k.Model.Waiting) {
			bar.Start()
			content.Show()
		}
	})
	p.Body = container.NewStack(content)
	return p
}
