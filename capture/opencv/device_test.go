package opencv_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"portico/capture"
	"portico/capture/capturetest"
	"portico/capture/opencv"
)

// vivid returns the node of the kernel's test camera in the camera machine.
func vivid(t *testing.T) string {
	t.Helper()
	if os.Getenv("PORTICO_CAMERA_MACHINE") == "" {
		t.Skip("SKIPPED: needs the camera machine; run it by: make camera-test")
	}
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

func TestDeviceConformance(t *testing.T) {
	node := vivid(t)
	capturetest.Run(t, func(t *testing.T) capture.Source {
		src, err := opencv.Open(t.Context(), node)
		if err != nil {
			t.Fatal(err)
		}
		return src
	})
}

func TestDeviceThatIsUnplugged(t *testing.T) {
	src, err := opencv.Open(t.Context(), vivid(t))
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	if _, err := src.Read(t.Context()); err != nil {
		t.Fatal(err)
	}
	const driver = "/sys/bus/platform/drivers/vivid/"
	unbound := make(chan error, 1)
	go func() { unbound <- os.WriteFile(driver+"unbind", []byte("vivid.0"), 0) }()
	for range 200 {
		if _, err = src.Read(t.Context()); err != nil {
			break
		}
	}
	if !errors.Is(err, capture.ErrGone) {
		t.Errorf("%v, want ErrGone", err)
	}
	if err := errors.Join(src.Close(), <-unbound, os.WriteFile(driver+"bind", []byte("vivid.0"), 0)); err != nil {
		t.Error(err)
	}
}
