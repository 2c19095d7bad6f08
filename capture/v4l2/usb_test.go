package v4l2_test

import (
	"context"
	"errors"
	"image"
	"slices"
	"strings"
	"testing"
	"time"

	"portico/capture"
	"portico/capture/capturetest"
	"portico/capture/pixfmt"
	"portico/capture/v4l2"
)

var (
	mjpeg = v4l2.Mode{Format: pixfmt.MJPEG, Width: 640, Height: 480}
	hd    = v4l2.Mode{Format: pixfmt.MJPEG, Width: 1280, Height: 720}
)

func TestUSBConformance(t *testing.T) {
	inMachine(t)
	cam := plugIn(t, "-sizes", "640x480")
	capturetest.Run(t, func(t *testing.T) capture.Source { return open(t, cam.node, mjpeg) })
}

func TestUSBCameraIsOneCamera(t *testing.T) {
	inMachine(t)
	cam := plugIn(t, "-sizes", "1920x1080,640x480") // the first is encoded before it is asked for
	cameras, err := v4l2.List()
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(cameras, func(c v4l2.Camera) bool { return c.Node == cam.node })
	if len(cameras) != 2 || at < 0 { // vivid is there too; the metadata node is not
		t.Fatalf("cameras %+v", cameras)
	}
	if id := cameras[at].ID; !strings.HasPrefix(id, "usb-vhci_hcd.0-1:1.0/1d6b:") {
		t.Errorf("id %s", id)
	}
	src := open(t, cameras[at].ID, v4l2.Mode{})
	f, err := read(t, src)
	if err != nil || src.Mode().Format != pixfmt.MJPEG || f.Image.Rect.Size() != image.Pt(1920, 1080) {
		t.Errorf("best mode %v: %v", src.Mode(), err)
	}
}

func TestUSBFaultyFrames(t *testing.T) {
	inMachine(t)
	cam := plugIn(t, "-sizes", "640x480")
	src := open(t, cam.node, mjpeg)
	for _, fault := range []string{"truncate 2", "garbage 2", "uvcerr 2", "none"} {
		cam.do(t, "fault "+fault)
		frames(t, src, 6)
	}
	cam.do(t, "fault garbage 1")
	if err := failure(t, src); !errors.Is(err, capture.ErrNoFrames) || !errors.Is(err, pixfmt.ErrCorrupt) {
		t.Errorf("only garbage: %v, want ErrNoFrames", err)
	}
}

// seen is a change of state with its time.
type seen struct {
	state capture.State
	at    time.Time
}

// supervise runs a camera until the test ends, in a small mode.
func supervise(t *testing.T, id string) (states <-chan seen, box *capture.Mailbox[capture.Frame]) {
	t.Helper()
	return superviseIn(t, id, mjpeg)
}

// superviseIn opens again sooner than usual, as the machine is slow enough.
func superviseIn(t *testing.T, id string, mode v4l2.Mode) (states <-chan seen, box *capture.Mailbox[capture.Frame]) {
	t.Helper()
	changes := make(chan seen, 1000)
	box = capture.NewMailbox[capture.Frame]()
	s := &capture.Supervisor{
		Open: func(ctx context.Context) (capture.Source, error) {
			src, err := v4l2.Open(ctx, id, v4l2.Config{Mode: mode})
			if err != nil { // a nil *Source would be a Source
				return nil, err
			}
			return src, nil
		},
		Publish: box.Put, MinDelay: 100 * time.Millisecond, MaxDelay: 200 * time.Millisecond,
		Report: func(st capture.State, _ error) { changes <- seen{st, time.Now()} },
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("Run = %v", err)
		}
	})
	return changes, box
}

// await waits for a state and returns when it came.
func await(t *testing.T, states <-chan seen, want capture.State) time.Time {
	t.Helper()
	limit := time.After(40 * time.Second)
	for {
		select {
		case s := <-states:
			if s.state == want {
				return s.at
			}
		case <-limit:
			t.Fatalf("the camera never became %s", want)
		}
	}
}

func TestUSBUnplugAndReplug(t *testing.T) {
	inMachine(t)
	cam := plugIn(t, "-sizes", "640x480")
	cameras, err := v4l2.List()
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(cameras, func(c v4l2.Camera) bool { return c.Node == cam.node })
	states, _ := supervise(t, cameras[at].ID)
	await(t, states, capture.Live)
	for range 2 {
		pulled := time.Now()
		cam.do(t, "unplug")
		inTime(t, "unplug told", time.Second, await(t, states, capture.Gone).Sub(pulled))
		cam.do(t, "plug") // answered when the node is there
		plugged := time.Now()
		inTime(t, "live again after the plug", 2*time.Second, await(t, states, capture.Live).Sub(plugged))
	}
}

func TestUSBFrozenCameraComesBack(t *testing.T) {
	inMachine(t)
	for _, fault := range []string{"freeze", "usberr 1"} {
		t.Run(fault, func(t *testing.T) {
			cam := plugIn(t, "-sizes", "640x480")
			states, _ := supervise(t, cam.node)
			await(t, states, capture.Live)
			frozen := time.Now()
			cam.do(t, "fault "+fault)
			t.Logf("noticed after %v", await(t, states, capture.NoFrames).Sub(frozen))
			cam.do(t, "fault none")
			await(t, states, capture.Live)
		})
	}
}
