package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Pill is the one hint on a camera picture: a symbol and words.
type Pill struct {
	widget.BaseWidget
	back *canvas.Rectangle
	icon *canvas.Image
	text *canvas.Text
}

// NewPill returns a pill that is empty and hidden.
func NewPill() *Pill {
	p := &Pill{
		back: canvas.NewRectangle(Surface),
		icon: &canvas.Image{FillMode: canvas.ImageFillContain},
		text: Line("", SizeInstruction, Ink, true),
	}
	p.back.StrokeWidth = 3
	p.ExtendBaseWidget(p)
	p.Hide()
	return p
}

// Say shows words with a symbol, in the colour of a role, and reports whether
// that changed anything, in which case whoever placed the pill places it anew.
// No words hide it.
func (p *Pill) Say(symbol, words string, c color.NRGBA) bool {
	if words == p.text.Text && c == p.text.Color {
		return false
	}
	if words == "" {
		p.text.Text = ""
		p.Hide()
		return true
	}
	p.text.Text, p.text.Color = words, c
	p.icon.Resource = Symbol(symbol, c, SizeSymbol)
	p.back.StrokeColor = c
	p.icon.Refresh()
	p.Show()
	p.Refresh()
	return true
}

// CreateRenderer draws the pill.
func (p *Pill) CreateRenderer() fyne.WidgetRenderer { return pillRenderer{p} }

type pillRenderer struct{ pill *Pill }

func (r pillRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.pill.back, r.pill.icon, r.pill.text}
}

func (r pillRenderer) Destroy() {}

func (r pillRenderer) Refresh() {
	r.Layout(r.pill.Size())
	canvas.Refresh(r.pill)
}

func (r pillRenderer) MinSize() fyne.Size {
	gap := theme.Size(SizeGutter)
	return fyne.NewSize(r.pill.text.MinSize().Width+theme.Size(SizeSymbol)+2.5*gap, theme.Size(SizeTarget))
}

func (r pillRenderer) Layout(size fyne.Size) {
	gap, symbol, text := theme.Size(SizeGutter), theme.Size(SizeSymbol), r.pill.text.MinSize()
	r.pill.back.CornerRadius = size.Height / 2
	r.pill.back.Resize(size)
	r.pill.icon.Resize(fyne.NewSquareSize(symbol))
	r.pill.icon.Move(fyne.NewPos(gap, (size.Height-symbol)/2))
	r.pill.text.Resize(text)
	r.pill.text.Move(fyne.NewPos(gap+symbol+gap/2, (size.Height-text.Height)/2))
}
