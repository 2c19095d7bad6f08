package widget

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// PINPad takes the digits of a PIN from the pointer and from the window's
// keyboard, through Key. It shows how many there are and never which.
type PINPad struct {
	widget.BaseWidget
	content  fyne.CanvasObject
	masked   *canvas.Text
	digits   []byte
	longest  int
	disabled bool
}

// NewPINPad returns an empty pad for PINs of up to longest digits. erase is
// the word on the button that takes the last digit back.
func NewPINPad(erase string, longest int) *PINPad {
	p := &PINPad{masked: Line("", SizeTitle, Ink, true), digits: make([]byte, 0, longest), longest: longest}
	p.masked.Alignment = fyne.TextAlignCenter
	gap := theme.Size(SizeGutter) / 2
	keys := container.New(layout.NewGridLayout(3))
	for _, digit := range "123456789" {
		keys.Add(p.key(digit))
	}
	keys.Add(layout.NewSpacer())
	keys.Add(p.key('0'))
	last := NewButton("back", erase, Quiet, p.eraseLast)
	if last.MinSize().Width > 2*theme.Size(SizeTarget)+gap { // its symbol says it too
		last.SetWord("")
	}
	keys.Add(last)
	line := canvas.NewRectangle(Surface.Colour())
	line.CornerRadius = theme.Size(SizeRadius)
	line.StrokeColor, line.StrokeWidth = QuietInk.Colour(), 2
	line.SetMinSize(fyne.NewSize(5*theme.Size(SizeTarget), theme.Size(SizeTarget)))
	p.content = container.New(layout.NewCustomPaddedVBoxLayout(gap), container.NewStack(line, p.masked), keys)
	p.ExtendBaseWidget(p)
	return p
}

func (p *PINPad) key(digit rune) fyne.CanvasObject {
	return NewButton("", string(digit), Quiet, func() { p.add(byte(digit)) })
}

// Key takes a key of the window; it reports whether it was one of the pad's.
func (p *PINPad) Key(name fyne.KeyName) bool {
	switch {
	case len(name) == 1 && name[0] >= '0' && name[0] <= '9':
		p.add(name[0])
	case name == fyne.KeyBackspace || name == fyne.KeyDelete:
		p.eraseLast()
	default:
		return false
	}
	return true
}

// SetEnabled says whether digits are taken.
func (p *PINPad) SetEnabled(enabled bool) {
	p.disabled = !enabled
	if p.disabled {
		p.Clear()
	}
}

// Take returns the digits and clears them.
func (p *PINPad) Take() string {
	digits := string(p.digits)
	p.Clear()
	return digits
}

// Clear forgets the digits.
func (p *PINPad) Clear() {
	clear(p.digits[:cap(p.digits)])
	p.digits = p.digits[:0]
	p.show()
}

func (p *PINPad) add(digit byte) {
	if !p.disabled && len(p.digits) < p.longest {
		p.digits = append(p.digits, digit)
		p.show()
	}
}

func (p *PINPad) eraseLast() {
	if n := len(p.digits); n > 0 {
		p.digits[n-1] = 0
		p.digits = p.digits[:n-1]
		p.show()
	}
}

func (p *PINPad) show() {
	p.masked.Text = strings.Repeat("•", len(p.digits))
	p.masked.Refresh()
}

// CreateRenderer draws the pad.
func (p *PINPad) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.content) }
