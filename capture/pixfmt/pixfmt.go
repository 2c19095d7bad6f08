// Package pixfmt turns the pixel formats of cameras into RGBA pictures.
//
// Everything that comes in is checked: bytes that are no picture give an
// error, never a panic and never a picture of the wrong size. What comes out
// is opaque, has its origin at (0,0) and shares no memory with the input.
// Functions are safe for concurrent use.
package pixfmt

import (
	"errors"
	"fmt"
	"image"
)

// Format is how a camera encodes a frame.
type Format string

// The formats that Decode understands, named as V4L2 names them.
const (
	MJPEG Format = "MJPEG" // each frame a JPEG picture, often without Huffman tables
	YUYV  Format = "YUYV"  // 4:2:2, packed Y U Y V, BT.601 limited range
	NV12  Format = "NV12"  // 4:2:0, a plane of Y and one of interleaved U V, BT.601 limited range
)

// Errors that Decode wraps. Callers compare with errors.Is.
var (
	ErrFormat  = errors.New("unknown pixel format")
	ErrSize    = errors.New("the frame has not the expected size")
	ErrCorrupt = errors.New("the frame is damaged or incomplete")
)

// maxPixels bounds a frame; 8K cameras have 33 million.
const maxPixels = 50_000_000

// Length returns how many bytes a frame of w×h pixels has, or 0 where that is
// not fixed (MJPEG) or the size is impossible in this format.
func Length(f Format, w, h int) int {
	if w < 1 || h < 1 || w > maxPixels/h {
		return 0
	}
	switch {
	case f == YUYV && w%2 == 0:
		return w * h * 2
	case f == NV12 && w%2 == 0 && h%2 == 0:
		return w * h * 3 / 2
	}
	return 0
}

// Decode returns the picture in data. For raw formats w and h are its size in
// pixels, and data must have exactly Length bytes; an MJPEG frame says its
// size itself. Errors wrap ErrFormat, ErrSize or ErrCorrupt.
func Decode(f Format, data []byte, w, h int) (*image.RGBA, error) {
	switch f {
	case MJPEG:
		return decodeMJPEG(data)
	case YUYV, NV12:
		if n := Length(f, w, h); n == 0 || n != len(data) {
			return nil, fmt.Errorf("%w: %d bytes for %d×%d %s", ErrSize, len(data), w, h, f)
		}
		if f == YUYV {
			return decodeYUYV(data, w, h), nil
		}
		return decodeNV12(data, w, h), nil
	}
	return nil, fmt.Errorf("%w: %q", ErrFormat, string(f))
}
