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

// Sighting is a camera that was opened and about which something is to be kept.
type Sighting struct {
	ID      string // its stable identity
	Virtual bool   // its pictures come from a program and may have been injected
	Unknown bool   // the configuration does not name it
}

// Cameras opens the cameras of an installation as its configuration says:
// allowed, with their controls set, turned, watched for a picture that repeats.
type Cameras struct {
	Config config.Camera
	Log    *slog.Logger

	// Notice hears of each opening of a virtual or unknown camera, for the audit
	// trail; from any goroutine. It may be nil.
	Notice func(Sighting)
}

// Open returns how the camera for a role is opened. The id is one of this
// machine's, a node, or an address of the network; empty means the best found.
// The opener serves one supervisor.
func (c Cameras) Open(role config.Role, id string) capture.Opener {
	open := c.local
	if isAddress(id) {
		open = c.remote
	}
	return capture.NoticeFrozen(func(ctx context.Context) (capture.Source, error) { return open(ctx, role, id) }, repeats)
}

func (c Cameras) local(ctx context.Context, role config.Role, id string) (capture.Source, error) {
	src, err := v4l2.Open(ctx, id, v4l2.Config{
		Allowed: c.Config.Allow, Controls: c.Config.Controls[role],
		Unset: func(err error) { c.Log.Warn("the camera stays as it was", "role", role, "error", err) },
	})
	if err != nil {
		return nil, err
	}
	cam := src.Camera()
	c.notice(Sighting{ID: cam.ID, Virtual: cam.Virtual, Unknown: !c.Config.Names(cam.ID, cam.Kind())})
	return capture.Rotate(src, c.Config.Rotate[cam.ID]/90), nil
}

func (c Cameras) remote(ctx context.Context, _ config.Role, id string) (capture.Source, error) {
	if len(c.Config.Allow) > 0 && !slices.Contains(c.Config.Allow, id) {
		return nil, fmt.Errorf("%w: the network camera", capture.ErrRefused)
	}
	src, err := opencv.Open(ctx, id)
	if err != nil {
		return nil, err
	}
	return capture.Rotate(src, c.Config.Rotate[id]/90), nil
}

func (c Cameras) notice(s Sighting) {
	if !s.Virtual && !s.Unknown {
		return
	}
	if s.Virtual {
		c.Log.Warn("the camera is virtual: its pictures may come from anywhere; camera.allow can refuse it", "camera", s.ID)
	}
	if c.Notice != nil {
		c.Notice(s)
	}
}

// Known checks that a camera that somebody asked for by name is there. Where
// it is not, the error wraps capture.ErrNoCamera and lists those that are.
func Known(id string) error {
	if isAddress(id) {
		return nil
	}
	found, err := v4l2.List()
	if err != nil {
		return fmt.Errorf("look for cameras: %w", err)
	}
	var there []string
	for _, cam := range found {
		if id == cam.ID || id == cam.Node {
			return nil
		}
		there = append(there, fmt.Sprintf("%s (%s)", cam.ID, cam.Name))
	}
	if len(there) == 0 {
		return fmt.Errorf("%w: neither %q nor any other", capture.ErrNoCamera, id)
	}
	return fmt.Errorf("%w: there is no %q; there is %s", capture.ErrNoCamera, id, strings.Join(there, ", "))
}

// isAddress tells a camera of the network from one of this machine.
func isAddress(id string) bool { return strings.Contains(id, "://") }
