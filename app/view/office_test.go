package view_test

import (
	"image/color"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"portico/app/flow"
	"portico/app/gauge"
	"portico/app/palette"
	"portico/app/screen"
	"portico/app/staff"
	"portico/app/view"
	"portico/app/widget"
	"portico/assets/icons"
	"portico/engine/guidance"
	"portico/engine/liveness"
	"portico/engine/trust"
)

// rooms are the staff's rooms of a kiosk where something has happened.
func rooms() map[flow.Room]*screen.Room {
	noon := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	score := func(v float64) *float64 { return &v }
	return map[flow.Room]*screen.Room{
		flow.Delivery: {Delivery: &screen.Delivery{
			Pending: 1, Dead: 1, Late: 1, Delivered: 12, Disagreed: []string{"2f9a2c11"}, Unavailable: true, LastSuccess: noon,
			WarnAfter: 7 * 24 * time.Hour, ErasedAfter: 30 * 24 * time.Hour,
			Owed: []screen.Owed{
				{Receiver: "dis", Key: "0f9a2c11", Since: noon.AddDate(0, 0, -8), Attempts: 3, Dead: true, Late: true, Reason: "422: the document is not accepted", Progress: "pages 1 of 2"},
				{Receiver: "webhook", Key: "1f9a2c11", Since: noon, Next: noon.Add(time.Minute), Attempts: 1, Reason: "backend unavailable: connection refused"},
			},
		}},
		flow.Cameras: {Cameras: &screen.Cameras{
			Found: []screen.Camera{
				{ID: "usb-0000:00:14.0-1:1.0/046d:0825", Name: "HD Webcam C270", Allowed: true},
				{ID: "platform-v4l2loopback-000/0000:0000", Name: "Loopback", Virtual: true},
			},
			Chosen: "usb-0000:00:14.0-1:1.0/046d:0825", Proposed: true,
			Limits: []screen.Limit{{Name: "sharpness", Now: .05, Proposed: .095}, {Name: "dark", Proposed: .4}, {Name: "speed"}},
		}},
		flow.Rules: {Rules: &screen.Rules{
			Version: "1", Digest: "0123456789ab", Challenges: []liveness.Kind{liveness.Smile, liveness.Light}, Count: 1, GuardianAge: 16,
			Rules: []screen.Rule{
				{Rule: trust.Rule{Factor: trust.PortraitMatch, Required: true, RejectBelow: score(.325), ReviewBelow: score(.4)}, When: trust.Always},
				{Rule: trust.Rule{Factor: trust.MRZValid, Required: true, IfFalse: trust.Failed}, When: trust.WithMRZ},
				{Rule: trust.Rule{Factor: trust.PassiveLiveness, ReviewBelow: score(.84)}},
			},
		}},
		flow.Looks: {Looks: &screen.Looks{
			Colours: palette.Colours{palette.Brand: {0x6A, 0x1B, 0x4D, 0xFF}, palette.QuietInk: {0x66, 0x70, 0x7A, 0xFF}}.All(), Tried: true, Own: true, Logo: true, Volume: 50,
			Logos: []string{"/media/kiosk/STICK/logo.svg"},
			Words: []screen.Words{{Key: "consent.title", Text: "May we do this?"}, {Key: "welcome.title", Text: "Welcome to the library", Own: true}},
		}},
		flow.Privacy: {Privacy: &screen.Privacy{
			Kept: 3, Owed: 1,
			Lifetimes: []screen.Lifetime{
				{Name: "unfinished", For: 30 * time.Minute, Usual: 30 * time.Minute, Unit: time.Minute},
				{Name: "finished", For: 72 * time.Hour, Usual: 24 * time.Hour, Unit: time.Hour},
				{Name: "undelivered", For: 30 * 24 * time.Hour, Usual: 30 * 24 * time.Hour, Unit: 24 * time.Hour},
			},
			Facts: []screen.Fact{
				{Name: "swap", Value: "/dev/sda3", Grade: screen.Attention},
				{Name: "memory", Value: "closed", Word: true, Grade: screen.Fine},
				{Name: "key", Value: "key_file", Word: true, Grade: screen.Attention},
				{Name: "consent", Value: "2026-11-29"},
			},
		}},
		flow.Diagnostics: {File: "/var/lib/portico-diagnostics/portico-1.json", Facts: []screen.Fact{
			{Name: "version", Value: "0.1.0"},
			{Name: "camera", Value: "HD Webcam C270 · usb-0000:00:14.0-1:1.0/046d:0825", Grade: screen.Fine},
			{Name: "room", Value: "no", Word: true, Grade: screen.Attention},
			{Name: "error", Value: "camera state=gone error=unplugged", At: noon, Grade: screen.Attention},
		}},
		flow.Liveness: {Liveness: &screen.Liveness{
			People: screen.Size{Takes: 3, Pictures: 30}, Copies: screen.Size{Takes: 4, Pictures: 38}, Least: 20,
			Errors: &screen.DeskErrors{Doubted: screen.Rate{Hits: 1, Of: 30, Low: .0008, High: .172}, Passed: screen.Rate{Hits: 4, Of: 38, Low: .029, High: .248}},
		}},
		flow.Figures: {Figures: &screen.Figures{Whole: true, Retakes: []screen.Retake{{Reason: "not_live", N: 4}, {Reason: "no_card", N: 3}}, Days: []screen.Day{
			{Date: noon, Begun: 9, Accepted: 5, Reviewed: 2, Rejected: 1, Abandoned: 1, Median: 41 * time.Second},
			{Date: noon.AddDate(0, 0, -1), Begun: 3, Accepted: 3, Median: 38 * time.Second},
		}}},
	}
}

