// Package opencv reads, through OpenCV, what package v4l2 and package replay
// cannot: video files, network cameras, and devices whose driver only OpenCV
// gets along with.
//
// gocv's own VideoCapture lets C++ exceptions end the process, so the package
// has a small interface to OpenCV's that catches them; constants are gocv's.
// No matrix and no C pointer leaves the package.
package opencv

import (
	"fmt"
	"image"
	"io"
	"os"
	"path/filepath"
	"time"

	"gocv.io/x/gocv"

	"portico/capture/replay"
)

// Video opens a video file as a reel; it is the Video of a replay.Config.
// What is no video gives an error that wraps ErrVideo.
func Video(path string) (replay.Reel, error) {
	// FFmpeg takes what has a colon for an address; an absolute path it does not.
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%w: not a regular file", ErrVideo)
	}
	v := &video{path: path}
	if err := v.Rewind(); err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return v, nil
}

// video is a video file as a replay.Reel.
type video struct {
	path  string
	h     *handle
	frame time.Duration // how long one is shown
	at    time.Duration // when the last one was; negative before the first
}

func (v *video) Next() (replay.Shot, error) {
	if !v.h.grab() {
		return replay.Shot{}, io.EOF
	}
	at := time.Duration(v.h.property(gocv.VideoCapturePosMsec) * float64(time.Millisecond))
	if at <= v.at { // the file has no times of its own, or wrong ones
		at = v.at + v.frame
	}
	v.at = at
	return replay.Shot{At: at, For: v.frame}, nil
}

func (v *video) Picture() (*image.RGBA, error) { return v.h.picture() }

// Rewind opens the file anew: not every format can seek to its first frame.
func (v *video) Rewind() error {
	h, err := openHandle(v.path, gocv.VideoCaptureFFmpeg, 0, 0)
	if err != nil {
		return err
	}
	if v.h != nil {
		v.h.close()
	}
	const slowest, fastest, usual = 1, 240, 25
	fps := h.property(gocv.VideoCaptureFPS)
	if !(fps >= slowest && fps <= fastest) {
		fps = usual
	}
	v.frame = time.Duration(float64(time.Second) / fps)
	v.h, v.at = h, -1
	return nil
}

func (v *video) Close() error {
	v.h.close()
	return nil
}
