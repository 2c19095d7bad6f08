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

// Sheet lies over a screen: a question, the help or a value to correct. Its
// Main is what Enter does; Esc closes it.
type Sheet struct {
	Object fyne.CanvasObject
	Main   func()
	Editor *widget.Editor // takes the window's keys; nil where nothing is typed
}

// NewSheet returns the sheet of this kind.
func NewSheet(k *Kit, kind flow.Sheet) Sheet {
	if kind == flow.EditSheet {
		return editSheet(k)
	}
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

	return Sheet{Object: paper(rows...), Main: dismiss}
}

// paper is the sheet itself, over the darkened screen.
func paper(rows ...fyne.CanvasObject) fyne.CanvasObject {
	back := canvas.NewRectangle(widget.Surface)
	back.CornerRadius = theme.Size(widget.SizeRadius)
	back.SetMinSize(fyne.NewSize(widest*theme.Size(widget.SizeTarget), 0))
	gap := theme.Size(widget.SizeGutter)
	return container.NewStack(newVeil(), container.NewCenter(
		container.NewStack(back, inset(gap, gap, container.NewVBox(rows...)))))
}

// widest is the width of a sheet in heights of a button: lines of up to 60
// characters.
const widest = 12
