package view

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"portico/app/flow"
	"portico/app/screen"
	"portico/app/widget"
)

// Sheet lies over a screen: a question or the help. Its Main is what Enter
// does; Esc closes it.
type Sheet struct {
	Object fyne.CanvasObject
	Main   func()
}

// NewSheet returns the sheet of this kind.
func NewSheet(k *Kit, kind flow.Sheet) Sheet {
	dismiss := k.send(flow.Dismiss{})
	key := "sheet." + string(kind)
	body := widget.Paragraph(k.Text(key+".body"), widget.SizeInstruction, fyne.TextAlignLeading)
	rows := []fyne.CanvasObject{
		widget.Paragraph(k.Text(key), widget.SizeTitle, fyne.TextAlignLeading), body,
	}
	buttons := container.NewHBox(layout.NewSpacer())
	switch kind {
	case flow.HelpSheet:
		rows = append(rows, languages(k))
		buttons.Add(button(k, Action{"tick", "action.close", widget.Main, dismiss}))
	case flow.StopSheet:
		buttons.Add(button(k, Action{"bin", "action.stop_wipe", widget.Harmful, k.send(flow.Stop{})}))
		buttons.Add(button(k, Action{"next", "action.keep_on", widget.Main, dismiss}))
	case flow.IdleSheet:
		k.Scope.Watch(k.Model.Seconds, func() {
			body.SetText(k.Text(key+".body", "seconds", strconv.Itoa(screen.Get(k.Model.Seconds))))
		})
		buttons.Add(button(k, Action{"tick", "action.here", widget.Main, dismiss}))
	}
	rows = append(rows, buttons)

	paper := canvas.NewRectangle(widget.Surface)
	paper.CornerRadius = theme.Size(widget.SizeRadius)
	paper.SetMinSize(fyne.NewSize(widest*theme.Size(widget.SizeTarget), 0))
	gap := theme.Size(widget.SizeGutter)
	return Sheet{
		Object: container.NewStack(newVeil(), container.NewCenter(
			container.NewStack(paper, inset(gap, gap, container.NewVBox(rows...))))),
		Main: dismiss,
	}
}

// widest is the width of a sheet in heights of a button: lines of up to 60
// characters.
const widest = 12
