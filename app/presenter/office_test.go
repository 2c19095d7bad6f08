package presenter_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"portico/app/flow"
	"portico/app/palette"
	"portico/app/presenter"
	"portico/app/screen"
	"portico/app/staff"
	"portico/engine/guidance"
	"portico/engine/liveness"
	"portico/engine/trust"
)

// office remembers what it was asked for.
type office struct {
	mu       sync.Mutex
	dead     int // deliveries
	chosen   string
	limits   guidance.Limits
	exported int
	rules    *trust.Set
	kinds    []liveness.Kind
	fails    error
	lab      laboratory
}

func (o *office) Survey(_ context.Context, room flow.Room, lens flow.Lens, _ string, proposed *guidance.Limits) (*screen.Room, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch room {
	case flow.Delivery:
		return &screen.Room{Delivery: &screen.Delivery{Dead: o.dead}}, nil
	case flow.Cameras:
		return &screen.Room{Cameras: &screen.Cameras{Limits: screen.Limits(lens == flow.DocumentLens, o.limits, proposed), Proposed: proposed != nil}}, nil
	}
	return &screen.Room{}, nil
}

func (o *office) Retry(context.Context) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.dead = 0
	return o.fails
}

func (o *office) Choose(_ context.Context, _ flow.Lens, camera string) error {
	o.chosen = camera
	return o.fails
}

func (o *office) Keep(_ context.Context, l guidance.Limits) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.limits = l
	return o.fails
}

func (o *office) Export(context.Context) (string, error) {
	o.exported++
	return "/tmp/diagnostics.json", o.fails
}

// Redraft takes the standard rules for those in force.
func (o *office) Redraft(order flow.Order) (*trust.Set, error) {
	return trust.StandardSet().With(order.Name, trust.Setting(order.Setting), order.Value, "test")
}

func (o *office) Rule(_ context.Context, by *trust.Set) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.rules = by
	return o.fails
}

func (o *office) Wipe(context.Context) error { return o.fails }

func (o *office) Try(_, colour string) error {
	_, err := palette.Parse(colour)
	return err
}

func (o *office) Readable() error                             { return palette.ErrContrast }
func (o *office) Paint(context.Context) error                 { return o.fails }
func (o *office) Usually(context.Context) error               { return o.fails }
func (o *office) Sayable(_, _, _ string) error                { return nil }
func (o *office) Say(_ context.Context, _, _, _ string) error { return o.fails }
func (o *office) Picture(string) (*screen.Logo, error)        { return nil, screen.ErrLogo }
func (o *office) Hang(context.Context, *screen.Logo) error    { return o.fails }
func (o *office) Brand() *screen.Brand                        { return nil }

func (o *office) Challenges() ([]liveness.Kind, int) { return o.kinds, 1 }
func (o *office) GuardianAge() int                   { return 0 }

func (o *office) Demand(order flow.Order) (func(context.Context) error, map[string]string, error) {
	return func(context.Context) error { return o.fails }, map[string]string{string(order.Task): order.Value}, nil
}

func (o *office) Lifetime(_ context.Context, order flow.Order) (func(context.Context) error, map[string]string, error) {
	return func(context.Context) error { return o.fails }, map[string]string{order.Name: order.Value}, nil
}

func (o *office) Volume(order flow.Order) (func(context.Context) error, map[string]string, error) {
	return func(context.Context) error { return o.fails }, map[string]string{"volume": order.Value}, nil
}

func (o *office) Guidance() guidance.Limits {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.limits
}

func (o *office) OneCamera() bool { return false }

// inOffice lets a colleague into the staff's rooms.
func inOffice(t *testing.T, p staff.PIN) *kiosk {
	t.Helper()
	k := start(t, nil)
	k.office.dead = 1
	k.send(flow.Knock{}, flow.PINEntered{PIN: p, At: time.Now()})
	wait(100 * time.Millisecond)
	return k
}

func (k *kiosk) room() *screen.Room { return screen.Get(k.Model().Room) }

