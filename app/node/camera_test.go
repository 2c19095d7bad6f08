package node_test

import (
	"errors"
	"log/slog"
	"testing"

	"portico/app/config"
	"portico/app/node"
	"portico/capture"
)

func TestCameraThatIsNotAllowed(t *testing.T) {
	cfg := config.Camera{Allow: []string{"046d:0825", "rtsp://desk.example/live"}}
	_, err := node.Camera("rtsp://elsewhere.example/live", cfg, slog.New(slog.DiscardHandler))(t.Context())
	if !errors.Is(err, capture.ErrRefused) {
		t.Errorf("a network camera that is not on the list: %v, want ErrRefused", err)
	}
}

func TestCameraThatIsNotThere(t *testing.T) {
	_, err := node.Camera("usb-of-another-machine", config.Camera{}, slog.New(slog.DiscardHandler))(t.Context())
	if !errors.Is(err, capture.ErrNoCamera) {
		t.Errorf("an unknown camera: %v, want ErrNoCamera", err)
	}
}
