package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"portico/app/widget"
)

// follow has what scrolls in o show the button that gets the keyboard's focus;
// in is what o itself scrolls in, nil for nothing.
func follow(o fyne.CanvasObject, in *container.Scroll) {
	switch o := o.(type) {
	case *container.Scroll:
		follow(o.Content, o)
	case *fyne.Container:
		for _, child := range o.Objects {
			follow(child, in)
		}
	case *widget.Button:
		if in != nil {
			o.OnFocus = func() { reveal(o, in) }
		}
	}
}

// reveal scrolls no farther than it takes to show o with a margin.
func reveal(o fyne.CanvasObject, in *container.Scroll) {
	place := fyne.CurrentApp().Driver().AbsolutePositionForObject
	margin := theme.Size(widget.SizeGutter)
	top := place(o).Y - place(in.Content).Y - margin
	bottom := top + o.Size().Height + 2*margin
	at, most := in.Offset, in.Content.Size().Height-in.Size().Height
	at.Y = max(min(max(at.Y, bottom-in.Size().Height), top, most), 0)
	in.ScrollToOffset(at)
}
