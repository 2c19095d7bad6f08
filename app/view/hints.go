package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"portico/app/flow"
	"portico/app/screen"
	"portico/app/widget"
	"portico/engine/guidance"
)

// symbols is the symbol that goes with each hint.
var symbols = map[guidance.Hint]string{
	guidance.SearchCard: "card", guidance.WholeCard: "frame", guidance.CardCloser: "nearer",
	guidance.CardFarther: "farther", guidance.CardFlat: "tilt", guidance.TurnOver: "turn",
	guidance.TooDark: "moon", guidance.TooBright: "sun", guidance.Glare: "sun",
	guidance.Blurred: "hand", guidance.HoldSteady: "hand", guidance.Hold: "tick",
	guidance.SearchFace: "face", guidance.OnePerson: "persons", guidance.FaceCloser: "nearer",
	guidance.FaceFarther: "farther", guidance.CentreFace: "centre", guidance.LevelHead: "tilt",
	guidance.LookStraight: "eye", guidance.OpenEyes: "eye", guidance.Relax: "face",
	guidance.SmileNow: "smile", guidance.GlareFace: "sun", guidance.WrongSide: "turn",
	guidance.CloseMouth: "face", guidance.BackLight: "sun", guidance.GlassesGlare: "sun",
}

// hint is the pill on a live picture, kept up to date.
func hint(k *Kit) fyne.CanvasObject {
	p := widget.NewPill()
	place := container.New(afloat{}, p)
	say := func() {
		if p.Say(pill(k)) {
			place.Refresh()
		}
	}
	k.Scope.Watch(k.Model.State, say)
	k.Scope.Watch(k.Model.Waiting, say)
	k.Scope.Watch(k.Model.Advice, say)
	k.Scope.Watch(k.Model.Prompt, say)
	return place
}

// pill is what the hint pill says: what hinders most comes first.
func pill(k *Kit) (symbol, words string, c widget.Role) {
	s, a := screen.Get(k.Model.State), screen.Get(k.Model.Advice)
	if told, ok := prompts[screen.Get(k.Model.Prompt).Instruction]; ok {
		a.Hint = guidance.Hint(told)
	}
	switch {
	case s.CameraLost:
		return "camera", k.Text("camera.lost"), widget.Attend
	case screen.Get(k.Model.Waiting) && s.Busy:
		return "clock", k.Text(busyKey(s.Step)), widget.Ink
	case screen.Get(k.Model.Waiting):
		return "clock", k.Text("camera.starting"), widget.Ink
	case s.Problem != flow.NoProblem && a.Hint == "":
		return "retake", k.Text("problem." + string(s.Problem)), widget.Attend
	case a.Hint == "":
		return "", "", widget.Ink
	case a.Hint == guidance.Hold:
		return "tick", k.Text("hint.hold"), widget.Good
	}
	return symbols[a.Hint], k.Text("hint." + string(a.Hint)), widget.Attend
}

func busyKey(s flow.Step) string {
	switch s {
	case flow.Front, flow.Back:
		return "busy.reading"
	case flow.Saving:
		return "busy.saving"
	case flow.Wiping:
		return "busy.wiping"
	case flow.Deciding:
		return "busy.deciding"
	}
	return "busy.looking"
}

// afloat is a layout that leaves its objects at their own size, in the middle
// of the top.
type afloat struct{}

func (afloat) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (afloat) Layout(objects []fyne.CanvasObject, space fyne.Size) {
	for _, o := range objects {
		if p, ok := o.(*widget.Pill); ok {
			p.Fit(space.Width - theme.Size(widget.SizeGutter))
		}
		size := o.MinSize()
		o.Resize(size)
		o.Move(fyne.NewPos((space.Width-size.Width)/2, theme.Size(widget.SizeGutter)/2))
	}
}
