package node_test

import (
	"errors"
	"log/slog"
	"strings"
	"testing"

	"portico/app/config"
	"portico/app/node"
	"portico/capture"
)

func TestCameraThatIsNotAllowed(t *testing.T) {
	cfg := config.Camera{Allow: []string{"046d:0825", "rtsp://desk.example/live"}}
	_, err := node.Cameras{Config: cfg, Log: slog.New(slog.DiscardHandler)}.Open(config.FaceRole, "rtsp://elsewhere.example/live")(t.Context())
	if !errors.Is(err, capture.ErrRefused) {
		t.Errorf("a network camera that is not on the list: %v, want ErrRefused", err)
	}
}

func TestCameraThatIsNotThere(t *testing.T) {
	_, err := node.Cameras{Log: slog.New(slog.DiscardHandler)}.Open(config.DocumentRole, "usb-of-another-machine")(t.Context())
	if !errors.Is(err, capture.ErrNoCamera) {
		t.Errorf("an unknown camera: %v, want ErrNoCamera", err)
	}
}

func TestCameraThatIsAskedForByAWrongName(t *testing.T) {
	if err := node.Known("usb-of-another-machine"); !errors.Is(err, capture.ErrNoCamera) || !strings.Contains(err.Error(), "usb-of-another-machine") {
		t.Errorf("%v, want ErrNoCamera with the name", err)
	}
	if err := node.Known("rtsp://desk.example/live"); err != nil {
		t.Errorf("a camera of the network is only known once it is opened: %v", err)
	}
}
