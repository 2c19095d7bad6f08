package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Rank is how much a button stands out.
type Rank int

// The ranks.
const (
	Quiet   Rank = iota // outlined
	Main                // the one main action
	Harmful             // deletes or rejects
	Bare                // no outline: header
	Key                 // of a drawn keyboard: as narrow as a finger needs
)

// Button is a large button with a symbol and a word. It takes the keyboard's
// focus visibly and answers to the space bar and Enter; every other key goes
// on to the window.
type Button struct {
	widget.BaseWidget
	OnFocus func() // hears that the button got the keyboard's focus; nil for nobody

	symbol, word string
	rank         Rank
	tapped       func()
	focused      bool
	over         bool
}

var (
	_ fyne.Focusable    = (*Button)(nil)
	_ fyne.Tappable     = (*Button)(nil)
	_ desktop.Hoverable = (*Button)(nil)
)

// NewButton returns a button; without a symbol it has its word alone. tapped runs on the interface thread.
func NewButton(symbol, word string, rank Rank, tapped func()) *Button {
	b := &Button{symbol: symbol, word: word, rank: rank, tapped: tapped}
	b.ExtendBaseWidget(b)
	return b
}

// Word returns the word on the button.
func (b *Button) Word() string { return b.word }

// SetWord changes the word.
func (b *Button) SetWord(word string) { b.word = word; b.Refresh() }

// Tapped runs the action.
func (b *Button) Tapped(*fyne.PointEvent) { b.tapped() }

// FocusGained shows the focus.
func (b *Button) FocusGained() {
	b.focused = true
	b.Refresh()
	if b.OnFocus != nil {
		b.OnFocus()
	}
}

// FocusLost hides the focus.
func (b *Button) FocusLost() { b.focused = false; b.Refresh() }

// MouseIn shows that the pointer is over the button.
func (b *Button) MouseIn(*desktop.MouseEvent) { b.over = true; b.Refresh() }

// MouseMoved does nothing.
func (b *Button) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is the opposite of MouseIn.
func (b *Button) MouseOut() { b.over = false; b.Refresh() }

// TypedRune passes text on to the window.
func (b *Button) TypedRune(r rune) {
	if c := canvasOf(b); c != nil && c.OnTypedRune() != nil {
		c.OnTypedRune()(r)
	}
}

// TypedKey answers to the space bar and Enter.
func (b *Button) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.tapped()
	default:
		if c := canvasOf(b); c != nil && c.OnTypedKey() != nil {
			c.OnTypedKey()(ev)
		}
	}
}

func canvasOf(o fyne.CanvasObject) fyne.Canvas {
	return fyne.CurrentApp().Driver().CanvasForObject(o)
}

// paint returns fill, outline and text of a rank.
func (b *Button) paint() (fill, outline color.NRGBA, text Role) {
	switch b.rank {
	case Main:
		return Brand.Colour(), Brand.Colour(), OnBrand
	case Harmful:
		return Surface.Colour(), Stop.Colour(), Stop
	case Bare:
		return color.NRGBA{}, color.NRGBA{}, Ink
	}
	return Surface.Colour(), Brand.Colour(), Brand
}

// CreateRenderer draws the button.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	fill, outline, text := b.paint()
	r := &buttonRenderer{
		button: b,
		back:   canvas.NewRectangle(fill),
		shade:  canvas.NewRectangle(color.Transparent),
		ring:   canvas.NewRectangle(color.Transparent),
		word:   canvas.NewText(b.word, text.Colour()),
	}
	if b.symbol != "" {
		r.icon = Icon(b.symbol, text, SizeSymbol)
	}
	r.back.StrokeColor, r.back.StrokeWidth = outline, 2
	r.word.TextStyle.Bold = true
	r.Refresh()
	return r
}

type buttonRenderer struct {
	button            *Button
	back, shade, ring *canvas.Rectangle
	icon              *canvas.Image // nil without a symbol
	word              *canvas.Text
}

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	if r.icon == nil {
		return []fyne.CanvasObject{r.ring, r.back, r.shade, r.word}
	}
	return []fyne.CanvasObject{r.ring, r.back, r.shade, r.icon, r.word}
}

func (r *buttonRenderer) Destroy() {}

func (r *buttonRenderer) MinSize() fyne.Size {
	target, gap := theme.Size(SizeTarget), theme.Size(SizeGutter)
	if r.button.rank == Key {
		return fyne.NewSize(min(target, widestKey), target)
	}
	w := r.word.MinSize().Width + theme.Size(SizeSymbol) + gap + gap/2
	return fyne.NewSize(max(w, target), max(target, r.word.MinSize().Height+gap/2))
}

// widestKey lets a row of fifteen keys find its place on a portrait screen.
const widestKey = 56

// focusRing is how far the focus stands off the button.
const focusRing = 4

func (r *buttonRenderer) Layout(size fyne.Size) {
	radius := theme.Size(SizeRadius)
	for _, o := range []*canvas.Rectangle{r.back, r.shade} {
		o.CornerRadius = radius
		o.Move(fyne.NewPos(0, 0))
		o.Resize(size)
	}
	r.ring.CornerRadius = radius + focusRing
	r.ring.Move(fyne.NewPos(-focusRing, -focusRing))
	r.ring.Resize(size.AddWidthHeight(2*focusRing, 2*focusRing))

	word := r.word.MinSize()
	x := (size.Width - word.Width) / 2
	if r.icon != nil {
		symbol, gap := theme.Size(SizeSymbol), theme.Size(SizeGutter)/2
		x -= (symbol + gap) / 2
		r.icon.Resize(fyne.NewSquareSize(symbol))
		r.icon.Move(fyne.NewPos(x, (size.Height-symbol)/2))
		x += symbol + gap
	}
	r.word.Resize(word)
	r.word.Move(fyne.NewPos(x, (size.Height-word.Height)/2))
}

func (r *buttonRenderer) Refresh() {
	r.word.Text, r.word.TextSize = r.button.word, theme.Size(theme.SizeNameText)
	r.ring.StrokeWidth, r.ring.StrokeColor = 0, color.Transparent
	if r.button.focused {
		r.ring.StrokeWidth, r.ring.StrokeColor = focusRing, Ink.Colour()
	}
	r.shade.FillColor = color.Transparent
	if r.button.over {
		r.shade.FillColor = hovered.Colour()
	}
	canvas.Refresh(r.button)
}