func TestStaffRetryADelivery(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := inOffice(t, "271828")
		if r := k.room(); r == nil || r.Delivery == nil || r.Delivery.Dead != 1 {
			t.Fatalf("the room shows %+v", r)
		}
		if k.Occupied() {
			t.Error("nothing is delivered while staff look at the deliveries")
		}
		k.send(flow.Ask{Order: flow.Order{Task: flow.RetryDeliveries}})
		if r := k.room(); r.Delivery.Dead != 0 {
			t.Errorf("after the retry the room shows %+v", r.Delivery)
		}
		k.office.mu.Lock()
		k.office.dead = 2 // given up again
		k.office.mu.Unlock()
		wait(3 * time.Second)
		if r := k.room(); r.Delivery.Dead != 2 {
			t.Errorf("the room does not follow: %+v", r.Delivery)
		}
		if !slices.Contains(k.trail.told, "delivery.retried clerk") || !slices.Contains(k.trail.told, "staff.login clerk") {
			t.Errorf("the trail has %q", k.trail.told)
		}
	})
}

func TestOrdersOfWhichTheTrailDoesNotHear(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := inOffice(t, "314159")
		k.trail.fails = "diagnostics.exported"
		k.send(flow.Visit{Room: flow.Diagnostics}, flow.Ask{Order: flow.Order{Task: flow.ExportDiagnostics}})
		if s := screen.Get(k.Model().State); k.office.exported != 0 || s.Problem != flow.Broken || s.Busy {
			t.Errorf("exported %d times, the screen shows %+v", k.office.exported, s)
		}
	})
}

func TestStaffExportDiagnostics(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := inOffice(t, "271828")
		k.send(flow.Visit{Room: flow.Diagnostics}, flow.Ask{Order: flow.Order{Task: flow.ExportDiagnostics}})
		if r := k.room(); k.office.exported != 1 || r.File != "/tmp/diagnostics.json" {
			t.Errorf("exported %d times; the room shows %+v", k.office.exported, r)
		}
		k.send(flow.Leave{})
		wait(time.Second)
		if k.room() != nil || k.step() != flow.Welcome {
			t.Error("the welcome screen still holds the room")
		}
	})
}

func TestStaffCalibrate(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := inOffice(t, "314159")
		k.send(flow.Visit{Room: flow.Cameras})
		wait(3 * time.Second)
		g := screen.Get(k.Model().Gauge)
		if g.FPS < 14 || g.FPS > 16 || g.Width != 640 || g.Sharpness == 0 || g.Brightness == 0 {
			t.Errorf("of a camera of 640×480 at 15 a second is shown: %+v", g)
		}
		if len(k.store.saved) != 0 || k.step() != flow.Office {
			t.Error("a picture was taken")
		}
		k.send(flow.Ask{Order: flow.Order{Task: flow.Calibrate, Lens: flow.DocumentLens}})
		wait(6 * time.Second)
		r := k.room()
		if r == nil || r.Cameras == nil || !r.Cameras.Proposed || r.Cameras.Limits[0].Proposed <= 0 {
			t.Fatalf("nothing is proposed: %+v", r)
		}
		k.send(flow.Ask{Order: flow.Order{Task: flow.KeepLimits, Lens: flow.DocumentLens}})
		wait(time.Second)
		if k.office.Guidance().Document.Sharpness != r.Cameras.Limits[0].Proposed {
			t.Errorf("kept %+v", k.office.Guidance())
		}
		if k.room().Cameras.Proposed || !slices.Contains(k.trail.told, "camera.calibrated operator document") {
			t.Errorf("afterwards: %+v, the trail has %q", k.room().Cameras, k.trail.told)
		}
	})
}

func TestCalibrationWithoutACamera(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := inOffice(t, "314159")
		k.camera.unplug(true)
		k.send(flow.Visit{Room: flow.Cameras}, flow.Ask{Order: flow.Order{Task: flow.Calibrate, Lens: flow.DocumentLens}})
		wait(10 * time.Second)
		if s := screen.Get(k.Model().State); s.Problem != flow.Unmeasured || s.Busy || !s.CameraLost {
			t.Errorf("the screen shows %+v", s)
		}
	})
}

