package widget

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"portico/app/ui"
)

// HoldTime is how long a Held is held until it answers: longer than anybody
// rests a finger there by chance.
const HoldTime = 2 * time.Second

// Held is content that answers to being held, and shows nothing of it.
type Held struct {
	widget.BaseWidget
	content fyne.CanvasObject
	held    func()
	timer   *time.Timer
}

var (
	_ desktop.Mouseable = (*Held)(nil)
	_ desktop.Hoverable = (*Held)(nil)
)

// NewHeld returns content that calls held once it was held for HoldTime.
// held runs on the interface thread.
func NewHeld(content fyne.CanvasObject, held func()) *Held {
	h := &Held{content: content, held: held}
	h.ExtendBaseWidget(h)
	return h
}

// MouseDown begins to count.
func (h *Held) MouseDown(*desktop.MouseEvent) {
	h.Release()
	h.timer = time.AfterFunc(HoldTime, func() { ui.Do(h.held) })
}

// MouseUp ends it.
func (h *Held) MouseUp(*desktop.MouseEvent) { h.Release() }

// MouseIn does nothing.
func (h *Held) MouseIn(*desktop.MouseEvent) {}

// MouseMoved does nothing.
func (h *Held) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends it: the finger slid away.
func (h *Held) MouseOut() { h.Release() }

// Release forgets that it is held.
func (h *Held) Release() {
	if h.timer != nil {
		h.timer.Stop()
		h.timer = nil
	}
}

// CreateRenderer draws the content.
func (h *Held) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(h.content) }
