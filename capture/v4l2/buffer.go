package v4l2

import (
	"fmt"
	"reflect"
	"time"
	"unsafe"

	"github.com/blackjack/webcam"
	"golang.org/x/sys/unix"
)

// device is a streaming camera whose buffers are taken by the ioctl itself:
// webcam v0.6.1 drops what the driver says of a frame besides its length.
type device struct {
	*webcam.Webcam
	fd      uintptr
	buffers reflect.Value // of mapped [][]byte, in the library
}

// inside finds what the library keeps to itself.
func inside(dev *webcam.Webcam) (device, error) {
	fields := reflect.ValueOf(dev).Elem()
	fd, buffers := fields.FieldByName("fd"), fields.FieldByName("buffers")
	if !fd.IsValid() || !fd.CanUint() || !buffers.IsValid() || buffers.Kind() != reflect.Slice {
		return device{}, fmt.Errorf("this version of webcam is not known")
	}
	return device{dev, uintptr(fd.Uint()), buffers}, nil
}

// filled is a buffer with a frame, until it is released.
type filled struct {
	index    uint32
	data     []byte        // the driver's memory
	bad      bool          // the driver says that the picture is damaged
	sequence uint32        // of the driver; wraps
	age      time.Duration // since the driver had it, 0 where that is not known
}

// buffer is struct v4l2_buffer of the kernel's include/uapi/linux/videodev2.h.
type buffer struct {
	index, kind, used, flags, field uint32
	timestamp                       unix.Timeval
	timecode                        [16]byte
	sequence, memory                uint32
	at                              uintptr
	length, reserved, request       uint32
}

// Constants of videodev2.h.
const (
	videoCapture   = 1      // V4L2_BUF_TYPE_VIDEO_CAPTURE
	memoryMapped   = 1      // V4L2_MEMORY_MMAP
	flagError      = 0x0040 // V4L2_BUF_FLAG_ERROR
	flagClock      = 0xe000 // V4L2_BUF_FLAG_TIMESTAMP_MASK
	clockMonotonic = 0x2000 // V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC

	dequeueBuffer = 3<<30 | unsafe.Sizeof(buffer{})<<16 | 'V'<<8 | 17 // VIDIOC_DQBUF
)

// oldest is more than a frame waits in any driver: an older time is wrong.
const oldest = 2 * time.Second

// Dequeue takes the next filled buffer.
func (d device) Dequeue() (filled, error) {
	b := buffer{kind: videoCapture, memory: memoryMapped}
	if _, _, errno := unix.Syscall(unix.SYS_IOCTL, d.fd, dequeueBuffer, uintptr(unsafe.Pointer(&b))); errno != 0 {
		return filled{}, errno
	}
	if int(b.index) >= d.buffers.Len() {
		return filled{}, fmt.Errorf("the driver gave buffer %d of %d", b.index, d.buffers.Len())
	}
	data := d.buffers.Index(int(b.index)).Bytes()
	f := filled{index: b.index, data: data[:min(int(b.used), len(data))], bad: b.flags&flagError != 0, sequence: b.sequence}
	var now unix.Timespec
	if b.flags&flagClock == clockMonotonic && unix.ClockGettime(unix.CLOCK_MONOTONIC, &now) == nil {
		if age := time.Duration(now.Nano() - b.timestamp.Nano()); age > 0 && age < oldest {
			f.age = age
		}
	}
	return f, nil
}

// counter numbers frames by the driver's sequence, which may wrap or stand
// still. The zero value is ready.
type counter struct {
	last  uint32
	count uint64
}

// next returns the number of the frame of this sequence, the first being 1.
func (c *counter) next(sequence uint32) uint64 {
	step := sequence - c.last
	if c.count == 0 || step == 0 || step > 1<<31 {
		step = 1
	}
	c.last = sequence
	c.count += uint64(step)
	return c.count
}
