package widget

import (
	"image/color"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"portico/assets/keyboards"
)

// longestText bounds what can be typed, in characters: a note of some sentences.
const longestText = 280

// Editor is a line of text with a keyboard drawn below it. It takes the keys
// of both: the window's through Key and Rune.
type Editor struct {
	widget.BaseWidget
	content fyne.CanvasObject
	line    *canvas.Text
	scroll  *container.Scroll
	text    []rune
	rows    *fyne.Container  // of digits, signs and letters
	letters map[*Button]rune // small
	capital bool
}

// NewEditor returns an editor of text with the keyboard of the first of these
// languages; a key goes on to the next one's, for names from elsewhere. erase
// and space are the words on those two keys.
func NewEditor(text string, languages []string, erase, space string) *Editor {
	e := &Editor{line: Line("", SizeInstruction, Ink, true), text: []rune(text)}
	e.capital = capitalAfter(e.text)
	back := canvas.NewRectangle(Surface.Colour())
	back.CornerRadius = theme.Size(SizeRadius)
	back.StrokeColor, back.StrokeWidth = QuietInk.Colour(), 2
	back.SetMinSize(fyne.NewSize(0, theme.Size(SizeTarget)))
	e.scroll = container.NewHScroll(e.line)
	gap := theme.Size(theme.SizeNamePadding) / 2
	e.rows = container.New(layout.NewCustomPaddedVBoxLayout(gap))
	e.lay(languages[0])
	room := canvas.NewRectangle(color.Transparent) // whatever is on the keys, they stay where they are
	room.SetMinSize(fyne.NewSize(0, mostRows(languages)*(theme.Size(SizeTarget)+gap)))
	left := container.NewHBox(NewButton("", "⇧", Key, e.shift))
	if len(languages) > 1 {
		left.Add(e.globe(languages))
	}
	keys := container.New(layout.NewCustomPaddedVBoxLayout(gap), container.NewStack(room, e.rows),
		container.NewBorder(nil, nil, left, NewButton("back", erase, Quiet, e.eraseLast),
			NewButton("", space, Key, func() { e.Rune(' ') })))
	e.content = container.NewVBox(
		container.NewStack(back, container.NewPadded(e.scroll)), keys)
	e.show()
	e.ExtendBaseWidget(e)
	return e
}

// lay puts a language's letters on the keys, below digits and signs.
func (e *Editor) lay(language string) {
	e.letters = map[*Button]rune{}
	e.rows.RemoveAll()
	e.rows.Add(layout.NewSpacer())
	e.rows.Add(e.row(keyboards.Digits + keyboards.Signs))
	for _, row := range keyboards.Rows(language) {
		e.rows.Add(e.row(row))
	}
}

// mostRows is how many rows of keys the fullest of the keyboards has, above the
// space bar.
func mostRows(languages []string) float32 {
	most := 0
	for _, language := range languages {
		most = max(most, 1+len(keyboards.Rows(language)))
	}
	return float32(most)
}

// globe is the key that goes on to the next language's letters; it says whose
// are on the keys.
func (e *Editor) globe(languages []string) *Button {
	at := 0
	var key *Button
	key = NewButton("globe", strings.ToUpper(languages[0]), Quiet, func() {
		at = (at + 1) % len(languages)
		e.lay(languages[at])
		key.SetWord(strings.ToUpper(languages[at]))
	})
	return key
}

func (e *Editor) row(signs string) fyne.CanvasObject {
	row := container.New(layout.NewCustomPaddedHBoxLayout(theme.Size(theme.SizeNamePadding)/2), layout.NewSpacer())
	for _, r := range signs {
		key := NewButton("", string(e.cased(r)), Key, func() { e.Rune(e.cased(r)) })
		if unicode.IsLetter(r) {
			e.letters[key] = r
		}
		row.Add(key)
	}
	row.Add(layout.NewSpacer())
	return row
}

func (e *Editor) cased(r rune) rune {
	if e.capital {
		return unicode.ToUpper(r)
	}
	return r
}

// shift changes between small letters and capitals, until something is typed.
func (e *Editor) shift() { e.capitals(!e.capital) }

func (e *Editor) capitals(on bool) {
	if e.capital == on {
		return
	}
	e.capital = on
	for key, r := range e.letters {
		key.SetWord(string(e.cased(r)))
	}
}

// capitalAfter reports whether a capital is to be expected after text: at the
// start of a word, and in one of capitals.
func capitalAfter(text []rune) bool {
	n := len(text)
	if n == 0 || !unicode.IsLetter(text[n-1]) {
		return true
	}
	return n > 1 && unicode.IsUpper(text[n-1]) && unicode.IsUpper(text[n-2])
}

// Rune takes a character of the window's keyboard or of the drawn one.
func (e *Editor) Rune(r rune) {
	if unicode.IsPrint(r) && len(e.text) < longestText {
		e.text = append(e.text, r)
		e.typed()
	}
}

// Key takes a key of the window; it reports whether it was one of the editor's.
func (e *Editor) Key(name fyne.KeyName) bool {
	if name != fyne.KeyBackspace && name != fyne.KeyDelete {
		return false
	}
	e.eraseLast()
	return true
}

func (e *Editor) eraseLast() {
	if n := len(e.text); n > 0 {
		e.text[n-1] = 0
		e.text = e.text[:n-1]
		e.typed()
	}
}

// Text returns what stands in the line.
func (e *Editor) Text() string { return string(e.text) }

// Clear forgets the text.
func (e *Editor) Clear() {
	clear(e.text)
	e.text = e.text[:0]
	e.show()
}

func (e *Editor) typed() {
	e.capitals(capitalAfter(e.text))
	e.show()
}

func (e *Editor) show() {
	e.line.Text = string(e.text) + "▏"
	e.line.Refresh()
	e.scroll.ScrollToOffset(fyne.NewPos(e.line.MinSize().Width, 0)) // to its end
}

// CreateRenderer draws the editor.
func (e *Editor) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(e.content) }
