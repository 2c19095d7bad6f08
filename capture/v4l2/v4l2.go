// Package v4l2 reads Linux cameras through the kernel's Video4Linux2.
//
// It uses github.com/blackjack/webcam and guards what that library leaves to
// its user: a camera's real size and format, buffers that stay mapped, nodes
// that are no cameras, errors that come for ever without waiting. A device is
// touched by one goroutine only, and no memory of the driver leaves it.
package v4l2

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"portico/capture"
	"portico/capture/pixfmt"
)

// Mode is one way in which a camera can stream.
type Mode struct {
	Format        pixfmt.Format
	Width, Height int     // pixels
	FPS           float64 // the most frames a second; 0 where the driver does not tell
}

// Camera is a camera that is plugged in.
type Camera struct {
	ID    string // the same after a restart, while it is plugged into the same socket
	Name  string // as the driver gives it
	Node  string // /dev/videoN; changes from plug to plug
	Bus   string // where it is plugged in
	Modes []Mode // best first; empty where the node may not be opened

	Controls []Control // those of its controls that have a name here

	// Virtual says that its pictures come from a program: v4l2loopback, the
	// kernel's test drivers, USB over a network. They may have been injected.
	Virtual bool

	device string // its folder in sysfs
}

// Kind is vendor:product of a USB camera; empty for others.
func (c Camera) Kind() string {
	_, kind, _ := strings.Cut(c.ID, "/")
	return kind
}

// In reports whether the camera is one of those allowed, each named by an ID
// or, for every camera of one kind, by vendor:product. An empty list allows
// all.
func (c Camera) In(allowed []string) bool {
	return len(allowed) == 0 || slices.Contains(allowed, c.ID) || c.Kind() != "" && slices.Contains(allowed, c.Kind())
}

// Config says how a camera is opened. The zero value is usable.
type Config struct {
	Mode     Mode           // fields that are not zero are kept where the camera has such a mode; zero means the best one
	Controls map[string]int // values by Control.Name, set before the stream starts
	Allowed  []string       // only cameras In this list are opened

	// Unset is told of each control that the camera has not, or that cannot
	// take its value; the camera is used all the same. It may be nil.
	Unset func(error)
}

// Open starts a camera. The id is a Camera's ID or its node; an empty one
// means the first camera that can be started. Where one is named, no other is
// touched.
//
// Errors wrap capture.ErrNoCamera, ErrBusy, ErrGone or ErrRefused where one of
// them is meant. Opening takes well under a second and does not wait for a picture.
func Open(ctx context.Context, id string, cfg Config) (*Source, error) {
	found, err := nodes(sysfs)
	if err != nil {
		return nil, err
	}
	var failed error
	for _, cam := range found {
		if id != "" && id != cam.ID && id != cam.Node || !inspect(&cam) {
			continue
		}
		if !cam.In(cfg.Allowed) {
			failed = errors.Join(failed, fmt.Errorf("%w: %s", capture.ErrRefused, cam.ID))
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		src, err := open(cam, cfg)
		if err == nil {
			return src, nil
		}
		failed = errors.Join(failed, fmt.Errorf("open %s: %w", cam.Node, err))
	}
	switch {
	case failed != nil:
		return nil, failed
	case id != "":
		return nil, fmt.Errorf("%w: %s", capture.ErrNoCamera, id)
	}
	return nil, capture.ErrNoCamera
}

func open(cam Camera, cfg Config) (*Source, error) {
	mode, ok := Best(cam.Modes, cfg.Mode)
	if !ok { // List was not allowed to look; let the driver say why
		mode = Mode{Format: pixfmt.MJPEG, Width: 1280, Height: 720}
	}
	dev, format, err := start(cam.Node, mode, cfg)
	if err != nil && !errors.Is(err, capture.ErrBusy) && !errors.Is(err, capture.ErrGone) {
		// A second attempt heals what comes once, and finds by SetImageFormat
		// that another program has the camera: the error of the first start
		// is plain text.
		dev, format, err = start(cam.Node, mode, cfg)
	}
	if err != nil {
		return nil, err
	}
	mode.Format = format
	return newSource(cam, mode, dev), nil
}
