package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// fingers is content that is pointed at with fingers: no arrow is drawn on it.
type fingers struct {
	widget.BaseWidget
	content fyne.CanvasObject
}

var _ desktop.Cursorable = (*fingers)(nil)

// ForFingers returns content over which the pointer is hidden.
func ForFingers(content fyne.CanvasObject) fyne.CanvasObject {
	f := &fingers{content: content}
	f.ExtendBaseWidget(f)
	return f
}

// Cursor implements desktop.Cursorable.
func (f *fingers) Cursor() desktop.Cursor { return desktop.HiddenCursor }

// CreateRenderer draws the content.
func (f *fingers) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.content) }
