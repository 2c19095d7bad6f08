package view_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"portico/app/flow"
	"portico/app/gauge"
	"portico/app/receipt"
	"portico/app/screen"
	"portico/app/staff"
	"portico/app/view"
	"portico/assets/translations"
	"portico/engine/document"
	"portico/engine/guidance"
	"portico/engine/liveness"
	"portico/engine/trust"
)

var (
	wide  = fyne.NewSize(1280, 800)
	small = fyne.NewSize(800, 480)
)

// stage is a kiosk in a window of the test driver.
type stage struct {
	kiosk  *view.Kiosk
	model  *screen.Model
	window fyne.Window
	sent   []flow.Event
	shots  int
}

func words(t *testing.T) *translations.Catalogue {
	t.Helper()
	words, err := translations.Load()
	if err != nil {
		t.Fatal(err)
	}
	return words
}

func open(t *testing.T, size fyne.Size) *stage {
	t.Helper()
	test.NewTempApp(t)
	s := &stage{model: screen.NewModel(flow.Setup{OneCamera: true}, "en")}
	s.kiosk = view.NewKiosk(view.Kit{
		Model: s.model,
		Send:  func(ev flow.Event) { s.sent = append(s.sent, ev) },
		Shoot: func() { s.shots++ },
		Speak: func(language string) { screen.Set(s.model.Language, language) },
		Rules: judged,
		Terms: func(string) screen.Terms {
			return screen.Terms{Version: "2026-11-29", Unfinished: 30 * time.Minute, Finished: 24 * time.Hour, Undelivered: 30 * 24 * time.Hour}
		},
	}, words(t))
	s.window = test.NewTempWindow(t, s.kiosk.Content())
	s.window.SetPadded(false)
	s.window.Resize(size)
	s.kiosk.Fit(size)
	return s
}

func (s *stage) state(change func(*flow.State)) {
	st := screen.Get(s.model.State)
	change(&st)
	screen.Set(s.model.State, st)
}

// picture is a plain picture: only its size shows in the markup.
func picture(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = 0x80
	}
	return img
}

func evidence() *screen.Evidence {
	return &screen.Evidence{
		Fields: []screen.Field{
			{Name: document.Surname, Value: "Specimen", Source: "viz", Crop: picture(300, 64)},
			{Name: document.GivenNames, Value: "Vzor", Source: "viz", Unsure: true, Crop: picture(200, 64), Zones: []screen.Zone{
				{Source: "viz", Value: "Vzor"}, {Source: "mrz", Value: "VZORKA", Differs: true},
			}},
			{Name: document.DateOfBirth, Value: "1985-08-06", Source: "mrz"},
		},
		Pictures: []screen.Picture{
			{Name: "front", Image: picture(856, 540)},
			{Name: "back", Image: picture(856, 540)},
			{Name: "portrait", Image: picture(200, 260)},
			{Name: "selfie", Image: picture(300, 300)},
			{Name: "neutral", Image: picture(300, 300)},
			{Name: "smile", Image: picture(300, 300)},
		},
	}
}

// verdict is one that asks for a colleague; it stays what it is when the rules
// change.
func verdict() *trust.Verdict {
	score := func(v float64) *float64 { return &v }
	return &trust.Verdict{Decision: trust.Review, Factors: []trust.Outcome{
		{Name: trust.DocumentGenuine, Score: score(.9), Result: trust.Pass, Required: true},
		{Name: trust.DocumentNotExpired, Result: trust.Pass, Required: true},
		{Name: trust.MRZValid, Result: trust.Pass, Required: true},
		{Name: trust.DataConsistent, Result: trust.NotEvaluated},
		{Name: trust.PortraitMatch, Score: score(.34), Result: trust.NeedsReview, Required: true},
		{Name: trust.ActiveLiveness, Result: trust.NotEvaluated, Required: true},
		{Name: trust.PassiveLiveness, Score: score(.02), Result: trust.Failed},
	}}
}

