package v4l2_test

import (
	"bytes"
	"errors"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/blackjack/webcam"

	"portico/capture"
	"portico/capture/v4l2"
)

// More of vivid's controls.
const (
	sequenceWrap webcam.ControlID = 0x00f0f026
	timeWrap     webcam.ControlID = 0x00f0f027
	badFrame     webcam.ControlID = 0x00f0f042
)

// usbID is the identity of the first USB camera in software.
const usbID = "usb-vhci_hcd.0-1:1.0/1d6b:0102"

// The library drops the driver's word that a frame is damaged, its number and
// its time; the numbers show what was lost.
func TestDriversWordOnAFrame(t *testing.T) {
	inMachine(t)
	node := vivid(t)
	src := open(t, node, small)
	first, err := read(t, src)
	if err != nil {
		t.Fatal(err)
	}
	inject(t, node, badFrame, 1)
	inject(t, node, dropped, 50)
	var last capture.Frame
	for range 10 {
		if last, err = read(t, src); err != nil {
			t.Fatal(err)
		}
	}
	inject(t, node, dropped, 0)
	// A slow machine loses more than what is dropped for it, never less.
	if lost := last.Seq - first.Seq - 10; lost < 3 || lost > 1000 {
		t.Errorf("half of the frames were dropped; the numbers show %d lost with 10 read", lost)
	}
}

func TestNumbersAndTimesThatWrap(t *testing.T) {
	inMachine(t)
	node := vivid(t)
	for name, fault := range map[string]webcam.ControlID{"sequence": sequenceWrap, "time": timeWrap} {
		t.Run(name, func(t *testing.T) {
			inject(t, node, fault, 1)
			defer inject(t, node, fault, 0)
			src := open(t, node, small)
			var last capture.Frame
			for range 20 {
				f, err := read(t, src)
				if err != nil {
					t.Fatal(err)
				}
				if f.Seq <= last.Seq || last.Seq > 0 && f.Seq-last.Seq > 1000 || f.Time <= last.Time || f.Time > time.Minute {
					t.Fatalf("seq %d at %v after seq %d at %v", f.Seq, f.Time, last.Seq, last.Time)
				}
				last = f
			}
		})
	}
}

func TestUSBNodeForMetadataIsNoCamera(t *testing.T) {
	inMachine(t)
	cam := plugIn(t, "-sizes", "640x480")
	nodes, err := filepath.Glob(filepath.Join("/sys/class/video4linux", filepath.Base(cam.node), "device/video4linux/video*"))
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(nodes, func(node string) bool {
		index, err := os.ReadFile(filepath.Join(node, "index"))
		return err == nil && strings.TrimSpace(string(index)) == "1"
	})
	if at < 0 {
		t.Fatalf("no node for metadata among %q", nodes)
	}
	metadata := "/dev/" + filepath.Base(nodes[at])
	if _, err := v4l2.Open(t.Context(), metadata, v4l2.Config{}); !errors.Is(err, capture.ErrNoCamera) {
		t.Errorf("%v, want ErrNoCamera", err)
	}
}

func TestUSBTwoCamerasAtOnce(t *testing.T) {
	inMachine(t)
	var sources []*v4l2.Source
	for port := range 2 {
		cam := plugIn(t, "-sizes", "640x480", "-port", strconv.Itoa(port))
		sources = append(sources, open(t, cam.node, mjpeg))
	}
	if a, b := sources[0].Camera().ID, sources[1].Camera().ID; a == b {
		t.Errorf("both are %s", a)
	}
	var both sync.WaitGroup
	for _, src := range sources {
		both.Go(func() {
			for range 20 {
				if _, err := read(t, src); err != nil {
					t.Errorf("%s: %v", src.Camera().Node, err)
					return
				}
			}
		})
	}
	both.Wait()
}

func TestUSBCameraThatRefusesFormats(t *testing.T) {
	inMachine(t)
	cam := plugIn(t, "-sizes", "640x480")
	cam.do(t, "fault stall")
	if src, err := v4l2.Open(t.Context(), cam.node, v4l2.Config{Mode: mjpeg}); err == nil {
		t.Errorf("opened: %v", src.Close())
	}
	cam.do(t, "fault none")
	frames(t, open(t, cam.node, mjpeg), 2)
}

func TestUSBControlsAreListedAndSet(t *testing.T) {
	inMachine(t)
	cam := plugIn(t, "-sizes", "640x480")
	cameras, err := v4l2.List()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][2]int{"focus": {0, 250}, "exposure": {1, 5000}, "white-balance": {2800, 6500}, "zoom": {100, 400}, "focus-auto": {0, 1}}
	for _, c := range cameras {
		for _, control := range c.Controls {
			if bounds, ok := want[control.Name]; ok && c.Node == cam.node && bounds == [2]int{control.Min, control.Max} {
				delete(want, control.Name)
			}
		}
	}
	if len(want) > 0 {
		t.Errorf("not listed with these ranges: %v in %+v", want, cameras)
	}
	src, err := v4l2.Open(t.Context(), cam.node, v4l2.Config{
		Mode: mjpeg, Unset: func(err error) { t.Error(err) },
		Controls: map[string]int{
			"focus-auto": 0, "focus": 30, "exposure-mode": 1, "exposure": 200, "white-balance-auto": 0, "white-balance": 5000,
			"zoom": 150, "brightness": -10,
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	frames(t, src, 1)
	if err := src.Close(); err != nil {
		t.Error(err)
	}
	for name, want := range map[string]string{
		"focus": "30", "exposure": "200", "white-balance": "5000", "zoom": "150", "brightness": "-10", "focus-auto": "0", "exposure-mode": "1",
	} {
		if got := cam.ask(t, "control "+name); got != want {
			t.Errorf("the camera's %s is %s, want %s", name, got, want)
		}
	}
}

// Frames stay whole after the buffers are unmapped: the driver's memory would
// crash the process.
func TestFrameOutlivesItsBuffers(t *testing.T) {
	inMachine(t)
	src := open(t, vivid(t), small)
	f, err := read(t, src)
	if err != nil {
		t.Fatal(err)
	}
	before := bytes.Clone(f.Image.Pix)
	if err := src.Close(); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, f.Image.Pix) || f.Image.Rect.Size() != image.Pt(640, 480) {
		t.Error("the frame changed when the camera was closed")
	}
}
