package opencv

/*
#cgo CXXFLAGS: -std=c++11
#cgo pkg-config: opencv4
#include <stdlib.h>
#include "video.h"
*/
import "C"

import (
	"errors"
	"fmt"
	"image"
	"time"
	"unsafe"

	"gocv.io/x/gocv"
)

// ErrVideo says that OpenCV cannot read something as a video. Callers compare
// with errors.Is.
var ErrVideo = errors.New("not a video that can be decoded")

// maxPixels bounds a frame; 8K video has 33 million.
const maxPixels = 50_000_000

// handle is one cv::VideoCapture. One goroutine uses it.
type handle struct{ v *C.portico_video }

// openHandle names the backend: left to itself OpenCV tries GStreamer first,
// which takes 23 s to fail on a camera.
func openHandle(what string, backend gocv.VideoCaptureAPI, open, read time.Duration) (*handle, error) {
	name := C.CString(what)
	defer C.free(unsafe.Pointer(name))
	v := C.portico_video_open(name, C.int(backend), C.int(open.Milliseconds()), C.int(read.Milliseconds()))
	if v == nil {
		return nil, ErrVideo
	}
	return &handle{v: v}, nil
}

// grab moves to the next frame; it returns false at the end and on failure.
func (h *handle) grab() bool { return C.portico_video_grab(h.v) != 0 }

// picture decodes the frame that grab moved to, into memory of its own.
func (h *handle) picture() (*image.RGBA, error) {
	var width, height C.int
	if C.portico_video_retrieve(h.v, &width, &height) == 0 {
		return nil, fmt.Errorf("%w: no picture", ErrVideo)
	}
	w, ht := int(width), int(height)
	if w < 1 || ht < 1 || w > maxPixels/ht {
		return nil, fmt.Errorf("%w: %d×%d pixels", ErrVideo, w, ht)
	}
	img := image.NewRGBA(image.Rect(0, 0, w, ht))
	if C.portico_video_rgba(h.v, (*C.uint8_t)(unsafe.Pointer(&img.Pix[0]))) == 0 {
		return nil, fmt.Errorf("%w: unknown pixel format", ErrVideo)
	}
	return img, nil
}

func (h *handle) property(p gocv.VideoCaptureProperties) float64 {
	return float64(C.portico_video_get(h.v, C.int(p)))
}

// close may be called twice.
func (h *handle) close() {
	if h.v != nil {
		C.portico_video_close(h.v)
		h.v = nil
	}
}