// judged are rules that stay what they are.
func judged() []trust.Rule {
	limit := func(v float64) *float64 { return &v }
	return []trust.Rule{
		{Factor: trust.DocumentGenuine, RejectBelow: limit(.25), ReviewBelow: limit(.5)},
		{Factor: trust.PortraitMatch, RejectBelow: limit(.325), ReviewBelow: limit(.35)},
		{Factor: trust.PassiveLiveness, ReviewBelow: limit(.84)},
	}
}

// ticket is a receipt whose code opens nothing.
var ticket = receipt.Receipt{Reference: "0f9a2c11", Code: "0000-0000-0000"}

func TestScreens(t *testing.T) {
	at := func(step flow.Step) func(*stage) {
		return func(s *stage) { s.state(func(st *flow.State) { st.Step = step }) }
	}
	advise := func(step flow.Step, a guidance.Advice) func(*stage) {
		return func(s *stage) {
			at(step)(s)
			s.kiosk.Frame(picture(1280, 720))
			screen.Set(s.model.Advice, a)
		}
	}
	prompt := func(step flow.Step, p screen.Prompt) func(*stage) {
		return func(s *stage) {
			at(step)(s)
			s.kiosk.Frame(picture(1280, 720))
			screen.Set(s.model.Prompt, p)
		}
	}
	look := func(l flow.Look, then func(*stage)) func(*stage) {
		return func(s *stage) {
			s.state(func(st *flow.State) { st.Look = l })
			then(s)
		}
	}
	clerk := func(access flow.Access, more func(*flow.State)) func(*stage) {
		return func(s *stage) {
			s.state(func(st *flow.State) {
				st.Step, st.Setup.Access = flow.Clerk, access
				if more != nil {
					more(st)
				}
			})
		}
	}
	for name, c := range map[string]struct {
		size fyne.Size
		show func(*stage)
	}{
		"attract":       {wide, at(flow.Attract)},
		"attract_small": {small, at(flow.Attract)},
		"welcome":       {wide, at(flow.Welcome)},
		"welcome_small": {small, at(flow.Welcome)},
		"welcome_de":    {wide, func(s *stage) { screen.Set(s.model.Language, "de") }},
		"consent":       {wide, at(flow.Consent)},
		"consent_small": {small, at(flow.Consent)},
		"choose":        {wide, at(flow.Choose)},
		"choose_portrait_de": {portrait, func(s *stage) {
			screen.Set(s.model.Language, "de")
			at(flow.Choose)(s)
		}},
		"front_no_picture_yet": {wide, at(flow.Front)},
		"front_glare":          {wide, advise(flow.Front, guidance.Advice{Hint: guidance.Glare})},
		"front_good":           {wide, advise(flow.Front, guidance.Advice{Hint: guidance.Hold, Good: true, Filled: .5})},
		"front_small":          {small, advise(flow.Front, guidance.Advice{Hint: guidance.SearchCard})},
		"front_reading": {wide, func(s *stage) {
			s.state(func(st *flow.State) { st.Step, st.Busy = flow.Front, true })
			screen.Set(s.model.Waiting, true)
		}},
		"front_no_card": {wide, func(s *stage) {
			s.state(func(st *flow.State) { st.Step, st.Problem, st.Tries = flow.Front, flow.NoCard, 1 })
		}},
		"front_camera_gone": {wide, func(s *stage) {
			s.state(func(st *flow.State) { st.Step, st.CameraLost = flow.Front, true })
		}},
		"back":              {wide, advise(flow.Back, guidance.Advice{Hint: guidance.TurnOver})},
		"look_up":           {wide, at(flow.LookUp)},
		"selfie":            {wide, advise(flow.Selfie, guidance.Advice{Hint: guidance.FaceCloser})},
		"liveness_smile":    {wide, advise(flow.Smile, guidance.Advice{Hint: guidance.SmileNow})},
		"liveness_gaze":     {wide, prompt(flow.Gaze, screen.Prompt{Look: liveness.GazeTopLeft, Progress: .4})},
		"liveness_approach": {wide, prompt(flow.Approach, screen.Prompt{Reach: .24, Instruction: liveness.ComeCloser, Progress: .25})},
		"liveness_light": {wide, prompt(flow.Light, screen.Prompt{
			Lit: true, Colour: [3]float64{.75, 1, .75}, Instruction: liveness.HoldStill, Progress: .6,
		})},
		"check":         {wide, func(s *stage) { screen.Set(s.model.Evidence, evidence()); at(flow.Check)(s) }},
		"check_nothing": {wide, at(flow.Check)},
		"deciding":      {wide, func(s *stage) { s.state(func(st *flow.State) { st.Step, st.Busy = flow.Deciding, true }) }},
		"clerk": {wide, func(s *stage) {
			screen.Set(s.model.Evidence, evidence())
			screen.Set(s.model.Verdict, verdict())
			clerk(flow.PINAccess, func(st *flow.State) { st.Unlocked = true })(s)
		}},
		"clerk_by_hand": {wide, func(s *stage) {
			screen.Set(s.model.Evidence, &screen.Evidence{Fields: []screen.Field{
				{Name: document.Surname, Value: "Specimen", Typed: true}, {Name: document.DateOfBirth, Typed: true},
			}})
			screen.Set(s.model.Verdict, verdict())
			clerk(flow.PINAccess, func(st *flow.State) { st.Unlocked = true })(s)
		}},
		"clerk_confirms": {wide, func(s *stage) {
			e := evidence()
			e.Note = "Known in person."
			screen.Set(s.model.Evidence, e)
			screen.Set(s.model.Verdict, verdict())
			clerk(flow.PINAccess, func(st *flow.State) {
				st.Unlocked, st.Clerk = true, flow.Review{Decision: trust.Reject, By: staff.Clerk}
			})(s)
		}},
		"clerk_second": {wide, clerk(flow.PINAccess, func(st *flow.State) {
			st.Problem, st.Clerk = flow.SameStaff, flow.Review{Decision: trust.Accept, By: staff.Clerk}
		})},
		"sheet_note": {wide, func(s *stage) {
			e := evidence()
			e.Note = "Known in person."
			screen.Set(s.model.Evidence, e)
			clerk(flow.PINAccess, func(st *flow.State) { st.Unlocked, st.Sheet = true, flow.NoteSheet })(s)
		}},
		"clerk_locked":       {wide, clerk(flow.PINAccess, nil)},
		"clerk_locked_small": {small, clerk(flow.PINAccess, nil)},
		"clerk_pin_typed": {wide, func(s *stage) {
			clerk(flow.PINAccess, nil)(s)
			s.press("2", "7", "1", "8")
		}},
		"clerk_wrong_pin": {wide, clerk(flow.PINAccess, func(st *flow.State) { st.Problem = flow.WrongPIN })},
		"clerk_wait": {wide, func(s *stage) {
			screen.Set(s.model.Seconds, 28)
			clerk(flow.PINAccess, func(st *flow.State) { st.Problem = flow.WrongPIN })(s)
		}},
		"clerk_closed": {wide, clerk(flow.NoAccess, nil)},
		"saving_full": {wide, func(s *stage) {
			s.state(func(st *flow.State) { st.Step, st.Problem = flow.Saving, flow.Full })
		}},
		"saving_failed": {wide, func(s *stage) {
			s.state(func(st *flow.State) { st.Step, st.Problem = flow.Saving, flow.Broken })
		}},
		"result_accept": {wide, func(s *stage) {
			screen.Set(s.model.Receipt, ticket)
			screen.Set(s.model.Seconds, 17)
			s.state(func(st *flow.State) { st.Step, st.Decision, st.Setup.Printer = flow.Result, trust.Accept, true })
		}},
		"result_not_printed": {portrait, func(s *stage) {
			screen.Set(s.model.Receipt, ticket)
			s.state(func(st *flow.State) {
				st.Step, st.Decision, st.Setup.Printer, st.Paper = flow.Result, trust.Review, true, flow.NotPrinted
			})
		}},
		"result_saved": {wide, func(s *stage) {
			screen.Set(s.model.Receipt, ticket)
			s.state(func(st *flow.State) {
				st.Step, st.Decision, st.Setup.Save, st.Paper = flow.Result, trust.Accept, true, flow.InFile
			})
		}},
		"result_review":    {wide, func(s *stage) { s.state(func(st *flow.State) { st.Step, st.Decision = flow.Result, trust.Review }) }},
		"result_reject":    {wide, func(s *stage) { s.state(func(st *flow.State) { st.Step, st.Decision = flow.Result, trust.Reject }) }},
		"ended_stopped":    {wide, func(s *stage) { s.state(func(st *flow.State) { st.Step, st.Ending = flow.Ended, flow.Stopped }) }},
		"ended_not_wiped":  {wide, func(s *stage) { s.state(func(st *flow.State) { st.Step, st.Ending = flow.Ended, flow.NotWiped }) }},
		"sheet_help":       {wide, func(s *stage) { s.state(func(st *flow.State) { st.Step, st.Sheet = flow.Consent, flow.HelpSheet }) }},
		"sheet_stop":       {wide, func(s *stage) { s.state(func(st *flow.State) { st.Step, st.Sheet = flow.Consent, flow.StopSheet }) }},
		"welcome_portrait": {portrait, at(flow.Welcome)},
		"front_portrait":   {portrait, advise(flow.Front, guidance.Advice{Hint: guidance.Glare})},
		"look_up_portrait": {portrait, at(flow.LookUp)},
		"check_portrait":   {portrait, func(s *stage) { screen.Set(s.model.Evidence, evidence()); at(flow.Check)(s) }},
		"consent_dark":     {wide, look(flow.Look{Scheme: flow.Dark}, at(flow.Consent))},
		"front_contrast":   {wide, look(flow.Look{Scheme: flow.Contrast}, advise(flow.Front, guidance.Advice{Hint: guidance.Glare}))},
		"front_larger":     {fyne.NewSize(1024, 600), look(flow.Look{Larger: flow.MostLarger}, advise(flow.Front, guidance.Advice{Hint: guidance.Glare}))},
		"consent_larger":   {wide, look(flow.Look{Larger: flow.MostLarger}, at(flow.Consent))},
		"check_larger":     {wide, look(flow.Look{Larger: flow.MostLarger}, func(s *stage) { screen.Set(s.model.Evidence, evidence()); at(flow.Check)(s) })},
		"sheet_help_larger": {wide, look(flow.Look{Larger: 50, Scheme: flow.Contrast}, func(s *stage) {
			s.state(func(st *flow.State) { st.Step, st.Sheet = flow.Consent, flow.HelpSheet })
		})},
		"sheet_edit_portrait": {portrait, func(s *stage) {
			screen.Set(s.model.Evidence, evidence())
			s.state(func(st *flow.State) { st.Step, st.Sheet, st.Editing = flow.Check, flow.EditSheet, document.Surname })
		}},
		"sheet_edit": {wide, func(s *stage) {
			screen.Set(s.model.Evidence, evidence())
			s.state(func(st *flow.State) { st.Step, st.Sheet, st.Editing = flow.Check, flow.EditSheet, document.Surname })
		}},
		"sheet_terms": {wide, func(s *stage) {
			s.state(func(st *flow.State) { st.Step, st.Sheet = flow.Consent, flow.TermsSheet })
		}},
		"sheet_terms_portrait_uk": {portrait, func(s *stage) {
			screen.Set(s.model.Language, "uk")
			s.state(func(st *flow.State) { st.Step, st.Sheet = flow.Consent, flow.TermsSheet })
		}},
		"sheet_idle": {wide, func(s *stage) {
			screen.Set(s.model.Seconds, 12)
			s.state(func(st *flow.State) { st.Step, st.Sheet = flow.Consent, flow.IdleSheet })
		}},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, c.size)
			c.show(s)
			test.AssertRendersToMarkup(t, name+".xml", s.window.Canvas())
			keep(t, name, s.window.Canvas())
			fits(t, s.window.Canvas())
		})
	}
}

