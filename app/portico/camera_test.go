package main

import (
	"context"
	"errors"
	"image"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"portico/assets/specimen"
	"portico/capture"
	"portico/capture/replay"
)

// desk is a recording of 2 s, 12.5 pictures a second, as a camera.
func desk(t *testing.T) capture.Opener {
	t.Helper()
	card := specimen.Example(nil).Back(1000)
	img := specimen.OnDesk(card, 1280, 720, specimen.Pose{X: .5, Y: .5, Width: .6})
	var pictures []*image.RGBA
	for range 25 {
		pictures = append(pictures, img)
	}
	dir := recorded(t, pictures...)
	return func(context.Context) (capture.Source, error) { return replay.Open(dir, replay.Config{}) }
}

func TestCameraIsMeasured(t *testing.T) {
	open := desk(t)
	synctest.Test(t, func(t *testing.T) {
		r, err := checkCamera(t.Context(), open, time.Second)
		if err != nil {
			t.Fatal(err)
		}
		if r.Width != 1280 || r.Height != 720 || r.FPS < 12 || r.FPS > 13 || r.Drops != 0 || r.DelayMS != 0 {
			t.Errorf("measured %+v, want 12.5 pictures a second of 1280×720, none lost", r)
		}
		if len(r.Advice) != 1 || !strings.Contains(r.Advice[0], "MJPEG") {
			t.Errorf("advice %q, want only that it is slow", r.Advice)
		}
	})
}

func TestCameraThatSendsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		silent := func(context.Context) (capture.Source, error) { return mute{}, nil }
		if _, err := checkCamera(t.Context(), silent, time.Second); !errors.Is(err, capture.ErrNoFrames) {
			t.Errorf("a test of it: %v", err)
		}
		if _, err := recordCamera(t.Context(), silent, filepath.Join(t.TempDir(), "r"), nil, time.Second); !errors.Is(err, capture.ErrNoFrames) {
			t.Errorf("a recording of it: %v", err)
		}
	})
}

type mute struct{}

func (mute) Read(ctx context.Context) (capture.Frame, error) {
	<-ctx.Done()
	return capture.Frame{}, ctx.Err()
}

func (mute) Close() error { return nil }

func TestAdviceOnCameras(t *testing.T) {
	good := cameraCheckResult{Width: 1920, Height: 1080, FPS: 30, DelayMS: 20, Sharpness: .1, Brightness: .5}
	for name, c := range map[string]struct {
		change func(r *cameraCheckResult)
		want   string
	}{
		"good":           {func(*cameraCheckResult) {}, ""},
		"good, upright":  {func(r *cameraCheckResult) { r.Width, r.Height = 1080, 1920 }, ""},
		"small":          {func(r *cameraCheckResult) { r.Width, r.Height = 640, 480 }, "1280×720"},
		"dark":           {func(r *cameraCheckResult) { r.Brightness = .1 }, "more light"},
		"bright":         {func(r *cameraCheckResult) { r.Brightness = .9 }, "exposure"},
		"out of focus":   {func(r *cameraCheckResult) { r.Sharpness = .01 }, "focus"},
		"slow":           {func(r *cameraCheckResult) { r.FPS = 7 }, "MJPEG"},
		"late":           {func(r *cameraCheckResult) { r.DelayMS = 300 }, "late"},
		"losing frames":  {func(r *cameraCheckResult) { r.Drops = 20 }, "cable"},
		"losing one now": {func(r *cameraCheckResult) { r.Drops = 1 }, ""},
	} {
		r := good
		c.change(&r)
		got := strings.Join(r.advice(100), "\n")
		if (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s: advice %q, want %q", name, got, c.want)
		}
	}
}

func TestRecordingPlaysAsItWas(t *testing.T) {
	open, dir := desk(t), filepath.Join(t.TempDir(), "recording")
	synctest.Test(t, func(t *testing.T) {
		r, err := recordCamera(t.Context(), open, dir, nil, time.Second)
		if err != nil {
			t.Fatal(err)
		}
		if r.Frames < 12 || r.Frames > 13 || r.Drops != 0 {
			t.Errorf("recorded %+v, want 1 s at 12.5 pictures a second", r)
		}
		src, err := replay.Open(dir, replay.Config{Unpaced: true})
		if err != nil {
			t.Fatal(err)
		}
		defer src.Close()
		n := 0
		for ; ; n++ {
			f, err := src.Read(t.Context())
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil || f.Time != time.Duration(n)*80*time.Millisecond {
				t.Fatalf("frame %d at %v: %v", n, f.Time, err)
			}
		}
		if n != r.Frames {
			t.Errorf("%d frames play, %d were recorded", n, r.Frames)
		}
	})
}

