package opencv

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"gocv.io/x/gocv"

	"portico/capture"
)

// How long FFmpeg may be silent on a network camera.
const (
	connectTimeout = 5 * time.Second
	readTimeout    = 3 * time.Second
)

// Open starts a camera: a device node by OpenCV's V4L2, or the address of a
// network camera (rtsp, http, https) by its FFmpeg. Connecting takes at most
// 5 s, during which ctx has no effect.
func Open(ctx context.Context, camera string) (capture.Source, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	h, err := connect(camera)
	if err != nil {
		return nil, err
	}
	s := &source{
		camera: camera, box: capture.NewMailbox[capture.Frame](),
		stop: make(chan struct{}), done: make(chan struct{}),
	}
	go s.pump(h, time.Now())
	return s, nil
}

func connect(camera string) (h *handle, err error) {
	switch {
	case isNode(camera):
		if _, err := os.Stat(camera); err != nil {
			return nil, fmt.Errorf("%w: %w", capture.ErrNoCamera, err)
		}
		h, err = openHandle(camera, gocv.VideoCaptureV4L2, 0, 0)
	case isAddress(camera):
		h, err = openHandle(camera, gocv.VideoCaptureFFmpeg, connectTimeout, readTimeout)
	default:
		return nil, fmt.Errorf("%w: neither a device nor an address", capture.ErrNoCamera)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", capture.ErrNoFrames, err)
	}
	return h, nil
}

func isNode(camera string) bool { return strings.HasPrefix(camera, "/dev/") }

func isAddress(camera string) bool {
	scheme, _, ok := strings.Cut(camera, "://")
	return ok && (scheme == "rtsp" || scheme == "http" || scheme == "https")
}

// source is a live camera. Its goroutine alone touches the handle.
type source struct {
	camera string
	box    *capture.Mailbox[capture.Frame]
	stop   chan struct{}
	once   sync.Once
	done   chan struct{}
}

func (s *source) pump(h *handle, opened time.Time) {
	defer close(s.done)
	defer h.close()
	for seq := uint64(1); ; seq++ {
		select {
		case <-s.stop:
			return
		default:
		}
		if !h.grab() {
			s.box.Close(s.lost())
			return
		}
		at := time.Since(opened)
		img, err := h.picture()
		if err != nil {
			s.box.Close(fmt.Errorf("%w: %w", capture.ErrNoFrames, err))
			return
		}
		s.box.Put(capture.Frame{Image: img, Seq: seq, Time: at})
	}
}

// vanishing is how long the node of a camera that was unplugged may stay after
// the driver has let go of it.
const vanishing = 500 * time.Millisecond

// lost says what the end of the frames means.
func (s *source) lost() error {
	if !isNode(s.camera) {
		return capture.ErrNoFrames
	}
	for waited := time.Duration(0); ; waited += vanishing / 20 {
		if _, err := os.Stat(s.camera); err != nil {
			return fmt.Errorf("%w: %w", capture.ErrGone, err)
		}
		if waited >= vanishing {
			return capture.ErrNoFrames
		}
		select {
		case <-time.After(vanishing / 20):
		case <-s.stop:
			return capture.ErrNoFrames
		}
	}
}

func (s *source) Read(ctx context.Context) (capture.Frame, error) { return s.box.Take(ctx) }

// Close waits until OpenCV has let go of the camera: up to 3 s for a silent
// network camera, up to 10 s for a silent device.
func (s *source) Close() error {
	s.once.Do(func() {
		s.box.Close(io.EOF)
		close(s.stop)
	})
	<-s.done
	s.box.Close(io.EOF)
	return nil
}
