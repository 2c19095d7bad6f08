package office_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"portico/app/config"
	"portico/app/control"
	"portico/app/flow"
	"portico/app/journal"
	"portico/app/office"
	"portico/app/screen"
	"portico/app/staff"
	"portico/capture/v4l2"
	"portico/engine/customer"
	"portico/engine/guidance"
	"portico/engine/imaging"
	"portico/engine/onboarding"
	"portico/engine/trust"
	"portico/sync/audit"
	"portico/sync/outbox"
)

// desk answers as told.
type desk struct {
	sync    control.Sync
	list    []customer.Summary
	retried int
	erased  []string
}

func (d *desk) Erase(_ context.Context, id string) error { d.erased = append(d.erased, id); return nil }

func (d *desk) List(context.Context) ([]customer.Summary, error) { return d.list, nil }
func (d *desk) Status(context.Context) (*control.Sync, error)    { return &d.sync, nil }
func (d *desk) Retry(context.Context) (int, error)               { d.retried++; return 1, nil }
func (d *desk) Identity(context.Context) (*control.Identity, error) {
	return &control.Identity{Head: "41:00ff", Time: time.Now()}, nil
}

const webcam = "usb-0000:00:14.0-1:1.0/046d:0825"

// open opens the rooms of a kiosk with one camera.
func open(t *testing.T, change func(*office.Deps)) (*office.Office, *desk, config.Config) {
	t.Helper()
	t.Setenv("HOME", t.TempDir())
	cfg, err := config.Default()
	if err != nil {
		t.Fatal(err)
	}
	if err := cfg.StaffPINs().Set(staff.Operator, "314159"); err != nil {
		t.Fatal(err)
	}
	brand, words := reopen(t, cfg)
	d := &desk{}
	deps := office.Deps{
		Desk: d, Config: cfg, Engine: onboarding.New(nil, nil, nil, imaging.Limits{}), Versions: map[string]string{"portico": "0.1.0", "face": "abc"},
		Words: words, Under: &screen.Brand{}, Brand: brand,
		Journal: journal.New(slog.DiscardHandler), Room: func(context.Context) error { return nil },
		Cameras: func() ([]v4l2.Camera, error) { return []v4l2.Camera{{ID: webcam, Name: "Webcam"}}, nil },
		Settle:  func(config.Camera) {},
		Live:    func(config.Privacy) {},
		Sound:   func(int) {},
	}
	if change != nil {
		change(&deps)
	}
	return office.New(deps), d, cfg
}

