package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"portico/app/widget"
)

// Reason says why a kiosk cannot start.
type Reason string

// The reasons.
const (
	StoreLocked   Reason = "locked" // by another program, most likely a kiosk
	ModelsMissing Reason = "models" // or damaged
	WrongKey      Reason = "key"    // the store was made with another one
	OtherReason   Reason = "other"
)

// Reasons returns every reason.
func Reasons() []Reason { return []Reason{StoreLocked, ModelsMissing, WrongKey, OtherReason} }

// Failure tells staff in plain words why the kiosk cannot start, and what to do.
func Failure(text func(key string, pairs ...string) string, r Reason, done func()) fyne.CanvasObject {
	gap := theme.Size(widget.SizeGutter)
	key := "failure." + string(r)
	body := statement("doubt", widget.Attend, text(key), text(key+".next"))
	button := container.NewCenter(widget.NewButton("cross", text("action.close"), widget.Main, done))
	return container.NewStack(canvas.NewRectangle(widget.Ground.Colour()),
		inset(gap, gap, container.NewBorder(nil, button, nil, nil, body)))
}
