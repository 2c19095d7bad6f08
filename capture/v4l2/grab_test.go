package v4l2_test

import (
	"errors"
	"testing"

	"github.com/blackjack/webcam"
	"golang.org/x/sys/unix"

	"portico/capture"
	"portico/capture/v4l2"
)

// driver is a device whose answers a test scripts.
type driver struct {
	WaitFn    func() error
	GetFn     func() ([]byte, error)
	ReleaseFn func() error
	bad       bool // frames are damaged
	calls     int
}

func (d *driver) WaitForFrame(uint32) error {
	d.calls++
	if d.WaitFn != nil {
		return d.WaitFn()
	}
	return nil
}

func (d *driver) Dequeue() (v4l2.Filled, error) {
	if d.GetFn != nil {
		data, err := d.GetFn()
		return v4l2.NewFilled(data, d.bad), err
	}
	return v4l2.NewFilled([]byte{1, 2, 3, 4}, d.bad), nil
}

func (d *driver) ReleaseFrame(uint32) error {
	if d.ReleaseFn != nil {
		return d.ReleaseFn()
	}
	return nil
}

// A camera that does not recover must end the stream, and must not be asked
// for ever: some of these come back without waiting.
func TestGrabGivesUp(t *testing.T) {
	for name, c := range map[string]struct {
		dev   driver
		calls int
		want  error
	}{
		"unplugged":           {driver{GetFn: func() ([]byte, error) { return nil, unix.ENODEV }}, 1, capture.ErrGone},
		"fatal error":         {driver{GetFn: func() ([]byte, error) { return nil, unix.EIO }}, 3, capture.ErrNoFrames},
		"poll fails":          {driver{WaitFn: func() error { return unix.EBADF }}, 3, capture.ErrNoFrames},
		"silent":              {driver{WaitFn: func() error { return new(webcam.Timeout) }}, 5, capture.ErrNoFrames},
		"empty frames":        {driver{GetFn: func() ([]byte, error) { return nil, nil }}, 10, capture.ErrNoFrames},
		"bad frames":          {driver{bad: true}, 10, capture.ErrNoFrames},
		"buffers not taken":   {driver{ReleaseFn: func() error { return unix.EINVAL }}, 3, capture.ErrNoFrames},
		"unplugged and error": {driver{WaitFn: func() error { return unix.ENODEV }}, 1, capture.ErrGone},
	} {
		err := v4l2.Grab(&c.dev, func() bool { return c.dev.calls > 100 }, func(v4l2.Filled) {})
		if !errors.Is(err, c.want) || c.dev.calls != c.calls {
			t.Errorf("%s: %v after %d calls, want %v after %d", name, err, c.dev.calls, c.want, c.calls)
		}
	}
}

func TestGrabOutlastsWhatPasses(t *testing.T) {
	turn := 0
	every := func(n int, err error) error {
		if turn%n == 0 {
			return err
		}
		return nil
	}
	released := false
	dev := &driver{
		WaitFn: func() error { turn++; return every(2, new(webcam.Timeout)) },
		GetFn: func() ([]byte, error) {
			if turn%5 == 0 {
				return nil, nil
			}
			return []byte{byte(turn)}, every(3, unix.EIO)
		},
		ReleaseFn: func() error { // fails, and succeeds when asked again
			released = !released
			if released {
				return unix.EINVAL
			}
			return nil
		},
	}
	frames := 0
	err := v4l2.Grab(dev, func() bool { return turn == 300 }, func(v4l2.Filled) { frames++ })
	if err != nil || frames != 80 {
		t.Errorf("%d frames, %v, want 80", frames, err)
	}
}

func TestGrabCopiesBeforeTheDriverWritesAgain(t *testing.T) {
	buffer := []byte{0, 0}
	dev := &driver{GetFn: func() ([]byte, error) { buffer[0]++; return buffer, nil }}
	var got [][]byte
	err := v4l2.Grab(dev, func() bool { return dev.calls == 3 }, func(f v4l2.Filled) { got = append(got, f.Data()) })
	if err != nil || len(got) != 3 || got[0][0] != 1 || got[2][0] != 3 {
		t.Errorf("frames %v, %v", got, err)
	}
}

// Seq shows lost frames, whatever the driver's counter does.
func TestFramesAreNumberedAsTheDriverDoes(t *testing.T) {
	for name, c := range map[string]struct {
		sequence []uint32
		want     []uint64
	}{
		"from nothing":   {[]uint32{0, 1, 2}, []uint64{1, 2, 3}},
		"with a gap":     {[]uint32{7, 8, 11}, []uint64{1, 2, 5}},
		"wrapping":       {[]uint32{1<<32 - 2, 1<<32 - 1, 0, 2}, []uint64{1, 2, 3, 5}},
		"standing still": {[]uint32{0, 0, 0}, []uint64{1, 2, 3}},
		"running back":   {[]uint32{9, 3, 4}, []uint64{1, 2, 3}},
	} {
		var number v4l2.Counter
		for i, s := range c.sequence {
			if got := number.Next(s); got != c.want[i] {
				t.Errorf("%s: frame %d is number %d, want %d", name, i, got, c.want[i])
			}
		}
	}
}