func TestARecordingIsRecordedAnew(t *testing.T) {
	pictures := make([]*image.RGBA, 10) // 80 ms apart
	for i := range pictures {
		pictures[i] = specimen.Desk(320, 240)
	}
	from := recorded(t, pictures...)
	for name, c := range map[string]struct {
		seconds string
		frames  int
	}{"whole": {"10", 10}, "its beginning": {"0.3", 4}} {
		to := filepath.Join(t.TempDir(), "copy")
		out := portico(t, "capture", "record", "--json", "--clear", "--seconds", c.seconds, "--out", to, from)
		if out.code != 0 {
			t.Fatalf("%s: exit code %d: %s", name, out.code, out.stderr)
		}
		if r := object[recordingResult](t, out.stdout); r.Frames != c.frames || r.Drops != 0 || r.Sealed {
			t.Errorf("%s: %+v, want %d pictures", name, r, c.frames)
		}
	}
}

func TestCameraErrorsSayWhatToDo(t *testing.T) {
	dir := t.TempDir()
	refusing := filepath.Join(dir, "portico.toml")
	if err := os.WriteFile(refusing, []byte("[camera]\nallow = [\"046d:0825\"]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	broken := filepath.Join(dir, "broken.jpg")
	if err := os.WriteFile(broken, []byte("\xff\xd8\xff"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args []string
		code int
		want string
	}{
		"a recording":       {[]string{"test", broken}, exitUsage, "capture guide"},
		"broken picture":    {[]string{"record", "--clear", "--out", filepath.Join(dir, "r"), broken}, exitFailed, "broken.jpg"},
		"not there":         {[]string{"test", "usb-of-another-machine"}, exitFailed, "camera"},
		"not allowed":       {[]string{"test", "--config", refusing, "rtsp://camera.example/live"}, exitFailed, "camera.allow"},
		"folder exists":     {[]string{"record", "--out", dir}, exitFailed, "name a new folder"},
		"no folder":         {[]string{"record"}, exitUsage, "--out"},
		"no time":           {[]string{"record", "--out", filepath.Join(dir, "r"), "--seconds", "0"}, exitUsage, "--seconds"},
		"in clear":          {[]string{"record", "--clear", "--out", filepath.Join(dir, "r"), "usb-of-another-machine"}, exitFailed, "in clear"},
		"nothing to record": {[]string{"record", "--clear", "--out", filepath.Join(dir, "r"), "usb-of-another-machine"}, exitFailed, "no camera was found"},
	} {
		out := portico(t, append([]string{"camera"}, c.args...)...)
		if out.code != c.code || !strings.Contains(out.stderr, c.want) {
			t.Errorf("%s: exit code %d, %q; want %d and %q", name, out.code, out.stderr, c.code, c.want)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "r")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a failed recording left its folder: %v", err)
	}
}

func TestRecordingThatBreaksOffIsKept(t *testing.T) {
	from := recorded(t, specimen.Desk(320, 240), specimen.Desk(320, 240), specimen.Desk(320, 240))
	pictures, err := filepath.Glob(filepath.Join(from, "*.jpg"))
	if err != nil || len(pictures) != 3 {
		t.Fatal(pictures, err)
	}
	if err := os.Truncate(pictures[2], 100); err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "copy")
	out := portico(t, "capture", "record", "--clear", "--out", to, from)
	if out.code != exitFailed || !strings.Contains(out.stderr, "the 2 pictures before are kept") {
		t.Errorf("exit code %d: %s", out.code, out.stderr)
	}
	if out = portico(t, "capture", "guide", to); out.code != 0 || strings.Count(out.stdout, "\n") != 2 {
		t.Errorf("it plays: exit code %d: %s%s", out.code, out.stdout, out.stderr)
	}
}

func TestPasswordOfANetworkCameraIsNotShown(t *testing.T) {
	for id, want := range map[string]string{
		"rtsp://desk:secret@camera.example:554/live": "rtsp://desk:xxxxx@camera.example:554/live",
		"usb-0000:00:14.0-1:1.0/046d:0825":           "usb-0000:00:14.0-1:1.0/046d:0825",
		"/dev/video0":                                "/dev/video0",
	} {
		if got := shown(id); got != want {
			t.Errorf("%s is shown as %s", id, got)
		}
	}
}
