package widget

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"portico/assets/icons"
)

// Symbol returns the drawn symbol of this name in a colour, to be shown in a
// named size.
func Symbol(name string, c color.NRGBA, size fyne.ThemeSizeName) fyne.Resource {
	line := theme.Size(size) / 14
	if size == SizeEmblem {
		line /= 1.6
	}
	id := fmt.Sprintf("%s-%02x%02x%02x-%.1f.svg", name, c.R, c.G, c.B, line)
	return fyne.NewStaticResource(id, icons.SVG(name, c, line))
}

// Icon returns a symbol as an object of a named size.
func Icon(name string, c color.NRGBA, size fyne.ThemeSizeName) *canvas.Image {
	img := canvas.NewImageFromResource(Symbol(name, c, size))
	img.FillMode = canvas.ImageFillContain
	s := theme.Size(size)
	img.SetMinSize(fyne.NewSquareSize(s))
	return img
}
