package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"portico/app/config"
	"portico/app/flow"
	"portico/app/node"
	"portico/app/staff"
	"portico/app/view"
	"portico/capture/replay"
	"portico/engine/customer"
	"portico/engine/trust"
	"portico/models"
	"portico/sync/audit"
	"portico/sync/store/bolt"
)

// recording makes a recording with one picture at each station.
func recording(t *testing.T, stations ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, s := range stations {
		at := filepath.Join(dir, s)
		if err := os.MkdirAll(at, 0o700); err != nil {
			t.Fatal(err)
		}
		f, err := os.Create(filepath.Join(at, "1.png"))
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(png.Encode(f, image.NewRGBA(image.Rect(0, 0, 8, 8))), f.Close()); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestEachStepPlaysItsStation(t *testing.T) {
	dir := recording(t, "document-front", "document-back", "selfie", "liveness")
	c, err := openCameras(options{replay: dir}, config.Config{}, nil, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	keys := map[flow.Step]string{}
	for step, want := range map[flow.Step]string{
		flow.Front: "document-front", flow.Back: "document-back", flow.LookUp: "selfie",
		flow.Selfie: "selfie", flow.Neutral: "liveness", flow.Smile: "liveness",
	} {
		key, open := c.For(step)
		keys[step] = key
		if got := filepath.Base(key); got != want {
			t.Errorf("%s plays %q, want %q", step, got, want)
		}
		src, err := open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if f, err := src.Read(t.Context()); err != nil || f.Image.Rect.Dx() != 8 {
			t.Errorf("%s: %v", step, err)
		}
		if err := src.Close(); err != nil {
			t.Error(err)
		}
	}
	if keys[flow.Neutral] != keys[flow.Smile] {
		t.Error("the challenge's recording starts anew between its pictures")
	}
}

// TestVideoStations plays a video in the place of a station's folder, and one
// that is all there is in it.
func TestVideoStations(t *testing.T) {
	dir := recording(t, "liveness")
	film := &gif.GIF{}
	for _, level := range []uint8{40, 200} {
		img := image.NewPaletted(image.Rect(0, 0, 64, 48), color.Palette{color.Gray{Y: level}})
		film.Image, film.Delay = append(film.Image, img), append(film.Delay, 10)
	}
	for _, file := range []string{"document-front.gif", "selfie/only.gif"} {
		path := filepath.Join(dir, file)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		f, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(gif.EncodeAll(f, film), f.Close()); err != nil {
			t.Fatal(err)
		}
	}
	c, err := openCameras(options{replay: dir}, config.Config{}, nil, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []flow.Step{flow.Front, flow.Selfie} {
		_, open := c.For(step)
		src, err := open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		f, err := src.Read(t.Context())
		if err != nil || f.Image.Rect.Dx() != 64 || f.Image.Pix[0] > 60 {
			t.Errorf("%s: %v", step, err)
		}
		if err := src.Close(); err != nil {
			t.Error(err)
		}
	}
	_, open := c.For(flow.Back)
	if _, err := open(t.Context()); !errors.Is(err, replay.ErrStation) {
		t.Errorf("a station that is not there: %v", err)
	}
}

func TestChallengeRecordedApart(t *testing.T) {
	dir := recording(t, "liveness/NEUTRAL", "liveness/SMILE")
	for step, want := range map[flow.Step]string{flow.Neutral: "NEUTRAL", flow.Smile: "SMILE"} {
		if got, _ := stationOf(dir, step); filepath.Base(got) != want {
			t.Errorf("%s plays %q, want %q", step, got, want)
		}
	}
}

func TestRecordingWithoutStations(t *testing.T) {
	_, err := openCameras(options{replay: t.TempDir()}, config.Config{}, nil, slog.New(slog.DiscardHandler))
	if !errors.Is(err, replay.ErrStation) {
		t.Errorf("an empty folder: %v", err)
	}
}

func TestWhoMayDecide(t *testing.T) {
	set := staff.File(filepath.Join(t.TempDir(), "staff.pin"))
	if err := set.Set("271828"); err != nil {
		t.Fatal(err)
	}
	open := filepath.Join(t.TempDir(), "staff.pin")
	if err := os.WriteFile(open, []byte("271828"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		demonstrates bool
		pin          staff.File
		want         flow.Access
	}{
		"demonstration":             {true, "none", flow.OpenAccess},
		"no PIN is set":             {false, "none", flow.NoAccess},
		"a PIN is set":              {false, set, flow.PINAccess},
		"a file that others read":   {false, staff.File(open), flow.NoAccess},
		"a PIN and a demonstration": {true, set, flow.OpenAccess},
	} {
		if got := access(&cameras{demonstrates: c.demonstrates}, staff.Book{Clerk: c.pin, Operator: "none"}, slog.New(slog.DiscardHandler)); got != c.want {
			t.Errorf("%s: access %q, want %q", name, got, c.want)
		}
	}
}

func TestWhyItCannotStart(t *testing.T) {
	for want, err := range map[view.Reason]error{
		view.StoreLocked: customer.ErrLocked, view.ModelsMissing: models.ErrMissing, view.WrongKey: bolt.ErrKey, view.OtherReason: os.ErrPermission,
	} {
		if got := reason(fmt.Errorf("start: %w", err)); got != want {
			t.Errorf("%v is shown as %q, want %q", err, got, want)
		}
	}
}

func TestWindowSize(t *testing.T) {
	for text, ok := range map[string]bool{"": true, "1280x800": true, "800x480": true, "wide": false, "0x0": false, "800": false} {
		size, err := windowSize(text)
		if (err == nil) != ok {
			t.Errorf("--window %q: %v, %v", text, size, err)
		}
		if err != nil && !errors.Is(err, errUsage) {
			t.Errorf("--window %q: %v is no usage error", text, err)
		}
	}
}

func TestFlagsOverTheConfiguration(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	cfg, err := settings(options{data: "/d", keyFile: "/k", camera: "usb-1", backend: "https://host/identity", window: "800x480"})
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Data != "/d" || cfg.KeyFile != "/k" || cfg.Camera.Document != "usb-1" || cfg.Camera.Face != "usb-1" ||
		cfg.Backend.URL != "https://host/identity" || cfg.Window.FullScreen {
		t.Errorf("settings: %+v", cfg)
	}
}

func TestResultFileIsWholeOrNotThere(t *testing.T) {
	file := filepath.Join(t.TempDir(), "result.json")
	for _, d := range []trust.Decision{trust.Accept, trust.Reject} {
		if err := write(file, result{Decision: d}); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var got result
		if err := json.Unmarshal(data, &got); err != nil || got.Decision != d {
			t.Errorf("read back %q, %v", got.Decision, err)
		}
	}
	if left, err := os.ReadDir(filepath.Dir(file)); err != nil || len(left) != 1 {
		t.Errorf("left over: %v, %v", left, err)
	}
}

func TestVirtualCameraIsInTheAuditTrail(t *testing.T) {
	dir := t.TempDir()
	notice := sightings(t.Context(), dir, slog.New(slog.DiscardHandler))
	seen := node.Sighting{ID: "usb-vhci_hcd.0-1:1.0/1d6b:0102", Virtual: true, Unknown: true}
	notice(seen)
	notice(seen) // opened again
	notice(node.Sighting{ID: "usb-0000:00:14.0-1:1.0/046d:0825", Unknown: true})
	trail, err := os.Open(filepath.Join(dir, audit.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer trail.Close()
	var got []audit.What
	if _, err := audit.Read(t.Context(), trail, func(r audit.Record, _ audit.Head) error { got = append(got, r.What); return nil }); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got, []audit.What{audit.VirtualCamera, audit.UnknownCamera}) {
		t.Errorf("the trail has %v", got)
	}
}
