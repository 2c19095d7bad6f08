package widget

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"portico/assets/icons"
)

// Symbol returns the drawn symbol of this name in a colour, to be shown in a
// named size.
func Symbol(name string, of Role, size fyne.ThemeSizeName) fyne.Resource {
	c, line := of.Colour(), theme.Size(size)/14
	if size == SizeEmblem {
		line /= 1.6
	}
	id := fmt.Sprintf("%s-%02x%02x%02x-%.1f.svg", name, c.R, c.G, c.B, line)
	return fyne.NewStaticResource(id, icons.SVG(name, c, line))
}

// Icon returns a symbol as an object of a named size.
func Icon(name string, c Role, size fyne.ThemeSizeName) *canvas.Image {
	img := canvas.NewImageFromResource(Symbol(name, c, size))
	img.FillMode = canvas.ImageFillContain
	s := theme.Size(size)
	img.SetMinSize(fyne.NewSquareSize(s))
	return img
}
