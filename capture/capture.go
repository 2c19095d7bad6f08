// Package capture brings pictures from cameras.
//
// A Source is one opened camera. Real cameras (v4l2, opencv), recordings
// (replay) and the demonstration all pass the same conformance suite,
// capturetest.
package capture

import (
	"context"
	"errors"
	"image"
	"time"
)

// Frame is one picture of a stream. It is immutable: the source never touches
// Image again after handing the frame out.
type Frame struct {
	Image *image.RGBA   // opaque, origin (0,0), not mirrored
	Seq   uint64        // counts from 1; a gap means lost frames
	Time  time.Duration // when it was taken, since the source was opened
}

// Source is one opened camera.
type Source interface {
	// Read blocks until the next frame, ctx is done, or the source fails. A
	// slow reader loses frames, never time. After Close, and at the end of a
	// finite recording, it returns io.EOF; a vanished device is ErrGone.
	// One goroutine reads; Close may be called from another.
	Read(ctx context.Context) (Frame, error)

	// Close releases the device and unblocks Read. It may be called twice.
	Close() error
}

// Errors that tell what to do. Callers compare with errors.Is.
var (
	ErrGone     = errors.New("the camera was unplugged")
	ErrBusy     = errors.New("the camera is in use by another program")
	ErrNoCamera = errors.New("no camera was found")
	ErrNoFrames = errors.New("the camera delivers no pictures")
	ErrRefused  = errors.New("the camera is not one of those that may be used")
)

// Opener opens a camera by the configuration's name for it. The supervisor
// calls it again after a failure.
type Opener func(ctx context.Context) (Source, error)
