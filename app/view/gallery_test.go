package view_test

import (
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"portico/app/flow"
	"portico/app/gauge"
	"portico/app/screen"
	"portico/app/staff"
	"portico/assets/specimen"
	"portico/engine/document"
	"portico/engine/guidance"
	"portico/engine/imaging"
	"portico/engine/liveness"
	"portico/engine/trust"
)

// drawn is a person and a card that never were, as cameras see them.
type drawn struct {
	card, turned         *image.RGBA // on a desk
	calm, smiling        *image.RGBA // in a room
	front, back, picture *image.RGBA
}

func draw() drawn {
	p := specimen.Person{Seed: 4}
	photo := specimen.IDPhoto(p)
	card := specimen.Example(photo)
	d := drawn{front: card.Front(900), back: card.Back(900), picture: photo, calm: specimen.InRoom(p, 1280, 720, 0, 0)}
	p.Smile = 1
	d.smiling = specimen.InRoom(p, 1280, 720, 0, 0)
	pose := specimen.Pose{X: .5, Y: .5, Width: .56, Angle: .02}
	d.card, d.turned = specimen.OnDesk(d.front, 1280, 720, pose), specimen.OnDesk(d.back, 1280, 720, pose)
	return d
}

// evidence is what is read of the drawn card.
func (d drawn) evidence() *screen.Evidence {
	cut := func(x0, y0, x1, y1 float64) image.Image {
		w, h := float64(d.front.Rect.Dx()), float64(d.front.Rect.Dy())
		return imaging.Crop(d.front, image.Rect(int(x0*w), int(y0*h), int(x1*w), int(y1*h)))
	}
	return &screen.Evidence{
		Fields: []screen.Field{
			{Name: document.Surname, Value: "Eriksson", Source: "viz", Crop: cut(.34, .28, .53, .38)},
			{Name: document.GivenNames, Value: "Lars Erik", Source: "viz", Unsure: true, Crop: cut(.34, .44, .54, .54), Zones: []screen.Zone{
				{Source: "viz", Value: "Lars Erik"}, {Source: "mrz", Value: "LARS ERIC", Differs: true},
			}},
			{Name: document.DateOfBirth, Value: "1974-08-12", Source: "viz", Crop: cut(.68, .44, .91, .54)},
			{Name: document.DocumentNumber, Value: "D23145890", Source: "mrz"},
		},
		Pictures: []screen.Picture{
			{Name: "front", Image: d.front},
			{Name: "back", Image: d.back},
			{Name: "portrait", Image: d.picture},
			{Name: "selfie", Image: face(d.calm)},
			{Name: "neutral", Image: face(d.calm)},
			{Name: "smile", Image: face(d.smiling)},
		},
	}
}

func face(room *image.RGBA) image.Image { return imaging.Crop(room, image.Rect(400, 60, 880, 660)) }