// keep writes a screen as a picture into the folder that PORTICO_SCREENS names,
// for people to look at.
func keep(t *testing.T, name string, c fyne.Canvas) {
	t.Helper()
	dir := os.Getenv("PORTICO_SCREENS")
	if dir == "" {
		return
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, c.Capture()); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), buf.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// press types keys and returns what was sent.
func (s *stage) press(keys ...fyne.KeyName) []flow.Event {
	s.sent = nil
	for _, key := range keys {
		s.kiosk.Key(&fyne.KeyEvent{Name: key})
	}
	return s.sent
}

func TestKeys(t *testing.T) {
	s := open(t, wide)
	for _, c := range []struct {
		name  string
		state flow.State
		key   fyne.KeyName
		want  flow.Event
	}{
		{"Enter starts", flow.State{Step: flow.Welcome}, fyne.KeyReturn, flow.Start{}},
		{"Enter agrees", flow.State{Step: flow.Consent}, fyne.KeyEnter, flow.Agreed{}},
		{"Enter confirms", flow.State{Step: flow.Check}, fyne.KeyReturn, flow.Continue{}},
		{"Esc asks first", flow.State{Step: flow.Selfie}, fyne.KeyEscape, flow.AskStop{}},
		{"Esc closes the question", flow.State{Step: flow.Selfie, Sheet: flow.StopSheet}, fyne.KeyEscape, flow.Dismiss{}},
		{"Enter never deletes", flow.State{Step: flow.Selfie, Sheet: flow.StopSheet}, fyne.KeyReturn, flow.Dismiss{}},
		{"F1 helps", flow.State{Step: flow.Front}, fyne.KeyF1, flow.Help{}},
	} {
		screen.Set(s.model.State, c.state)
		if got := s.press(c.key); !slices.Equal(got, []flow.Event{c.want}) {
			t.Errorf("%s: sent %v, want %T", c.name, got, c.want)
		}
	}
	screen.Set(s.model.State, flow.State{Step: flow.Front})
	s.press(fyne.KeyReturn)
	if s.shots != 1 {
		t.Error("Enter took no picture")
	}
	screen.Set(s.model.State, flow.State{Step: flow.Welcome})
	if got := s.press(fyne.KeyEscape); len(got) != 0 {
		t.Errorf("Esc at the welcome screen sent %v", got)
	}
}

