package widget

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"portico/assets/icons"
)

// Symbol returns the drawn symbol of this name in a colour.
func Symbol(name string, c color.NRGBA) fyne.Resource {
	return fyne.NewStaticResource(fmt.Sprintf("%s-%02x%02x%02x.svg", name, c.R, c.G, c.B), icons.SVG(name, c))
}

// Icon returns a symbol as an object of a named size.
func Icon(name string, c color.NRGBA, size fyne.ThemeSizeName) *canvas.Image {
	img := canvas.NewImageFromResource(Symbol(name, c))
	img.FillMode = canvas.ImageFillContain
	s := theme.Size(size)
	img.SetMinSize(fyne.NewSquareSize(s))
	return img
}