// TestGallery renders each screen once and one in each language and size, with
// a drawn card and person, into the folder that PORTICO_GALLERY names; `make
// screens` calls it.
func TestGallery(t *testing.T) {
	dir := os.Getenv("PORTICO_GALLERY")
	if dir == "" {
		t.Skip("PORTICO_GALLERY names no folder")
	}
	d := draw()
	step := func(step flow.Step, more ...func(*flow.State)) func(*stage) {
		return func(s *stage) {
			screen.Set(s.model.Evidence, d.evidence())
			screen.Set(s.model.Verdict, verdict())
			screen.Set(s.model.Receipt, ticket)
			s.state(func(st *flow.State) {
				st.Step, st.Setup.Printer, st.Setup.Access = step, true, flow.PINAccess
				for _, change := range more {
					change(st)
				}
			})
		}
	}
	live := func(at flow.Step, img *image.RGBA, a guidance.Advice) func(*stage) {
		return func(s *stage) {
			step(at)(s)
			s.kiosk.Frame(img)
			screen.Set(s.model.Advice, a)
		}
	}
	led := func(at flow.Step, p screen.Prompt) func(*stage) {
		return func(s *stage) {
			step(at)(s)
			s.kiosk.Frame(d.calm)
			screen.Set(s.model.Prompt, p)
		}
	}
	room := func(room flow.Room) func(*stage) {
		return func(s *stage) {
			screen.Set(s.model.Room, rooms()[room])
			s.state(func(st *flow.State) { enter(st, room) })
			s.kiosk.Frame(d.card)
			screen.Set(s.model.Advice, guidance.Advice{Hint: guidance.Hold, Good: true})
			screen.Set(s.model.Gauge, screen.Gauge{Reading: gauge.Reading{Width: 1280, Height: 720, FPS: 29.7, Sharpness: .183, Brightness: .52}})
		}
	}
	decided := func(d trust.Decision) func(*flow.State) { return func(st *flow.State) { st.Decision = d } }
	good := guidance.Advice{Hint: guidance.Hold, Good: true, Filled: .6}
	for n, c := range []struct {
		name string
		show func(*stage)
	}{
		{"attract", step(flow.Attract)},
		{"welcome", step(flow.Welcome)},
		{"consent", step(flow.Consent)},
		{"consent-terms", step(flow.Consent, func(st *flow.State) { st.Sheet = flow.TermsSheet })},
		{"choose", step(flow.Choose)},
		{"document-front", live(flow.Front, d.card, good)},
		{"document-front-glare", live(flow.Front, d.card, guidance.Advice{Hint: guidance.Glare})},
		{"document-back", live(flow.Back, d.turned, guidance.Advice{Hint: guidance.HoldSteady, Filled: .2})},
		{"look-up", live(flow.LookUp, d.calm, guidance.Advice{})},
		{"selfie", live(flow.Selfie, d.calm, guidance.Advice{Hint: guidance.FaceCloser})},
		{"liveness-smile", live(flow.Smile, d.smiling, good)},
		{"liveness-gaze", led(flow.Gaze, screen.Prompt{Look: liveness.GazeTopRight, Progress: .4})},
		{"liveness-approach", led(flow.Approach, screen.Prompt{Reach: .24, Instruction: liveness.ComeCloser, Progress: .25})},
		{"liveness-light", led(flow.Light, screen.Prompt{Lit: true, Colour: [3]float64{.75, 1, .75}, Instruction: liveness.HoldStill, Progress: .6})},
		{"check", step(flow.Check)},
		{"correct", step(flow.Check, func(st *flow.State) { st.Sheet, st.Editing = flow.EditSheet, document.Surname })},
		{"clerk-locked", step(flow.Clerk)},
		{"clerk", step(flow.Clerk, func(st *flow.State) { st.Unlocked = true })},
		{"clerk-note", step(flow.Clerk, func(st *flow.State) { st.Unlocked, st.Sheet = true, flow.NoteSheet })},
		{"clerk-second", step(flow.Clerk, func(st *flow.State) { st.Clerk = flow.Review{Decision: trust.Accept, By: staff.Clerk} })},
		{"result-accept", step(flow.Result, decided(trust.Accept))},
		{"result-review", step(flow.Result, decided(trust.Review))},
		{"result-reject", step(flow.Result, decided(trust.Reject))},
		{"stopped", step(flow.Ended, func(st *flow.State) { st.Ending = flow.Stopped })},
		{"help", step(flow.Consent, func(st *flow.State) { st.Sheet = flow.HelpSheet })},
		{"stop", step(flow.Check, func(st *flow.State) { st.Sheet = flow.StopSheet })},
		{"office-door", step(flow.Office)},
		{"office-delivery", room(flow.Delivery)},
		{"office-cameras", room(flow.Cameras)},
		{"office-rules", room(flow.Rules)},
		{"office-looks", room(flow.Looks)},
		{"office-privacy", room(flow.Privacy)},
		{"office-diagnostics", room(flow.Diagnostics)},
		{"office-figures", room(flow.Figures)},
		{"office-liveness", room(flow.Liveness)},
	} {
		photograph(t, dir, fmt.Sprintf("%02d-%s", n+1, c.name), wide, "en", c.show)
	}
	for _, language := range words(t).Languages() {
		photograph(t, dir, "check-"+language, wide, language, step(flow.Check))
	}
	for _, size := range []fyne.Size{fyne.NewSize(1024, 600), wide, fyne.NewSize(1920, 1080), portrait} {
		photograph(t, dir, fmt.Sprintf("check-%.0fx%.0f", size.Width, size.Height), size, "en", step(flow.Check))
	}
	for name, look := range map[string]flow.Look{"dark": {Scheme: flow.Dark}, "contrast-200": {Scheme: flow.Contrast, Larger: flow.MostLarger}} {
		photograph(t, dir, "check-"+name, wide, "en", step(flow.Check, func(st *flow.State) { st.Look = look }))
	}
}

// photograph renders a screen into a file.
func photograph(t *testing.T, dir, name string, size fyne.Size, language string, show func(*stage)) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		s := open(t, size)
		screen.Set(s.model.Language, language)
		show(s)
		file, err := os.Create(filepath.Join(dir, name+".jpg"))
		if err != nil {
			t.Fatal(err)
		}
		if err := jpeg.Encode(file, s.window.Canvas().Capture(), &jpeg.Options{Quality: 82}); err != nil {
			t.Error(err)
		}
		if err := file.Close(); err != nil {
			t.Error(err)
		}
		fits(t, s.window.Canvas())
	})
}