func TestKeysOfTheReview(t *testing.T) {
	s := open(t, wide)
	s.state(func(st *flow.State) { st.Step, st.Setup.Access, st.Unlocked = flow.Clerk, flow.PINAccess, true })
	for key, want := range map[fyne.KeyName]flow.Event{
		fyne.KeyReturn: flow.ClerkDecides{Decision: trust.Accept}, fyne.KeyF8: flow.ClerkDecides{Decision: trust.Reject},
		fyne.KeyF2: flow.Note{}, fyne.KeyF4: flow.ClerkLater{},
	} {
		if got := s.press(key); !slices.Equal(got, []flow.Event{want}) {
			t.Errorf("%s sent %v, want %v", key, got, want)
		}
	}
	s.state(func(st *flow.State) { st.Unlocked = false })
	if got := s.press(fyne.KeyF8); len(got) != 0 {
		t.Errorf("F8 at a locked screen sent %v", got)
	}
}

func TestOfAPassportThePhotoPageIsAskedFor(t *testing.T) {
	s := open(t, wide)
	for brought, want := range map[flow.Brought]bool{flow.Passport: true, flow.IdentityCard: false, flow.Anything: false} {
		s.state(func(st *flow.State) { st.Step, st.Brought = flow.Welcome, brought })
		s.state(func(st *flow.State) { st.Step = flow.Front })
		if got := strings.Contains(test.RenderToMarkup(s.window.Canvas()), "photo page"); got != want {
			t.Errorf("%q: asked for the photo page: %v", brought, got)
		}
	}
}

