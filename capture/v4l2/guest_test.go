package v4l2_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/blackjack/webcam"

	"portico/capture"
	"portico/capture/v4l2"
)

// inMachine skips a test that needs the kernel's camera drivers.
func inMachine(t *testing.T) {
	t.Helper()
	if os.Getenv("PORTICO_CAMERA_MACHINE") == "" {
		t.Skip("SKIPPED: needs the camera machine; run it by: make camera-test")
	}
}

// inTime tells how long something took, each time. An emulated machine proves
// behaviour, not speed, so only one that is not is held to the limit.
func inTime(t *testing.T, what string, limit time.Duration, took ...time.Duration) {
	t.Helper()
	slices.Sort(took)
	n := len(took)
	longest := took[n-1]
	t.Logf("%s, %d times: half within %v, 95 %% within %v, all within %v, limit %v", what, n,
		took[(n-1)/2].Round(time.Millisecond), took[(n*95+99)/100-1].Round(time.Millisecond), longest.Round(time.Millisecond), limit)
	if longest > limit && os.Getenv("PORTICO_CAMERA_MACHINE") != "tcg" {
		t.Errorf("%s after %v, want %v", what, longest, limit)
	}
}

// vivid returns the node of the kernel's test camera.
func vivid(t *testing.T) string {
	t.Helper()
	names, err := filepath.Glob("/sys/class/video4linux/*/name")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if data, err := os.ReadFile(name); err == nil && strings.HasPrefix(string(data), "vivid-000-vid-cap") {
			return "/dev/" + filepath.Base(filepath.Dir(name))
		}
	}
	t.Fatal("no vivid camera")
	return ""
}

// Fault controls of vivid.
const (
	dropped    webcam.ControlID = 0x00f0f040 // percentage of frames that are lost
	disconnect webcam.ControlID = 0x00f0f041
	reqbufs    webcam.ControlID = 0x00f0f043
	qbuf       webcam.ControlID = 0x00f0f044
	streamon   webcam.ControlID = 0x00f0f045
	fatal      webcam.ControlID = 0x00f0f046
)

// inject sets a fault through another handle of the camera.
func inject(t *testing.T, node string, fault webcam.ControlID, value int32) {
	t.Helper()
	dev, err := webcam.Open(node)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(dev.SetControl(fault, value), dev.Close()); err != nil {
		t.Fatal(err)
	}
}

// usbCamera is a UVC camera in software behind the kernel's own driver.
type usbCamera struct {
	in   io.Writer
	out  *bufio.Scanner
	node string
}

// plugIn connects a USB camera that goes away at the end of the test.
func plugIn(t *testing.T, args ...string) *usbCamera {
	t.Helper()
	cmd := exec.Command(os.Getenv("VCAM"), args...)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	c := &usbCamera{in: in, out: bufio.NewScanner(out)}
	t.Cleanup(func() {
		fmt.Fprintln(in, "quit")
		_ = cmd.Wait()
	})
	c.node = strings.TrimPrefix(c.answer(t), "plugged ")
	return c
}

func (c *usbCamera) answer(t *testing.T) string {
	t.Helper()
	if !c.out.Scan() {
		t.Fatal("the USB camera ended")
	}
	return c.out.Text()
}

func (c *usbCamera) do(t *testing.T, command string) {
	t.Helper()
	c.ask(t, command)
}

func (c *usbCamera) ask(t *testing.T, command string) string {
	t.Helper()
	fmt.Fprintln(c.in, command)
	got, ok := strings.CutPrefix(c.answer(t), "ok")
	if !ok {
		t.Fatalf("%s: %s", command, got)
	}
	return strings.TrimSpace(got)
}

func open(t *testing.T, id string, mode v4l2.Mode) *v4l2.Source {
	t.Helper()
	src, err := v4l2.Open(t.Context(), id, v4l2.Config{Mode: mode})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = src.Close() })
	return src
}

// read returns the next frame; an emulated camera gets 20 s for it.
func read(t *testing.T, src capture.Source) (capture.Frame, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	return src.Read(ctx)
}

// frames reads n frames, of which none may fail.
func frames(t *testing.T, src capture.Source, n int) {
	t.Helper()
	for i := range n {
		if _, err := read(t, src); err != nil {
			t.Fatalf("frame %d: %v", i, err)
		}
	}
}

// failure reads on until the camera fails.
func failure(t *testing.T, src capture.Source) error {
	t.Helper()
	for range 200 {
		if _, err := read(t, src); err != nil {
			return err
		}
	}
	t.Fatal("the camera goes on")
	return nil
}
