// Package cv meets the engine's interfaces with OpenCV, through gocv.
//
// OpenCV signals errors by C++ exceptions, which end the process when they
// cross cgo. So every function checks sizes first, builds its own continuous
// matrices, and calls nothing whose success depends on the content. No matrix
// leaves the package; all are released before a function returns.
package cv

import (
	"image"

	"gocv.io/x/gocv"
)

// smallest and largest side of a picture that is handed to OpenCV, in pixels.
const (
	smallest = 16
	largest  = 16384
)

// matrix copies img as 8-bit RGB; ok is false when its size is refused.
func matrix(img *image.RGBA) (m gocv.Mat, ok bool) {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	if min(w, h) < smallest || max(w, h) > largest {
		return gocv.Mat{}, false
	}
	data := make([]byte, 3*w*h)
	i := 0
	for y := range h {
		for row := img.Pix[y*img.Stride:][:4*w]; len(row) >= 4; row = row[4:] {
			data[i], data[i+1], data[i+2] = row[0], row[1], row[2]
			i += 3
		}
	}
	shared, err := gocv.NewMatFromBytes(h, w, gocv.MatTypeCV8UC3, data)
	if err != nil {
		return gocv.Mat{}, false
	}
	defer shared.Close()
	return shared.Clone(), true
}