func TestLanguageChangesAtOnce(t *testing.T) {
	s := open(t, wide)
	before := test.RenderToMarkup(s.window.Canvas())
	screen.Set(s.model.Language, "sk")
	after := test.RenderToMarkup(s.window.Canvas())
	if !strings.Contains(before, "Start") || !strings.Contains(after, "Začať") || strings.Contains(after, "Start") {
		t.Error("the words did not all change")
	}
}

func TestFaceIsMirroredOnlyOnTheScreen(t *testing.T) {
	s := open(t, wide)
	s.state(func(st *flow.State) { st.Step = flow.Selfie })
	img := picture(640, 480)
	img.SetRGBA(0, 0, color.RGBA{255, 0, 0, 255})
	s.kiosk.Frame(img)
	if img.RGBAAt(0, 0) != (color.RGBA{255, 0, 0, 255}) {
		t.Error("the picture itself was mirrored")
	}
}

// Every key that the code asks for must have words; those made of a value of
// the flow are listed by the flow itself.
func TestEveryKeyHasWords(t *testing.T) {
	words := words(t)
	var keys []string
	for _, h := range guidance.Hints() {
		keys = append(keys, "hint."+string(h))
	}
	for _, p := range flow.Problems() {
		keys = append(keys, "problem."+string(p))
	}
	for _, f := range []string{"steps", "dataEdited", "guardian", "clock", trust.AgeDifference} { // of the kiosk's own, and of no standard rule
		keys = append(keys, "factor."+f)
	}
	for _, p := range flow.Retakes() {
		keys = append(keys, "retake."+string(p))
	}
	for _, e := range flow.Endings() {
		keys = append(keys, "ended."+string(e), "ended."+string(e)+".next")
	}
	for _, s := range flow.Steps() {
		if s.Capturing() {
			keys = append(keys, string(s)+".title")
		}
	}
	for _, r := range trust.Standard(true) {
		keys = append(keys, "factor."+r.Factor, "meaning."+r.Factor)
	}
	for _, f := range gauge.Faults() {
		keys = append(keys, "fault."+string(f))
	}
	for _, document := range []bool{true, false} {
		for _, l := range screen.Limits(document, guidance.Limits{}, nil) {
			keys = append(keys, "limit."+l.Name)
		}
	}
	for _, s := range []document.Source{document.VisualZone, document.MRZone, document.Barcode} {
		keys = append(keys, "zone."+string(s))
	}
	for _, d := range []trust.Decision{trust.Accept, trust.Review, trust.Reject} {
		keys = append(keys, "result."+string(d), "result."+string(d)+".next")
	}
	sources, err := filepath.Glob("*.go")
	if err != nil || len(sources) == 0 {
		t.Fatalf("no sources: %v", err)
	}
	for _, file := range sources {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, literal := range strings.Split(string(data), `"`) {
			if prefix, rest, ok := strings.Cut(literal, "."); ok && rest != "" && !strings.HasSuffix(rest, ".") && !strings.ContainsAny(literal, " /{\n*_") &&
				slices.Contains([]string{"action", "step", "attract", "welcome", "consent", "choose", "document-front", "look-up", "check", "clerk", "camera", "cameras", "busy", "saving", "sheet", "office", "room", "delivery", "rules", "looks", "privacy", "diagnostics", "fact", "figures"}, prefix) {
				keys = append(keys, literal)
			}
		}
	}
	for _, key := range keys {
		if !words.Has("en", key) {
			t.Errorf("en.json lacks %q", key)
		}
	}
	if len(keys) < 90 {
		t.Errorf("only %d keys were looked for", len(keys))
	}
}
