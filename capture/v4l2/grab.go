package v4l2

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/blackjack/webcam"
	"golang.org/x/sys/unix"

	"portico/capture"
)

// streaming is what grab needs of a device.
type streaming interface {
	WaitForFrame(seconds uint32) error
	Dequeue() (filled, error)
	ReleaseFrame(buffer uint32) error
}

// How much of the same in a row means that the camera will not recover by
// itself. The supervisor then opens it again, which heals what can be healed.
const (
	maxSilent = 5           // waits of a second without a frame
	maxErrors = 3           // errors, which may come without waiting
	maxEmpty  = 10          // frames of no bytes, or bad by the driver's word: failed transfers
	maxLost   = buffers - 1 // buffers, over all, that the driver did not take back
)

// grab hands frame after frame to deliver, with data of its own, until stopped
// says so, and then returns nil, or until the camera fails. Bad frames are
// gaps in the sequence.
func grab(dev streaming, stopped func() bool, deliver func(filled)) error {
	var silent, failed, empty, lost int
	for !stopped() {
		err := dev.WaitForFrame(1)
		if errors.As(err, new(*webcam.Timeout)) {
			if silent++; silent == maxSilent {
				return fmt.Errorf("%w: silent for %d s", capture.ErrNoFrames, maxSilent)
			}
			continue
		}
		var f filled
		if err == nil { // an error of the device counts as ready, too
			f, err = dev.Dequeue()
		}
		if err != nil {
			if failed++; failed == maxErrors || errors.Is(err, unix.ENODEV) {
				return broken(err)
			}
			continue
		}
		f.data = bytes.Clone(f.data)
		err = dev.ReleaseFrame(f.index)
		if err != nil {
			err = dev.ReleaseFrame(f.index) // an injected QBUF error is over by the second try
		}
		if err != nil {
			if lost++; lost == maxLost {
				return fmt.Errorf("%w: the driver takes no buffers", capture.ErrNoFrames)
			}
		}
		silent, failed = 0, 0
		if f.bad || len(f.data) == 0 {
			if empty++; empty == maxEmpty {
				return fmt.Errorf("%w: only empty or bad frames", capture.ErrNoFrames)
			}
			continue
		}
		empty = 0
		deliver(f)
	}
	return nil
}

// broken is what an error of a streaming camera means.
func broken(err error) error {
	if err := meaning(err); errors.Is(err, capture.ErrGone) {
		return err
	}
	return fmt.Errorf("%w: %w", capture.ErrNoFrames, err)
}
