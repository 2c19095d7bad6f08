package view

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"portico/app/widget"
)

// flipTime is how long the drawn card takes to turn over.
const flipTime = 1200 * time.Millisecond

// flip is a drawn card that turns from its front to its back, as the real one
// is to be.
func flip(k *Kit) fyne.CanvasObject {
	front, back := widget.Icon("card", widget.Brand, widget.SizeEmblem), widget.Icon("card-back", widget.Brand, widget.SizeEmblem)
	side := theme.Size(widget.SizeEmblem)
	stage := container.NewWithoutLayout(front, back)
	narrow := func(img *canvas.Image, share float32) {
		img.Resize(fyne.NewSize(side*share, side))
		img.Move(fyne.NewPos((side-side*share)/2, 0))
		if share > 0 {
			img.Show()
		} else {
			img.Hide()
		}
	}
	for _, img := range []*canvas.Image{front, back} {
		img.FillMode = canvas.ImageFillStretch // it is seen from the side meanwhile
	}
	turn := fyne.NewAnimation(flipTime, func(done float32) {
		narrow(front, max(1-2*done, 0))
		narrow(back, max(2*done-1, 0))
	})
	turn.Start()
	k.Scope.Finally(turn.Stop)
	return container.NewGridWrap(fyne.NewSquareSize(side), stage)
}
