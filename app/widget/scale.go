package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// NewScale draws a score of 0 to 1 as a bar in a colour, with a mark at each
// limit that it is judged by.
func NewScale(score float64, c Role, limits ...float64) fyne.CanvasObject {
	track, bar := canvas.NewRectangle(hairline.Colour()), canvas.NewRectangle(c.Colour())
	objects := []fyne.CanvasObject{track, bar}
	for range limits {
		objects = append(objects, canvas.NewRectangle(Ink.Colour()))
	}
	return container.New(scale{score, limits}, objects...)
}

type scale struct {
	score  float64
	limits []float64
}

// limitWide is the width of a limit's mark, which stands out of the bar.
const limitWide = 3

func (scale) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(4*limitWide, theme.Size(SizeSmall)*.6)
}

func (s scale) Layout(objects []fyne.CanvasObject, space fyne.Size) {
	at := func(v float64) float32 { return space.Width * float32(min(max(v, 0), 1)) }
	inner := space.Height / 2
	for i, o := range objects {
		pos, size := fyne.NewPos(0, (space.Height-inner)/2), fyne.NewSize(space.Width, inner)
		switch i {
		case 0:
		case 1:
			size.Width = at(s.score)
		default:
			pos, size = fyne.NewPos(min(at(s.limits[i-2]), space.Width-limitWide), 0), fyne.NewSize(limitWide, space.Height)
		}
		o.Move(pos)
		o.Resize(size)
	}
}
