package widget

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Pill is the one hint on a camera picture: a symbol and words, in as many
// lines as they need.
type Pill struct {
	widget.BaseWidget
	back   *canvas.Rectangle
	icon   *canvas.Image
	words  string
	role   Role
	widest float32 // that it may be; 0 until it is placed
	lines  []*canvas.Text
}

// NewPill returns a pill that is empty and hidden.
func NewPill() *Pill {
	p := &Pill{back: canvas.NewRectangle(Surface.Colour()), icon: &canvas.Image{FillMode: canvas.ImageFillContain}}
	p.back.StrokeWidth = 3
	p.ExtendBaseWidget(p)
	p.Hide()
	return p
}

// Say shows words with a symbol, in the colour of a role, and reports whether
// that changed anything, in which case whoever placed the pill places it anew.
// No words hide it.
func (p *Pill) Say(symbol, words string, c Role) bool {
	if words == p.words && c == p.role {
		return false
	}
	p.words, p.role = words, c
	if words == "" {
		p.Hide()
		return true
	}
	p.icon.Resource = Symbol(symbol, c, SizeSymbol)
	p.back.StrokeColor = c.Colour()
	p.icon.Refresh()
	p.wrap()
	p.Show()
	p.Refresh()
	return true
}

// Fit keeps the pill within a width.
func (p *Pill) Fit(width float32) {
	if width != p.widest {
		p.widest = width
		p.wrap()
	}
}

// wrap breaks the words into lines.
func (p *Pill) wrap() {
	room := p.widest - theme.Size(SizeSymbol) - 2.5*theme.Size(SizeGutter)
	var lines []string
	for _, word := range strings.Fields(p.words) {
		if n := len(lines); n > 0 && (p.widest == 0 || p.measure(lines[n-1]+" "+word) <= room) {
			lines[n-1] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	p.lines = nil
	for _, line := range lines {
		p.lines = append(p.lines, Line(line, SizeInstruction, p.role, true))
	}
}

func (p *Pill) measure(words string) float32 {
	return fyne.MeasureText(words, theme.Size(SizeInstruction), fyne.TextStyle{Bold: true}).Width
}

// CreateRenderer draws the pill.
func (p *Pill) CreateRenderer() fyne.WidgetRenderer { return pillRenderer{p} }

type pillRenderer struct{ pill *Pill }

func (r pillRenderer) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{r.pill.back, r.pill.icon}
	for _, line := range r.pill.lines {
		all = append(all, line)
	}
	return all
}

func (r pillRenderer) Destroy() {}

func (r pillRenderer) Refresh() {
	r.Layout(r.pill.Size())
	canvas.Refresh(r.pill)
}

// block is the size of the lines, one below the other.
func (r pillRenderer) block() (size fyne.Size) {
	for _, line := range r.pill.lines {
		need := line.MinSize()
		size = fyne.NewSize(max(size.Width, need.Width), size.Height+need.Height)
	}
	return size
}

func (r pillRenderer) MinSize() fyne.Size {
	gap, block := theme.Size(SizeGutter), r.block()
	return fyne.NewSize(block.Width+theme.Size(SizeSymbol)+2.5*gap, max(theme.Size(SizeTarget), block.Height+gap/2))
}

func (r pillRenderer) Layout(size fyne.Size) {
	gap, symbol := theme.Size(SizeGutter), theme.Size(SizeSymbol)
	r.pill.back.CornerRadius = min(size.Height/2, theme.Size(SizeTarget)/2)
	r.pill.back.Resize(size)
	r.pill.icon.Resize(fyne.NewSquareSize(symbol))
	r.pill.icon.Move(fyne.NewPos(gap, (size.Height-symbol)/2))
	y := (size.Height - r.block().Height) / 2
	for _, line := range r.pill.lines {
		need := line.MinSize()
		line.Resize(need)
		line.Move(fyne.NewPos(gap+symbol+gap/2, y))
		y += need.Height
	}
}
