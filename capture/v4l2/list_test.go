package v4l2_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"portico/capture/pixfmt"
	"portico/capture/v4l2"
)

// machine builds the part of /sys that a machine with an USB webcam, its
// metadata node, a second webcam behind a hub, a test driver and v4l2loopback
// has.
func machine(t *testing.T) string {
	t.Helper()
	sys := t.TempDir()
	class := filepath.Join(sys, "class", "video4linux")
	write := func(text string, elem ...string) {
		path := filepath.Join(append([]string{sys}, elem...)...)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(class, 0o700); err != nil {
		t.Fatal(err)
	}
	usb := "devices/pci0000:00/0000:00:14.0/usb3"
	write("046d", usb, "3-1", "idVendor")
	write("0825", usb, "3-1", "idProduct")
	write("1bcf", usb, "3-2", "3-2.4", "idVendor")
	write("2284", usb, "3-2", "3-2.4", "idProduct")
	for node, at := range map[string]struct{ device, index, name string }{
		"video10": {usb + "/3-1/3-1:1.0", "0", "HD Webcam C270"},
		"video11": {usb + "/3-1/3-1:1.0", "1", "HD Webcam C270"},
		"video2":  {usb + "/3-2/3-2.4/3-2.4:1.0", "0", "Document Camera"},
		"video0":  {"devices/platform/vivid.0", "0", "vivid-000-vid-cap"},
		"vbi0":    {"devices/platform/vivid.0", "0", "vivid-000-vbi-cap"},
	} {
		dir := at.device + "/video4linux/" + node
		write(at.index, dir, "index")
		write(at.name, dir, "name")
		for link, to := range map[string]string{
			filepath.Join(sys, dir, "device"): filepath.Join(sys, at.device),
			filepath.Join(class, node):        filepath.Join(sys, dir),
		} {
			if err := os.Symlink(to, link); err != nil {
				t.Fatal(err)
			}
		}
	}
	loopback := filepath.Join("devices", "virtual", "video4linux", "video20")
	write("0", loopback, "index")
	write("OBS Virtual Camera", loopback, "name")
	if err := os.Symlink(filepath.Join(sys, loopback), filepath.Join(class, "video20")); err != nil {
		t.Fatal(err)
	}
	return class
}

func TestNodesAreNamedForTheirPlace(t *testing.T) {
	got, err := v4l2.Nodes(machine(t))
	if err != nil {
		t.Fatal(err)
	}
	want := []v4l2.Camera{
		{ID: "vivid.0", Name: "vivid-000-vid-cap", Node: "/dev/video0", Bus: "vivid.0", Virtual: true},
		{
			ID: "usb-0000:00:14.0-2.4:1.0/1bcf:2284", Name: "Document Camera", Node: "/dev/video2",
			Bus: "usb-0000:00:14.0-2.4:1.0",
		},
		{
			ID: "usb-0000:00:14.0-1:1.0/046d:0825", Name: "HD Webcam C270", Node: "/dev/video10",
			Bus: "usb-0000:00:14.0-1:1.0",
		},
		{ID: "video20", Name: "OBS Virtual Camera", Node: "/dev/video20", Bus: "video20", Virtual: true},
	}
	same := func(a, b v4l2.Camera) bool {
		return a.ID == b.ID && a.Name == b.Name && a.Node == b.Node && a.Bus == b.Bus && a.Virtual == b.Virtual
	}
	if !slices.EqualFunc(got, want, same) {
		t.Errorf("cameras\n%+v, want\n%+v", got, want)
	}
}

func TestNoDriverIsNoCamera(t *testing.T) {
	got, err := v4l2.Nodes(filepath.Join(t.TempDir(), "video4linux"))
	if len(got) != 0 || err != nil {
		t.Errorf("cameras %v, %v", got, err)
	}
}

func TestBest(t *testing.T) {
	mjpeg := func(w, h int, fps float64) v4l2.Mode { return v4l2.Mode{pixfmt.MJPEG, w, h, fps} }
	yuyv := func(w, h int, fps float64) v4l2.Mode { return v4l2.Mode{pixfmt.YUYV, w, h, fps} }
	webcam := []v4l2.Mode{
		yuyv(640, 480, 30), yuyv(1280, 720, 10), yuyv(1920, 1080, 5),
		mjpeg(640, 480, 30), mjpeg(1280, 720, 30), mjpeg(1920, 1080, 30), mjpeg(3840, 2160, 30),
	}
	for name, c := range map[string]struct {
		modes      []v4l2.Mode
		want, best v4l2.Mode
	}{
		"MJPEG at full HD":           {webcam, v4l2.Mode{}, mjpeg(1920, 1080, 30)},
		"fluent YUYV without MJPEG":  {webcam[:3], v4l2.Mode{}, yuyv(1280, 720, 10)},
		"slow rather than nothing":   {webcam[2:3], v4l2.Mode{}, yuyv(1920, 1080, 5)},
		"unknown rates":              {[]v4l2.Mode{yuyv(320, 240, 0), yuyv(640, 480, 0)}, v4l2.Mode{}, yuyv(640, 480, 0)},
		"a size by configuration":    {webcam, v4l2.Mode{Width: 1280}, mjpeg(1280, 720, 30)},
		"a format by configuration":  {webcam, v4l2.Mode{Format: pixfmt.YUYV}, yuyv(1280, 720, 10)},
		"a rate by configuration":    {webcam, v4l2.Mode{FPS: 15}, mjpeg(1920, 1080, 15)},
		"impossible by the hardware": {webcam, v4l2.Mode{Width: 800}, mjpeg(1920, 1080, 30)},
	} {
		if got, ok := v4l2.Best(c.modes, c.want); !ok || got != c.best {
			t.Errorf("%s: %v, want %v", name, got, c.best)
		}
	}
	if _, ok := v4l2.Best(nil, v4l2.Mode{}); ok {
		t.Error("a best mode of none")
	}
}

func TestRealSizeFollowsTheFrame(t *testing.T) {
	offered := []v4l2.Mode{{pixfmt.YUYV, 1280, 720, 10}, {pixfmt.YUYV, 640, 480, 30}, {pixfmt.NV12, 640, 960, 30}}
	asked := v4l2.Mode{pixfmt.YUYV, 800, 600, 30}
	if got := v4l2.RealSize(asked, offered, 640*480*2); got.Width != 640 || got.Height != 480 {
		t.Errorf("a frame of 640×480 read as %v", got)
	}
	if got := v4l2.RealSize(asked, offered, 12345); got != asked {
		t.Errorf("a frame of no known size read as %v", got)
	}
}

func TestAllowedCameras(t *testing.T) {
	cam := v4l2.Camera{ID: "usb-0000:00:14.0-1:1.0/046d:0825", Node: "/dev/video10"}
	for name, c := range map[string]struct {
		cam     v4l2.Camera
		allowed []string
		want    bool
	}{
		"no list":          {cam, nil, true},
		"in this socket":   {cam, []string{"vivid.0", cam.ID}, true},
		"of this kind":     {cam, []string{"046d:0825"}, true},
		"another":          {cam, []string{"1bcf:2284"}, false},
		"by a node":        {cam, []string{"/dev/video10"}, false}, // tells nothing of the device
		"a loopback":       {v4l2.Camera{ID: "video20"}, []string{""}, false},
		"a loopback named": {v4l2.Camera{ID: "video20"}, []string{"video20"}, true},
	} {
		if got := c.cam.In(c.allowed); got != c.want {
			t.Errorf("%s: allowed %v, want %v", name, got, c.want)
		}
	}
}