// enter is an operator in a room.
func enter(st *flow.State, room flow.Room) {
	st.Step, st.Setup.Access, st.Unlocked, st.Role, st.Room, st.Lens = flow.Office, flow.PINAccess, true, staff.Operator, room, flow.DocumentLens
}

func TestOffice(t *testing.T) {
	room := func(room flow.Room, more func(*flow.State)) func(*stage) {
		return func(s *stage) {
			screen.Set(s.model.Room, rooms()[room])
			s.state(func(st *flow.State) {
				enter(st, room)
				if more != nil {
					more(st)
				}
			})
		}
	}
	seen := func(then func(*stage)) func(*stage) {
		return func(s *stage) {
			then(s)
			s.kiosk.Frame(picture(1280, 720))
			screen.Set(s.model.Advice, guidance.Advice{Hint: guidance.Glare})
			screen.Set(s.model.Gauge, screen.Gauge{Reading: gauge.Reading{Width: 1280, Height: 720, FPS: 29.7, Sharpness: .183, Brightness: .12}})
		}
	}
	empty := func(room flow.Room, shown *screen.Room) func(*stage) {
		return func(s *stage) {
			screen.Set(s.model.Room, shown)
			s.state(func(st *flow.State) { enter(st, room) })
		}
	}
	for name, c := range map[string]struct {
		size fyne.Size
		show func(*stage)
	}{
		"office_door": {wide, func(s *stage) {
			s.state(func(st *flow.State) { st.Step, st.Setup.Access = flow.Office, flow.PINAccess })
		}},
		"office_door_no_pin":       {wide, func(s *stage) { s.state(func(st *flow.State) { st.Step = flow.Office }) }},
		"office_delivery":          {wide, room(flow.Delivery, nil)},
		"office_delivery_portrait": {portrait, room(flow.Delivery, nil)},
		"office_delivery_clerk":    {wide, room(flow.Delivery, func(st *flow.State) { st.Role = staff.Clerk })},
		"office_delivery_busy":     {wide, room(flow.Delivery, func(st *flow.State) { st.Busy = true })},
		"office_delivery_none":     {wide, empty(flow.Delivery, &screen.Room{Delivery: &screen.Delivery{}})},
		"office_cameras":           {wide, seen(room(flow.Cameras, nil))},
		"office_cameras_small":     {small, seen(room(flow.Cameras, nil))},
		"office_cameras_face":      {wide, room(flow.Cameras, func(st *flow.State) { st.Lens, st.Problem = flow.FaceLens, flow.Unmeasured })},
		"office_cameras_none":      {wide, empty(flow.Cameras, &screen.Room{Cameras: &screen.Cameras{}})},
		"office_cameras_fixed":     {wide, empty(flow.Cameras, &screen.Room{Cameras: &screen.Cameras{Fixed: true}})},
		"office_rules":             {wide, room(flow.Rules, nil)},
		"office_rules_refused":     {wide, room(flow.Rules, func(st *flow.State) { st.Problem = flow.BadLimits })},
		"office_rules_typed": {wide, room(flow.Rules, func(st *flow.State) {
			st.Sheet, st.Order = flow.OrderSheet, flow.Order{Task: flow.ChangeRule, Name: trust.PortraitMatch, Setting: string(trust.ReviewBelow), Value: "0.4"}
		})},
		"office_looks": {wide, room(flow.Looks, nil)},
		"office_looks_colour": {wide, room(flow.Looks, func(st *flow.State) {
			st.Sheet, st.Order = flow.OrderSheet, flow.Order{Task: flow.DraftColour, Name: "brand", Value: "#0B4F8A"}
		})},
		"office_privacy": {wide, room(flow.Privacy, nil)},
		"office_privacy_wipe": {wide, room(flow.Privacy, func(st *flow.State) {
			st.Sheet, st.Order = flow.OrderSheet, flow.Order{Task: flow.WipeKept}
		})},
		"office_privacy_lifetime": {wide, room(flow.Privacy, func(st *flow.State) {
			st.Sheet, st.Order = flow.OrderSheet, flow.Order{Task: flow.SetLifetime, Name: "finished", Setting: "privacy.hours", Value: "72"}
		})},
		"office_privacy_promised": {wide, room(flow.Privacy, func(st *flow.State) { st.Problem = flow.Promised })},
		"office_liveness":         {wide, seen(room(flow.Liveness, nil))},
		"office_liveness_small":   {small, seen(room(flow.Liveness, nil))},
		"office_liveness_none":    {wide, empty(flow.Liveness, &screen.Room{Liveness: &screen.Liveness{Least: 20, Own: true}})},
		"office_liveness_fixed":   {wide, empty(flow.Liveness, &screen.Room{Liveness: &screen.Liveness{Fixed: true}})},
		"office_liveness_agreed": {wide, room(flow.Liveness, func(st *flow.State) {
			st.Sheet, st.Order = flow.OrderSheet, flow.Order{Task: flow.Study, Name: string(flow.Copy)}
		})},
		"office_diagnostics":  {wide, room(flow.Diagnostics, nil)},
		"office_figures":      {wide, room(flow.Figures, nil)},
		"office_figures_none": {wide, empty(flow.Figures, &screen.Room{Figures: &screen.Figures{}})},
		"office_failed":       {wide, room(flow.Diagnostics, func(st *flow.State) { st.Problem = flow.Broken })},
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

func TestEnterErasesNothing(t *testing.T) {
	s := open(t, wide)
	screen.Set(s.model.Room, rooms()[flow.Privacy])
	s.state(func(st *flow.State) { enter(st, flow.Privacy) })
	if sent := s.press(fyne.KeyReturn); len(sent) != 0 {
		t.Errorf("Enter in the room sent %v", sent)
	}
	s.state(func(st *flow.State) { st.Sheet, st.Order = flow.OrderSheet, flow.Order{Task: flow.WipeKept} })
	if sent := s.press(fyne.KeyReturn); len(sent) != 1 || sent[0] != (flow.Dismiss{}) {
		t.Errorf("Enter at the question sent %v", sent)
	}
}

// What Enter does in a room is its main action, and nothing while one is being
// carried out.
func TestKeysInTheOffice(t *testing.T) {
	s := open(t, wide)
	screen.Set(s.model.Room, rooms()[flow.Delivery])
	s.state(func(st *flow.State) { enter(st, flow.Delivery) })
	if sent := s.press(fyne.KeyReturn); len(sent) != 1 || sent[0] != (flow.Ask{Order: flow.Order{Task: flow.RetryDeliveries}}) {
		t.Errorf("Enter sent %v", sent)
	}
	s.state(func(st *flow.State) { st.Busy = true })
	if sent := s.press(fyne.KeyReturn); len(sent) != 0 {
		t.Errorf("Enter sent %v although an order is being carried out", sent)
	}
	s.state(func(st *flow.State) { *st = flow.State{Step: flow.Welcome} })
	if sent := s.press(fyne.KeyF10); len(sent) != 1 || sent[0] != (flow.Knock{}) {
		t.Errorf("F10 sent %v", sent)
	}
}

// An operator's colours are in force in the usual scheme alone: whoever asked for
// the highest contrast keeps it.
func TestTheOperatorsColours(t *testing.T) {
	s := open(t, wide)
	usual, own := widget.Brand.Colour(), color.NRGBA{0x6A, 0x1B, 0x4D, 0xFF}
	screen.Set(s.model.Brand, &screen.Brand{Colours: palette.Colours{palette.Brand: own}})
	if got := widget.Brand.Colour(); got != own {
		t.Errorf("the main colour is %v", got)
	}
	s.state(func(st *flow.State) { st.Look.Scheme = flow.Contrast })
	if got := widget.Brand.Colour(); got == own || got == usual {
		t.Errorf("with the highest contrast the main colour is %v", got)
	}
}

func TestTheOperatorsLogo(t *testing.T) {
	test.NewTempApp(t)
	model := screen.NewModel(flow.Setup{}, "en")
	screen.Set(model.Brand, &screen.Brand{Logo: &screen.Logo{Name: "logo.svg", Data: icons.SVG("sun", color.NRGBA{A: 255}, 2)}})
	k := view.NewKiosk(view.Kit{Model: model}, words(t))
	w := test.NewTempWindow(t, k.Content())
	w.Resize(wide)
	k.Fit(wide)
	if markup := test.RenderToMarkup(w.Canvas()); !strings.Contains(markup, "logo.svg") || strings.Contains(markup, ">Portico<") {
		t.Error("the header shows our mark")
	}
}
