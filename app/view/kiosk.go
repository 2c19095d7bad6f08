package view

import (
	"image"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"portico/app/flow"
	"portico/app/screen"
	"portico/app/staff"
	"portico/app/widget"
	"portico/engine/trust"
)

// Kiosk is the whole content of the window. It shows the screen of the
// current step and builds it anew only when the step, the language or what
// the screen is made of changes.
type Kiosk struct {
	kit     Kit
	words   Words
	content *fyne.Container
	preview atomic.Pointer[widget.Preview]

	theme  widget.Theme
	page   Page
	shown  face
	scopes [2]Scope // of the screen and of the sheet
	sheet  *Sheet
}

// Words are the translations.
type Words interface {
	Text(language, key string, pairs ...string) string
	Languages() []string
	Name(language string) string
}

// face is what makes a screen look other than it does.
type face struct {
	step     flow.Step
	failed   bool
	decides  bool // the colleague was let in
	language string
	look     flow.Look
	evidence *screen.Evidence
	verdict  *trust.Verdict
	sheet    flow.Sheet
	office   office
	brand    *screen.Brand
}

// office is what makes the staff's rooms look other than they do.
type office struct {
	room    flow.Room
	lens    flow.Lens
	role    staff.Role
	busy    bool
	problem flow.Problem
	shown   *screen.Room
}

// NewKiosk returns the content over a model. Of the kit, the caller sets
// Model, Send, Shoot, Speak, Painted, Notice, Rules, Terms, Touched and Discreet.
func NewKiosk(kit Kit, words Words) *Kiosk {
	k := &Kiosk{kit: kit, words: words, content: container.NewStack()}
	for _, code := range words.Languages() {
		k.kit.Languages = append(k.kit.Languages, Language{code, words.Name(code)})
	}
	k.kit.Text = func(key string, pairs ...string) string {
		return words.Text(screen.Get(kit.Model.Language), key, pairs...)
	}
	k.kit.TextIn = words.Text
	k.kit.Show = func(p *widget.Preview) {
		p.Painted = kit.Painted
		k.preview.Store(p)
	}
	m := kit.Model
	for _, item := range []screen.Listener{
		m.State, m.Language, m.Evidence, m.Verdict, m.Advice, m.Prompt, m.Waiting, m.Seconds, m.Receipt, m.Room, m.Gauge, m.Brand,
	} {
		item.Listen(func() {
			k.refresh()
			for i := range k.scopes {
				k.scopes[i].pass(item)
			}
		})
	}
	return k
}

// Content returns what the window shows.
func (k *Kiosk) Content() fyne.CanvasObject { return k.pointed(k.content) }

// pointed is content as it is pointed at on this screen.
func (k *Kiosk) pointed(content fyne.CanvasObject) fyne.CanvasObject {
	if k.kit.Touched {
		return widget.ForFingers(content)
	}
	return content
}

// Frame shows a live picture where the screen has room for one. It may be
// called from any goroutine.
func (k *Kiosk) Frame(img *image.RGBA) {
	if p := k.preview.Load(); p != nil {
		p.Display(img)
	}
}

// Key answers to the keys of the whole window: Enter does the main action,
// Esc asks to stop or closes a sheet, F1 opens the help, F10 the staff's rooms,
// others go to what is being typed or to the screen.
func (k *Kiosk) Key(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		switch {
		case k.sheet != nil:
			k.sheet.Main()
		case k.page.Main != nil:
			k.page.Main.Do()
		}
	case fyne.KeyEscape:
		if k.sheet != nil {
			k.kit.Send(flow.Dismiss{})
		} else if k.page.Stop {
			k.kit.Send(flow.AskStop{})
		}
	case fyne.KeyF1:
		k.kit.Send(flow.Help{})
	case fyne.KeyF10:
		k.kit.Send(flow.Knock{})
	case fyne.KeyPageUp, fyne.KeyPageDown:
		k.turn(ev.Name == fyne.KeyPageDown)
	default:
		switch {
		case k.sheet != nil && k.sheet.Editor != nil:
			k.sheet.Editor.Key(ev.Name)
		case k.sheet == nil && k.page.Keys[ev.Name] != nil:
			k.page.Keys[ev.Name]()
		case k.sheet == nil && k.page.Pad != nil:
			k.page.Pad.Key(ev.Name)
		}
	}
}

// turn scrolls what lies on top by most of its height.
func (k *Kiosk) turn(down bool) {
	on := k.page.Scroll
	if k.sheet != nil {
		on = k.sheet.Scroll
	}
	if on == nil {
		return
	}
	by := .8 * on.Size().Height
	if !down {
		by = -by
	}
	on.ScrollToOffset(on.Offset.AddXY(0, by))
}

