package view

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"portico/app/widget"
)

// room is the width between the margins, in which a screen has to find its
// place.
func (k *Kit) room() float32 { return k.Size.Width - 2*theme.Size(widget.SizeMargin) }

// narrow reports whether a line of text is too short for two columns: on a
// portrait screen, and where text is large.
func (k *Kit) narrow() bool { return k.Size.Width < narrowest*theme.TextSize() }

// narrowest is the width of a screen for two columns, in heights of its text.
const narrowest = 40

// fit reports whether objects beside each other need no more than width.
func fit(width float32, objects ...fyne.CanvasObject) bool {
	need := -theme.Size(widget.SizeGutter)
	for _, o := range objects {
		need += o.MinSize().Width + theme.Size(widget.SizeGutter)
	}
	return need <= width
}

// packed puts objects beside each other, in as many rows as the width asks for.
func packed(width float32, objects ...fyne.CanvasObject) *fyne.Container {
	gap := theme.Size(widget.SizeGutter)
	rows := container.New(layout.NewCustomPaddedVBoxLayout(gap / 2))
	var row []fyne.CanvasObject
	end := func() {
		if len(row) > 0 {
			rows.Add(container.New(layout.NewCustomPaddedHBoxLayout(gap), row...))
			row = nil
		}
	}
	for _, o := range objects {
		if !fit(width, append(row[:len(row):len(row)], o)...) {
			end()
		}
		row = append(row, o)
	}
	end()
	return rows
}

// apart moves what is packed to the right, but for so many of the first.
func apart(rows *fyne.Container, first int) *fyne.Container {
	for _, o := range rows.Objects {
		row := o.(*fyne.Container)
		at := min(first, len(row.Objects))
		row.Objects = slices.Insert(row.Objects, at, layout.NewSpacer())
		first -= at
	}
	return rows
}

// grid puts objects of one size beside each other, at most so many in a row.
func grid(width float32, most int, objects ...fyne.CanvasObject) *fyne.Container {
	widest := theme.Size(widget.SizeGutter)
	for _, o := range objects {
		widest = max(widest, o.MinSize().Width+theme.Padding())
	}
	return container.New(layout.NewGridLayoutWithColumns(min(max(int(width/widest), 1), most)), objects...)
}
