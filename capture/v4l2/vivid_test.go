package v4l2_test

import (
	"errors"
	"image"
	"testing"

	"github.com/blackjack/webcam"

	"portico/capture"
	"portico/capture/capturetest"
	"portico/capture/pixfmt"
	"portico/capture/v4l2"
)

var small = v4l2.Mode{Format: pixfmt.YUYV, Width: 640, Height: 480, FPS: 25}

func TestVividConformance(t *testing.T) {
	inMachine(t)
	node := vivid(t)
	capturetest.Run(t, func(t *testing.T) capture.Source { return open(t, node, small) })
}

func TestVividNV12(t *testing.T) {
	inMachine(t)
	src := open(t, vivid(t), v4l2.Mode{Format: pixfmt.NV12, Width: 640, Height: 480})
	f, err := read(t, src)
	if err != nil || src.Mode().Format != pixfmt.NV12 || f.Image.Rect.Size() != image.Pt(640, 480) {
		t.Fatalf("mode %v: %v", src.Mode(), err)
	}
}

// Vivid's first picture is colour bars, at full amplitude from the left:
// white, yellow, cyan, green, magenta, red, blue, black.
func TestVividColours(t *testing.T) {
	inMachine(t)
	src := open(t, vivid(t), small)
	f, err := read(t, src)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"WHITE", "YELLOW", "CYAN", "GREEN", "MAGENTA", "RED", "BLUE", "BLACK"} {
		c := f.Image.RGBAAt(40+80*i, 300)
		bits := map[string][3]bool{
			"WHITE": {true, true, true}, "YELLOW": {true, true, false}, "CYAN": {false, true, true},
			"GREEN": {false, true, false}, "MAGENTA": {true, false, true}, "RED": {true, false, false},
			"BLUE": {false, false, true}, "BLACK": {},
		}[want]
		if got := [3]bool{c.R > 100, c.G > 100, c.B > 100}; got != bits {
			t.Errorf("bar %d = %v, want %s", i, c, want)
		}
	}
}

func TestListNamesTheCameraAndOpensIt(t *testing.T) {
	inMachine(t)
	cameras, err := v4l2.List()
	if err != nil || len(cameras) != 1 {
		t.Fatalf("cameras %v, %v", cameras, err)
	}
	cam := cameras[0]
	if cam.ID != "vivid.0" || cam.Name != "vivid-000-vid-cap" || len(cam.Modes) == 0 {
		t.Errorf("camera %+v", cam)
	}
	best := cam.Modes[0]
	if best.Width != 1280 || best.Height != 720 {
		t.Errorf("best mode %v, want the largest with 10 frames a second", best)
	}
	for _, id := range []string{"", cam.ID, cam.Node} {
		src := open(t, id, small)
		frames(t, src, 1)
		if err := src.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := v4l2.Open(t.Context(), "usb-of-another-machine", v4l2.Config{Mode: small}); !errors.Is(err, capture.ErrNoCamera) {
		t.Errorf("an unknown camera: %v, want ErrNoCamera", err)
	}
}

func TestOnlyAllowedCamerasAreOpened(t *testing.T) {
	inMachine(t)
	for _, id := range []string{"", "vivid.0"} {
		if _, err := v4l2.Open(t.Context(), id, v4l2.Config{Allowed: []string{"046d:0825"}}); !errors.Is(err, capture.ErrRefused) {
			t.Errorf("camera %q: %v, want ErrRefused", id, err)
		}
	}
	src, err := v4l2.Open(t.Context(), "", v4l2.Config{Mode: small, Allowed: []string{"vivid.0"}})
	if err != nil {
		t.Fatal(err)
	}
	if !src.Camera().Virtual {
		t.Error("the kernel's test camera passes for a real one")
	}
	if err := src.Close(); err != nil {
		t.Error(err)
	}
}

func TestBusyCameraIsTold(t *testing.T) {
	inMachine(t)
	node := vivid(t)
	src := open(t, node, small)
	frames(t, src, 1)
	if _, err := v4l2.Open(t.Context(), node, v4l2.Config{Mode: small}); !errors.Is(err, capture.ErrBusy) {
		t.Errorf("a second Open: %v, want ErrBusy", err)
	}
	frames(t, src, 3)
	if err := src.Close(); err != nil {
		t.Fatal(err)
	}
	frames(t, open(t, node, small), 1)
}

// A camera that cannot do what is asked sets another size and another format
// without a word.
func TestDriverChangesTheMode(t *testing.T) {
	inMachine(t)
	node := vivid(t)
	dev, err := webcam.Open(node)
	if err != nil {
		t.Fatal(err)
	}
	defer dev.Close()
	src, err := v4l2.OpenRaw(node, v4l2.Mode{Format: pixfmt.MJPEG, Width: 800, Height: 600, FPS: 25})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	f, err := read(t, src)
	if got := src.Mode(); err != nil || got.Format != pixfmt.YUYV || got.Width != 640 || got.Height != 480 {
		t.Fatalf("mode %v, %v, want 640×480 YUYV", got, err)
	}
	if f.Image.Rect.Size() != image.Pt(640, 480) {
		t.Errorf("picture %v", f.Image.Rect)
	}
}

// Starting fails once. Left mapped, the buffers of the failed start would keep
// the camera busy for this process: a later Open shows that they are not.
func TestFailedStartDoesNotSpoilTheCamera(t *testing.T) {
	inMachine(t)
	node := vivid(t)
	for name, fault := range map[string]webcam.ControlID{"no buffers": reqbufs, "no stream": streamon} {
		t.Run(name, func(t *testing.T) {
			inject(t, node, fault, 1)
			src := open(t, node, small)
			frames(t, src, 2)
		})
	}
}

func TestFaultsOfARunningCamera(t *testing.T) {
	inMachine(t)
	node := vivid(t)
	for name, c := range map[string]struct {
		fault webcam.ControlID
		value int32
		want  error
	}{
		"disconnected": {disconnect, 1, capture.ErrGone},
		"fatal error":  {fatal, 1, capture.ErrNoFrames},
		"silent":       {dropped, 100, capture.ErrNoFrames},
	} {
		t.Run(name, func(t *testing.T) {
			src := open(t, node, small)
			frames(t, src, 2)
			inject(t, node, c.fault, c.value)
			if err := failure(t, src); !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
			if err := src.Close(); err != nil {
				t.Error(err)
			}
			if c.fault == dropped {
				inject(t, node, dropped, 0)
			}
			frames(t, open(t, node, small), 2)
		})
	}
}

func TestFaultsThatACameraOutlasts(t *testing.T) {
	inMachine(t)
	node := vivid(t)
	src := open(t, node, small)
	frames(t, src, 2)
	for range 6 { // more often than there are buffers
		inject(t, node, qbuf, 1)
		frames(t, src, 3)
	}
	inject(t, node, dropped, 50)
	frames(t, src, 10)
	inject(t, node, dropped, 0)
	frames(t, src, 3)
}