// Rune takes a character typed into the window.
func (k *Kiosk) Rune(r rune) {
	if k.sheet != nil && k.sheet.Editor != nil {
		k.sheet.Editor.Rune(r)
	}
}

// Fit makes everything fit a window of this size.
func (k *Kiosk) Fit(size fyne.Size) {
	if size == k.kit.Size {
		return
	}
	k.kit.Size = size
	k.dress()
	k.shown = face{}
	k.refresh()
}

// dress puts the theme in force that fits the window and the visitor's look.
func (k *Kiosk) dress() {
	t := widget.ThemeFor(k.kit.Size, screen.Get(k.kit.Model.State).Look)
	if brand := screen.Get(k.kit.Model.Brand); brand != nil {
		t.Own = &brand.Colours
	}
	if t != k.theme {
		k.theme = t
		fyne.CurrentApp().Settings().SetTheme(t)
	}
}

func (k *Kiosk) refresh() {
	if k.kit.Size.IsZero() { // not in a window yet
		return
	}
	s := screen.Get(k.kit.Model.State)
	now := face{
		step: s.Step, language: screen.Get(k.kit.Model.Language), sheet: s.Sheet, decides: s.MayDecide(), look: s.Look, brand: screen.Get(k.kit.Model.Brand),
		failed: !s.Busy && s.Problem != flow.NoProblem && !s.Step.Capturing() && s.Step != flow.Clerk && s.Step != flow.Office,
	}
	if s.Room != flow.NoRoom {
		now.office = office{s.Room, s.Lens, s.Role, s.Busy, s.Problem, screen.Get(k.kit.Model.Room)}
	}
	if s.Step == flow.Check || now.decides {
		now.evidence, now.verdict = screen.Get(k.kit.Model.Evidence), screen.Get(k.kit.Model.Verdict)
	}
	if now == k.shown {
		return
	}
	screenChanged := now
	screenChanged.sheet = k.shown.sheet
	rebuild := screenChanged != k.shown
	k.shown = now
	k.dress()
	if rebuild {
		k.lay(flow.NoSheet)
		k.unfocus()
		k.scopes[0].end()
		k.preview.Store(nil)
		kit := k.kit
		kit.Scope = &k.scopes[0]
		k.page = build(&kit, s.Step)
		k.content.Objects = []fyne.CanvasObject{shell(&kit, &k.page)}
		follow(k.content, nil)
	}
	k.lay(now.sheet)
	if now.step == flow.Attract || now.step == flow.Welcome || now.step == flow.Ended {
		forgetDropped()
	}
	k.content.Refresh()
}

// unfocus gives the keys back to the window: a button of a screen that has gone
// would keep them, and do again what it did.
func (k *Kiosk) unfocus() {
	if canvas := fyne.CurrentApp().Driver().CanvasForObject(k.content); canvas != nil {
		canvas.Unfocus()
	}
}

// lay puts a sheet over the screen, in the place of the one before. As an
// overlay of the canvas it has the keyboard's focus to itself.
func (k *Kiosk) lay(kind flow.Sheet) {
	canvas := fyne.CurrentApp().Driver().CanvasForObject(k.content)
	if k.sheet != nil {
		canvas.Overlays().Remove(k.sheet.Object)
	}
	k.scopes[1].end()
	k.sheet = nil
	if kind == flow.NoSheet || canvas == nil {
		return
	}
	kit := k.kit
	kit.Scope = &k.scopes[1]
	sheet := NewSheet(&kit, kind)
	follow(sheet.Object, nil)
	sheet.Object = k.pointed(sheet.Object)
	k.sheet = &sheet
	sheet.Object.Resize(canvas.Size())
	canvas.Overlays().Add(sheet.Object)
}

func build(k *Kit, step flow.Step) Page {
	switch step {
	case flow.Attract:
		return Attract(k)
	case flow.Welcome:
		return Welcome(k)
	case flow.Consent:
		return Consent(k)
	case flow.Choose:
		return Choose(k)
	case flow.LookUp:
		return LookUp(k)
	case flow.Check:
		return Check(k)
	case flow.Clerk:
		return Clerk(k)
	case flow.Result:
		return Result(k)
	case flow.Ended:
		return Ended(k)
	case flow.Office:
		return Office(k)
	case flow.Deciding, flow.Saving, flow.Wiping:
		return Busy(k)
	}
	if step.Led() {
		return Challenge(k, step)
	}
	return Capture(k, step)
}