func TestStaffChooseACamera(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := inOffice(t, "314159")
		id := "usb-0000:00:14.0-1:1.0/046d:0825"
		k.send(flow.Visit{Room: flow.Cameras}, flow.Ask{Order: flow.Order{Task: flow.ChooseCamera, Lens: flow.FaceLens, Camera: id}})
		wait(time.Second)
		if k.office.chosen != id || screen.Get(k.Model().State).Setup.OneCamera {
			t.Errorf("chosen: %q; %+v", k.office.chosen, screen.Get(k.Model().State))
		}
		if !slices.ContainsFunc(k.trail.told, func(s string) bool { return strings.HasPrefix(s, "camera.chosen operator") }) {
			t.Errorf("the trail has %q", k.trail.told)
		}
		k.office.fails = errors.New("the disk is full")
		k.send(flow.Ask{Order: flow.Order{Task: flow.ChooseCamera, Lens: flow.FaceLens, Camera: id}})
		if s := screen.Get(k.Model().State); s.Problem != flow.Broken {
			t.Errorf("what could not be kept: %+v", s)
		}
	})
}

// The trail hears whose rule is changed, and of nothing that was refused.
func TestARuleIsChangedAndTold(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := inOffice(t, "314159")
		order := flow.Order{Task: flow.ChangeRule, Name: trust.PortraitMatch, Setting: string(trust.ReviewBelow)}
		k.send(flow.Visit{Room: flow.Rules}, flow.Compose{Order: order}, flow.Edited{Value: "0.1"})
		wait(time.Second)
		if s := screen.Get(k.Model().State); s.Busy || s.Problem != flow.BadLimits || k.office.rules != nil {
			t.Errorf("limits that contradict each other led to %+v", s)
		}
		k.send(flow.Compose{Order: order}, flow.Edited{Value: "0,4"})
		wait(time.Second)
		if s := screen.Get(k.Model().State); s.Busy || s.Problem != flow.NoProblem || k.office.rules == nil {
			t.Errorf("the rule was not changed: %+v", s)
		}
		told := slices.DeleteFunc(slices.Clone(k.trail.told), func(s string) bool { return !strings.HasPrefix(s, "rules.") })
		if !slices.Equal(told, []string{"rules.changed operator portraitMatch"}) {
			t.Errorf("the trail heard %q", told)
		}
	})
}

// Of the screens' look the trail hears what was changed, and nothing of what was
// only tried or makes no sense.
func TestLooksThatAreChangedAndTold(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := inOffice(t, "314159")
		k.send(flow.Visit{Room: flow.Looks})
		for _, c := range []struct {
			order flow.Order
			want  flow.Problem
		}{
			{flow.Order{Task: flow.DraftColour, Name: "brand", Value: "blue"}, flow.NoColour},
			{flow.Order{Task: flow.DraftColour, Name: "brand", Value: "#BBBBBB"}, flow.NoProblem},
			{flow.Order{Task: flow.KeepColours}, flow.LowContrast},
			{flow.Order{Task: flow.UsualColours}, flow.NoProblem},
			{flow.Order{Task: flow.SayWords, Name: "welcome.title", Setting: "en", Value: "Hello"}, flow.NoProblem},
			{flow.Order{Task: flow.ChooseLogo, Value: "/media/stick/logo.exe"}, flow.BadLogo},
		} {
			k.send(flow.Ask{Order: c.order})
			wait(time.Second)
			if s := screen.Get(k.Model().State); s.Busy || s.Problem != c.want {
				t.Errorf("%+v led to %q, want %q", c.order, s.Problem, c.want)
			}
		}
		told := slices.DeleteFunc(slices.Clone(k.trail.told), func(s string) bool { return !strings.HasPrefix(s, "look.") })
		if !slices.Equal(told, []string{"look.changed operator colours", "look.changed operator welcome.title"}) {
			t.Errorf("the trail heard %q", told)
		}
	})
}

func TestTheOfficeClosesByItself(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := inOffice(t, "314159")
		wait(4 * time.Minute)
		if s := screen.Get(k.Model().State); s.Step != flow.Welcome || s.Unlocked {
			t.Errorf("four minutes later: %+v", s)
		}
	})
}

var _ presenter.Office = (*office)(nil)
