package view

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"portico/app/flow"
	"portico/app/screen"
	"portico/app/widget"
	"portico/engine/liveness"
)

// Challenge is the screen of a step that leads the visitor by itself: one
// moving thing, and a ring that fills as it comes to its end.
func Challenge(k *Kit, step flow.Step) Page {
	preview, ring := widget.NewPreview(widget.OvalShape, true), widget.NewRing()
	k.Show(preview)
	k.Scope.Finally(preview.Clear)
	flashOnce(k, preview)
	p := Page{
		Bleed: true, Lead: k.Text(string(step) + ".title"), Dots: faceDots(k), Part: facePart, Stop: true, Shutter: ring,
		Back: &Action{"back", "action.back", widget.Quiet, k.send(flow.GoBack{})},
	}
	show := func(screen.Prompt) {}
	switch step {
	case flow.Gaze:
		mark := widget.NewMark()
		k.Scope.Finally(mark.Stop)
		p.Body = container.NewStack(container.New(inMiddle{}, preview), mark, hint(k))
		show = func(now screen.Prompt) { mark.Go(corners[now.Look]) }
	case flow.Light:
		lamp := canvas.NewRectangle(color.White)
		p.Body = container.NewStack(lamp, container.New(inMiddle{}, preview), hint(k))
		p.More = []Action{{"no-light", "action.no_flashing", widget.Quiet, k.send(flow.NoFlashing{})}}
		show = func(now screen.Prompt) {
			lamp.FillColor = color.White
			if now.Lit {
				lamp.FillColor = encoded(now.Colour)
			}
			lamp.Refresh()
		}
	default:
		p.Body = container.NewStack(preview, hint(k))
	}
	k.Scope.Watch(k.Model.Prompt, func() {
		now := screen.Get(k.Model.Prompt)
		ring.SetFilled(now.Progress)
		preview.SetReach(now.Reach)
		preview.SetGood(now.Instruction == liveness.HoldStill)
		show(now)
	})
	return p
}

// faceDots count the pictures and challenges of the visitor's face.
func faceDots(k *Kit) fyne.CanvasObject {
	at, all := screen.Get(k.Model.State).Faces()
	return widget.NewDots(at, all)
}

// corners are those of the screen as the visitor sees it. The camera's
// pictures are not mirrored, so the engine sees their left at its right.
var corners = map[liveness.Assertion]widget.Corner{
	liveness.GazeTopLeft: {Across: -1, Down: -1}, liveness.GazeTopRight: {Across: 1, Down: -1},
	liveness.GazeBottomLeft: {Across: -1, Down: 1}, liveness.GazeBottomRight: {Across: 1, Down: 1},
}

// prompts are the words of a challenge's instructions: those of the hint that
// says the same.
var prompts = map[liveness.Instruction]string{
	liveness.ComeCloser: "face_closer", liveness.MoveBack: "face_farther",
	liveness.HoldStill: "hold", liveness.ShowFace: "search_face",
}

// encoded is a linear colour as screens take it (IEC 61966-2-1).
func encoded(linear [3]float64) color.NRGBA {
	var c [3]uint8
	for i, v := range linear {
		if v <= .0031308 {
			v *= 12.92
		} else {
			v = 1.055*math.Pow(v, 1/2.4) - .055
		}
		c[i] = uint8(math.Round(255 * min(max(v, 0), 1)))
	}
	return color.NRGBA{c[0], c[1], c[2], 0xFF}
}

// inMiddle gives its object the middle of the space, and leaves most of it to
// what is around.
type inMiddle struct{}

const (
	middleShare  = .62      // of each side that the object gets
	cameraAspect = 16. / 9. // of most cameras' pictures
)

func (inMiddle) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (inMiddle) Layout(objects []fyne.CanvasObject, space fyne.Size) {
	w := min(space.Width*middleShare, space.Height*middleShare*cameraAspect)
	size := fyne.NewSize(w, w/cameraAspect)
	for _, o := range objects {
		o.Resize(size)
		o.Move(fyne.NewPos((space.Width-size.Width)/2, (space.Height-size.Height)/2))
	}
}
