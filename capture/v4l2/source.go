package v4l2

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"sync"
	"time"

	"portico/capture"
	"portico/capture/pixfmt"
)

// maxDamaged is how many frames in a row may be undecodable.
const maxDamaged = 30

// packet is a frame as the camera encoded it.
type packet struct {
	data []byte
	seq  uint64
	time time.Duration
}

// Source is a streaming camera. Frames are decoded when they are read, so that
// those that nobody reads cost nothing but a copy.
type Source struct {
	camera Camera
	box    *capture.Mailbox[packet]
	stop   chan struct{}
	once   sync.Once
	done   chan struct{} // closed when the device is

	mu   sync.Mutex
	mode Mode
}

var _ capture.Source = (*Source)(nil)

func newSource(cam Camera, mode Mode, dev device) *Source {
	s := &Source{
		camera: cam, mode: mode,
		box: capture.NewMailbox[packet](), stop: make(chan struct{}), done: make(chan struct{}),
	}
	go s.pump(dev, time.Now())
	return s
}

// pump owns the device. Frames have the number and the time that the driver
// gave them.
func (s *Source) pump(dev device, opened time.Time) {
	defer close(s.done)
	var number counter
	var last time.Duration
	err := grab(dev, s.stopped, func(f filled) {
		last = max(time.Since(opened)-f.age, last+1)
		s.box.Put(packet{f.data, number.next(f.sequence), last})
	})
	if errors.Is(err, capture.ErrGone) {
		s.box.Close(err) // told before it is waited for
		untilRemoved(s.camera.device)
	}
	closed := dev.Close()
	if err == nil {
		err = closed
	}
	if err != nil {
		s.box.Close(err)
	}
}

// removal is how long the kernel may take to remove a device that was unplugged;
// one whose driver was only unbound stays.
const removal = 2 * time.Second

// untilRemoved waits until a device is not in sysfs any more. Linux 6.1 crashes
// where a USB camera's node is closed while the driver takes leave of it: one of
// them unregisters the media entity that the other has just forgotten
// (v4l2_device_release; met once in a few hundred replugs of the camera machine).
// The device's folder goes when the driver is done.
func untilRemoved(device string) {
	for end := time.Now().Add(removal); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if _, err := os.Stat(device); err != nil {
			return
		}
	}
}

func (s *Source) stopped() bool {
	select {
	case <-s.stop:
		return true
	default:
		return false
	}
}

// Camera returns what was opened.
func (s *Source) Camera() Camera { return s.camera }

// Mode returns how the camera streams; its size is certain after the first
// frame was read.
func (s *Source) Mode() Mode {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mode
}

// Read returns the newest frame that can be decoded; damaged ones are gaps in
// Seq. A camera that sends nothing else fails with capture.ErrNoFrames.
func (s *Source) Read(ctx context.Context) (capture.Frame, error) {
	for damaged := 1; ; damaged++ {
		p, err := s.box.Take(ctx)
		if err != nil {
			return capture.Frame{}, err
		}
		img, err := s.decode(p.data)
		if err == nil {
			return capture.Frame{Image: img, Seq: p.seq, Time: p.time}, nil
		}
		if damaged == maxDamaged {
			return capture.Frame{}, fmt.Errorf("%w: %w", capture.ErrNoFrames, err)
		}
	}
}

func (s *Source) decode(data []byte) (*image.RGBA, error) {
	mode := realSize(s.Mode(), s.camera.Modes, len(data))
	img, err := pixfmt.Decode(mode.Format, data, mode.Width, mode.Height)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mode.Width, s.mode.Height = img.Rect.Dx(), img.Rect.Dy()
	return img, nil
}

// realSize corrects the size of a raw mode by the length of a frame: a driver
// may set another one than was asked for, and the library does not tell. Only
// a size that the camera has can be meant; where two of them have that length,
// the first is the better.
func realSize(mode Mode, offered []Mode, length int) Mode {
	if pixfmt.Length(mode.Format, mode.Width, mode.Height) == length {
		return mode
	}
	for _, m := range offered {
		if m.Format == mode.Format && pixfmt.Length(m.Format, m.Width, m.Height) == length {
			mode.Width, mode.Height = m.Width, m.Height
			return mode
		}
	}
	return mode
}

// Close stops the stream and waits until the device is closed: up to a second
// where the camera is silent, up to two where it was unplugged.
func (s *Source) Close() error {
	s.once.Do(func() {
		s.box.Close(io.EOF)
		close(s.stop)
	})
	<-s.done
	s.box.Close(io.EOF) // whatever the device said meanwhile
	return nil
}
