package view

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"portico/app/flow"
	"portico/app/screen"
	"portico/app/widget"
)

// Sheet lies over a screen: a question, the help or a value to correct. Its
// Main is what Enter does; Esc closes it.
type Sheet struct {
	Object fyne.CanvasObject
	Main   func()
	Scroll *container.Scroll // where it may be higher than the window
	Editor *widget.Editor    // takes the window's keys; nil where nothing is typed

	foot fyne.CanvasObject // stays in sight below what scrolls; nil for none
}

// foot is the buttons of a sheet to read, always in sight.
func foot(k *Kit, buttons ...fyne.CanvasObject) fyne.CanvasObject {
	gap := theme.Size(widget.SizeGutter)
	return container.New(layout.NewCustomPaddedLayout(0, gap, gap, gap), container.NewHBox(layout.NewSpacer(), packed(sheetRoom(k), buttons...)))
}

// NewSheet returns the sheet of this kind.
func NewSheet(k *Kit, kind flow.Sheet) Sheet {
	switch kind {
	case flow.TermsSheet:
		return termsSheet(k)
	case flow.EditSheet:
		return editSheet(k)
	case flow.NoteSheet:
		return noteSheet(k)
	case flow.OrderSheet:
		return orderSheet(k)
	}
	dismiss := k.send(flow.Dismiss{})
	key := "sheet." + string(kind)
	body := widget.Paragraph(k.Text(key+".body"), widget.SizeInstruction, fyne.TextAlignLeading)
	rows := []fyne.CanvasObject{
		widget.Paragraph(k.Text(key), widget.SizeTitle, fyne.TextAlignLeading), body,
	}
	var buttons []fyne.CanvasObject
	switch kind {
	case flow.HelpSheet:
		rows = append(append(rows, languages(k)), looks(k)...)
		buttons = append(buttons, button(k, Action{"tick", "action.close", widget.Main, dismiss}))
	case flow.StopSheet:
		buttons = append(buttons, button(k, Action{"bin", "action.stop_wipe", widget.Harmful, k.send(flow.Stop{})}))
		buttons = append(buttons, button(k, Action{"next", "action.keep_on", widget.Main, dismiss}))
	case flow.IdleSheet:
		k.Scope.Watch(k.Model.Seconds, func() {
			body.SetText(k.Text(key+".body", "seconds", strconv.Itoa(screen.Get(k.Model.Seconds))))
		})
		buttons = append(buttons, button(k, Action{"tick", "action.here", widget.Main, dismiss}))
	}
	return newSheet(k, Sheet{Main: dismiss, foot: foot(k, buttons...)}, rows...)
}

// newSheet puts rows on paper, over the darkened screen. What is higher than
// the window scrolls.
func newSheet(k *Kit, s Sheet, rows ...fyne.CanvasObject) Sheet {
	back := canvas.NewRectangle(widget.Surface.Colour())
	back.CornerRadius = theme.Size(widget.SizeRadius)
	back.StrokeColor, back.StrokeWidth = widget.QuietInk.Colour(), 2
	gap := theme.Size(widget.SizeGutter)
	s.Scroll = container.NewVScroll(inset(gap, gap, container.NewVBox(rows...)))
	page := fyne.CanvasObject(s.Scroll)
	if s.foot != nil {
		page = container.NewBorder(nil, s.foot, nil, nil, s.Scroll)
	}
	s.Object = container.NewStack(newVeil(), container.New(onPaper{sheetWidth(k), s.Scroll, s.foot}, back, page))
	return s
}

// widest is the width of a sheet in heights of a button: lines of up to 60
// characters.
const widest = 12

// sheetWidth is that of a sheet in this window.
func sheetWidth(k *Kit) float32 {
	return min(k.Size.Width, widest*theme.Size(widget.SizeTarget)*max(1, theme.TextSize()/usualText()))
}

// sheetRoom is the width between its margins.
func sheetRoom(k *Kit) float32 { return sheetWidth(k) - 2*theme.Size(widget.SizeGutter) }

// usualText is the height of text that a visitor did not choose larger.
func usualText() float32 { return theme.Size(widget.SizeTarget) * 22 / 64 }

// onPaper puts its objects in the middle, as high as what scrolls in them and
// the foot need and the window allows.
type onPaper struct {
	width  float32
	scroll *container.Scroll
	foot   fyne.CanvasObject
}

func (p onPaper) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return size
}

func (p onPaper) Layout(objects []fyne.CanvasObject, space fyne.Size) {
	content := p.scroll.Content
	size := fyne.NewSize(min(max(p.width, content.MinSize().Width), space.Width), 0)
	content.Resize(fyne.NewSize(size.Width, content.MinSize().Height))
	size.Height = content.MinSize().Height
	if p.foot != nil {
		size.Height += theme.Padding() + p.foot.MinSize().Height
	}
	size.Height = min(size.Height, space.Height)
	for _, o := range objects {
		o.Resize(size)
		o.Move(fyne.NewPos((space.Width-size.Width)/2, (space.Height-size.Height)/2))
	}
}
