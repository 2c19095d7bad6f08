package node

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"portico/app/config"
	"portico/capture"
	"portico/capture/opencv"
	"portico/capture/v4l2"
)

// repeats is how long a live camera may show the very same picture.
const repeats = 5 * time.Second

// Camera opens a camera of this machine by its ID or node, or one of the
// network by its address, as the configuration says: allowed, turned, watched
// for a picture that repeats. A virtual camera, whose pictures may have been
// injected, is logged whenever it is opened. The opener serves one supervisor.
func Camera(id string, cfg config.Camera, log *slog.Logger) capture.Opener {
	open := func(ctx context.Context) (capture.Source, error) {
		src, err := v4l2.Open(ctx, id, v4l2.Config{Allowed: cfg.Allow})
		if err != nil {
			return nil, err
		}
		cam := src.Camera()
		if cam.Virtual {
			log.Warn("the camera is virtual: its pictures may come from anywhere; camera.allow can refuse it", "camera", cam.ID)
		}
		return capture.Rotate(src, cfg.Rotate[cam.ID]/90), nil
	}
	if isAddress(id) {
		open = func(ctx context.Context) (capture.Source, error) {
			if len(cfg.Allow) > 0 && !slices.Contains(cfg.Allow, id) {
				return nil, fmt.Errorf("%w: the network camera", capture.ErrRefused)
			}
			src, err := opencv.Open(ctx, id)
			if err != nil {
				return nil, err
			}
			return capture.Rotate(src, cfg.Rotate[id]/90), nil
		}
	}
	return capture.NoticeFrozen(open, repeats)
}

// isAddress tells a camera of the network from one of this machine.
func isAddress(id string) bool { return strings.Contains(id, "://") }
