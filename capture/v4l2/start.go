package v4l2

import (
	"errors"
	"fmt"

	"github.com/blackjack/webcam"
	"golang.org/x/sys/unix"

	"portico/capture"
	"portico/capture/pixfmt"
)

// buffers lets the driver fill one while one is copied and two wait; the
// library's own number is 256.
const buffers = 4

// start opens a node, sets the controls and makes it stream, in a format that
// may differ from the one asked for. What it could not start it has closed
// completely.
func start(node string, mode Mode, cfg Config) (dev device, format pixfmt.Format, err error) {
	cam, err := webcam.Open(node)
	if err != nil {
		return device{}, "", meaning(err)
	}
	if dev, err = inside(cam); err == nil {
		format, err = dev.stream(mode, cfg)
	}
	if err != nil {
		return device{}, "", errors.Join(err, dev.unmap(), cam.Close())
	}
	return dev, format, nil
}

func (d device) stream(mode Mode, cfg Config) (pixfmt.Format, error) {
	code, _, _, err := d.SetImageFormat(fourCC[mode.Format], uint32(mode.Width), uint32(mode.Height))
	if err != nil {
		return "", fmt.Errorf("set the format: %w", meaning(err))
	}
	format, ok := formatOf(code)
	if !ok {
		return "", fmt.Errorf("%w: the driver set %#x", pixfmt.ErrFormat, uint32(code))
	}
	if mode.FPS > 0 {
		_ = d.SetFramerate(float32(mode.FPS)) // many cameras have one rate only and refuse
	}
	set(d, cfg)
	if err := d.SetBufferCount(buffers); err != nil {
		return "", err
	}
	if err := d.StartStreaming(); err != nil {
		return "", fmt.Errorf("start the stream: %w", err)
	}
	return format, nil
}

// unmap releases the buffers that webcam v0.6.1 leaves mapped when its
// StartStreaming fails. They keep the device open beyond Close, so that this
// process could never use the camera again.
func (d device) unmap() (err error) {
	if !d.buffers.IsValid() {
		return nil
	}
	for i := range d.buffers.Len() {
		if b := d.buffers.Index(i).Bytes(); len(b) > 0 {
			err = errors.Join(err, unix.Munmap(b))
		}
	}
	return err
}

// meaning adds to an error of the kernel what it says about the camera.
func meaning(err error) error {
	switch {
	case errors.Is(err, unix.ENODEV), errors.Is(err, unix.ENOENT), errors.Is(err, unix.ENXIO):
		return fmt.Errorf("%w: %w", capture.ErrGone, err)
	case errors.Is(err, unix.EBUSY):
		return fmt.Errorf("%w: %w", capture.ErrBusy, err)
	}
	return err
}
