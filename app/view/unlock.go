package view

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"portico/app/flow"
	"portico/app/screen"
	"portico/app/staff"
	"portico/app/widget"
)

// locked is the clerk's step before a colleague has shown that they are one:
// nothing of the visitor is on the screen. Where no PIN is set, or nobody
// comes, the decision is left to later.
func locked(k *Kit, access flow.Access) Page {
	later := k.send(flow.ClerkLater{})
	if access != flow.PINAccess {
		return Page{
			Body: statement("hand", widget.Attend, k.Text("clerk.closed"), k.Text("clerk.closed.body")),
			Part: checkPart, Stop: true, Main: &Action{"next", "action.keep_on", widget.Main, later},
		}
	}
	title, ask := "clerk.title", "clerk.pin"
	if screen.Get(k.Model.State).Clerk.Decision != "" {
		title, ask = "clerk.second", "clerk.second.pin"
	}
	p := pinPage(k, title, ask)
	p.Part, p.Stop, p.Back = checkPart, true, &Action{"later", "action.later", widget.Quiet, later}
	return p
}

// pinPage asks a colleague for their PIN.
func pinPage(k *Kit, title, ask string) Page {
	pad := widget.NewPINPad(k.Text("action.erase"), staff.Longest)
	k.Scope.Finally(pad.Clear)
	words := widget.Paragraph("", widget.SizeInstruction, fyne.TextAlignCenter)
	say := func() {
		pad.SetEnabled(screen.Get(k.Model.Seconds) == 0)
		words.SetText(lockWords(k, ask))
	}
	k.Scope.Watch(k.Model.State, say)
	k.Scope.Watch(k.Model.Seconds, say)
	said := container.NewVBox(container.NewCenter(widget.Icon("shield", widget.Brand, widget.SizeEmblem)),
		widget.Paragraph(k.Text(title), widget.SizeTitle, fyne.TextAlignCenter), words)
	body := container.NewBorder(nil, nil, nil, inset(theme.Size(widget.SizeGutter), 0, container.NewCenter(pad)), centred(said))
	if k.narrow() {
		body = container.NewVBox(said, container.NewCenter(pad))
	}
	return Page{
		Body: body, Pad: pad,
		Main: &Action{"tick", "action.unlock", widget.Main, func() {
			if digits := pad.Take(); digits != "" {
				k.Send(flow.PINEntered{PIN: staff.PIN(digits), At: time.Now()})
			}
		}},
	}
}

// lockWords says what the colleague is to do, or why they must wait.
func lockWords(k *Kit, ask string) string {
	s, left := screen.Get(k.Model.State), screen.Get(k.Model.Seconds)
	switch {
	case left > 0:
		return k.Text("clerk.wait", "seconds", strconv.Itoa(left))
	case s.Problem != flow.NoProblem:
		return k.Text("problem." + string(s.Problem))
	}
	return k.Text(ask)
}