func look(t *testing.T, o *office.Office, room flow.Room) *screen.Room {
	t.Helper()
	r, err := o.Survey(t.Context(), room, flow.DocumentLens, "en", nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestDeliveriesOfAWeekAgoAreLate(t *testing.T) {
	o, d, _ := open(t, nil)
	now := time.Now()
	d.sync = control.Sync{Status: outbox.Status{Pending: 1, Dead: 1, Late: 1}, Disagreements: []string{"2f9a2c11-0000-4000-8000-000000000000"}, Backends: []outbox.Status{{Backend: "dis", Entries: []outbox.Owed{
		{Key: "0f9a2c11-0000-4000-8000-000000000000", Since: now.AddDate(0, 0, -8), Late: true, Dead: true, Error: "422: the document is not accepted"},
		{Key: "1f9a2c11", Since: now},
	}}}}
	got := look(t, o, flow.Delivery).Delivery
	if got.Pending != 1 || got.Dead != 1 || len(got.Owed) != 2 || got.WarnAfter != 7*24*time.Hour || got.ErasedAfter != 30*24*time.Hour {
		t.Fatalf("%+v", got)
	}
	if first := got.Owed[0]; !first.Dead || !first.Late || first.Key != "0f9a2c11" || first.Reason != "422: the document is not accepted" || first.Receiver != "dis" {
		t.Errorf("given up: %+v", first)
	}
	if !slices.Equal(got.Disagreed, []string{"2f9a2c11"}) {
		t.Errorf("to look at: %q", got.Disagreed)
	}
	if got.Owed[1].Late {
		t.Error("a delivery of today is late")
	}
	if err := o.Retry(t.Context()); err != nil || d.retried != 1 {
		t.Errorf("retried %d times, %v", d.retried, err)
	}
}

func TestChosenCameraIsKeptAndInForce(t *testing.T) {
	var settled config.Camera
	o, _, cfg := open(t, func(d *office.Deps) { d.Settle = func(c config.Camera) { settled = c } })
	if !o.OneCamera() {
		t.Error("at first the best camera serves both")
	}
	if err := o.Choose(t.Context(), flow.FaceLens, webcam); err != nil {
		t.Fatal(err)
	}
	limits := guidance.Limits{Face: guidance.FaceLimits{Contrast: 21}}
	if err := o.Keep(t.Context(), limits); err != nil {
		t.Fatal(err)
	}
	if settled.Face != webcam || settled.Document != "" || settled.Guidance != limits || o.OneCamera() || o.Guidance() != limits {
		t.Errorf("in force: %+v", settled)
	}
	if again, err := config.Load(""); err != nil || again.Camera.Face != webcam || again.Camera.Guidance != limits || again.KeyFile != cfg.KeyFile {
		t.Errorf("at the next start: %+v, %v", again.Camera, err)
	}
	r, err := o.Survey(t.Context(), flow.Cameras, flow.FaceLens, "en", nil)
	if err != nil || r.Cameras.Chosen != webcam || len(r.Cameras.Found) != 1 || r.Cameras.Limits[1].Now != 21 {
		t.Errorf("the room shows %+v, %v", r.Cameras, err)
	}
}

func TestNothingToChooseWhereARecordingPlays(t *testing.T) {
	o, _, cfg := open(t, func(d *office.Deps) { d.Settle = nil })
	if err := o.Choose(t.Context(), flow.FaceLens, webcam); err == nil {
		t.Error("a camera was chosen")
	}
	if _, err := os.Stat(string(cfg.Settings())); err == nil || !look(t, o, flow.Cameras).Cameras.Fixed {
		t.Error("it was kept")
	}
}

func TestDiagnostics(t *testing.T) {
	o, d, cfg := open(t, func(d *office.Deps) {
		log := slog.New(d.Journal)
		log.Warn("camera", "error", errors.New("unplugged"))
		d.Room = func(context.Context) error { return customer.ErrFull }
	})
	d.list = []customer.Summary{{State: customer.Finished}, {State: customer.Finished}, {}}
	values := map[string]screen.Fact{}
	for _, f := range look(t, o, flow.Diagnostics).Facts {
		values[f.Name] = f
	}
	for name, want := range map[string]string{
		"version": "0.1.0", "finished": "2", "unfinished": "1", "trail": "41", "room": "no", "pins": "operator", "models": "1 · disclose",
		"camera": "Webcam · " + webcam, "error": "camera error=unplugged",
	} {
		if got := values[name].Value; got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if values["room"].Grade != screen.Attention || values["camera"].Grade != screen.Fine {
		t.Error("the grades are wrong")
	}
	path, err := o.Export(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 || filepath.Dir(path) != cfg.Data+"-diagnostics" {
		t.Errorf("%s, %v, %v", path, info.Mode(), err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Versions map[string]string
		Facts    []struct{ Name, Value string }
		Journal  []struct{ Text string }
	}
	if err := json.Unmarshal(data, &got); err != nil || got.Versions["face"] != "abc" || len(got.Facts) < 10 || len(got.Journal) != 1 {
		t.Errorf("exported %+v, %v", got, err)
	}
}

func TestRulesInForce(t *testing.T) {
	o, _, _ := open(t, nil)
	r := look(t, o, flow.Rules).Rules
	if r.Version != "1" || r.Count != 1 || !slices.ContainsFunc(r.Rules, func(r screen.Rule) bool {
		return r.Factor == trust.PortraitMatch && r.Required && *r.RejectBelow == .325 && *r.ReviewBelow == .35
	}) {
		t.Errorf("%+v", r)
	}
}

func TestPrivacy(t *testing.T) {
	o, d, _ := open(t, func(d *office.Deps) { d.Config.Privacy.Finished = config.Duration(72 * time.Hour) })
	d.list = []customer.Summary{{ID: "a", State: customer.Finished}, {ID: "b"}}
	d.sync = control.Sync{Status: outbox.Status{Pending: 1, Dead: 1}}
	p := look(t, o, flow.Privacy).Privacy
	want := []screen.Lifetime{
		{Name: "unfinished", For: 30 * time.Minute, Usual: 30 * time.Minute, Unit: time.Minute},
		{Name: "finished", For: 72 * time.Hour, Usual: 24 * time.Hour, Unit: time.Hour},
		{Name: "undelivered", For: 720 * time.Hour, Usual: 720 * time.Hour, Unit: 24 * time.Hour},
	}
	if p.Kept != 2 || p.Owed != 2 || !slices.Equal(p.Lifetimes, want) {
		t.Errorf("%+v", p)
	}
	if !slices.ContainsFunc(p.Facts, func(f screen.Fact) bool {
		return f.Name == "key" && f.Value == "key_file" && f.Grade == screen.Attention
	}) {
		t.Errorf("a key in a plain file: %+v", p.Facts)
	}
	if err := o.Wipe(t.Context()); err != nil || !slices.Equal(d.erased, []string{"a", "b"}) {
		t.Errorf("erased %v, %v", d.erased, err)
	}
}

func TestFiguresOfATrail(t *testing.T) {
	path := filepath.Join(t.TempDir(), audit.FileName)
	now := time.Date(2026, 11, 28, 15, 0, 0, 0, time.UTC)
	clock := now.AddDate(0, 0, -20)
	trail, err := audit.Open(t.Context(), path, audit.Config{Clock: func() time.Time { return clock }})
	if err != nil {
		t.Fatal(err)
	}
	defer trail.Close()
	tell := func(at time.Time, what audit.What, subject, decision string, retakes ...map[string]int) {
		t.Helper()
		clock = at
		e := audit.Event{What: what, Role: audit.System, Subject: subject, Decision: decision}
		if len(retakes) > 0 {
			e.Retakes = retakes[0]
		}
		if err := trail.Append(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	tell(clock, audit.Begun, "old", "")
	yesterday := now.AddDate(0, 0, -1)
	tell(yesterday, audit.Begun, "a", "")
	tell(yesterday.Add(40*time.Second), audit.Decided, "a", "ACCEPT", map[string]int{"no_card": 2, "not_live": 1})
	tell(now, audit.Begun, "b", "")
	tell(now.Add(30*time.Second), audit.Decided, "b", "REVIEW")
	tell(now.Add(60*time.Second), audit.Reviewed, "b", "REJECT")
	tell(now.Add(2*time.Minute), audit.Begun, "c", "")
	tell(now.Add(3*time.Minute), audit.Abandoned, "c", "", map[string]int{"not_live": 3})
	tell(now.Add(4*time.Minute), audit.Erased, "b", "", map[string]int{"no_card": 1})
	tell(now.Add(4*time.Minute), audit.Begun, "d", "")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := office.Count(t.Context(), bytes.NewReader(data), now)
	if err != nil {
		t.Fatal(err)
	}
	day := func(d int) time.Time { return time.Date(2026, 11, d, 0, 0, 0, 0, time.UTC) }
	want := []screen.Day{
		{Date: day(28), Begun: 3, Rejected: 1, Abandoned: 1, Median: 30 * time.Second},
		{Date: day(27), Begun: 1, Accepted: 1, Median: 40 * time.Second},
	}
	if again := []screen.Retake{{Reason: "not_live", N: 4}, {Reason: "no_card", N: 3}}; !slices.Equal(f.Retakes, again) {
		t.Errorf("taken again: %+v, want %+v", f.Retakes, again)
	}
	if !f.Whole || !slices.Equal(f.Days, want) {
		t.Errorf("counted %+v, want %+v", f.Days, want)
	}
	broken := strings.Replace(string(data), `"REJECT"`, `"ACCEPT"`, 1)
	if f, err := office.Count(t.Context(), strings.NewReader(broken), now); err != nil || f.Whole {
		t.Errorf("of a trail that was changed: %+v, %v", f, err)
	}
}
