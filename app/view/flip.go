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

// flipSteps is in how many steps it turns, 20 a second: with each one the whole
// window is drawn anew, while the page before is still being dealt with.
const flipSteps = 24

// flip is a drawn card that turns from its front to its back, as the real one
// is to be.
func flip(k *Kit) fyne.CanvasObject {
	side := theme.Size(widget.SizeEmblem)
	front, back := drawnOnce("card", side), drawnOnce("card-back", side)
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
	last := -1
	turn := fyne.NewAnimation(flipTime, func(done float32) {
		step := int(done * flipSteps)
		if step == last {
			return
		}
		last = step
		turned := float32(step) / flipSteps
		narrow(front, max(1-2*turned, 0))
		narrow(back, max(2*turned-1, 0))
	})
	turn.Start()
	k.Scope.Finally(turn.Stop)
	return container.NewGridWrap(fyne.NewSquareSize(side), stage)
}

// drawnOnce is an emblem that is drawn once and then only stretched: fyne draws an
// SVG anew, on the interface thread, for every size that it gets.
func drawnOnce(name string, side float32) *canvas.Image {
	drawn := widget.Icon(name, widget.Brand, widget.SizeEmblem)
	drawn.Resize(fyne.NewSquareSize(side / 2)) // in no window yet, fyne draws twice as large
	return &canvas.Image{Image: drawn.Image, ScaleMode: canvas.ImageScaleFastest}
}
