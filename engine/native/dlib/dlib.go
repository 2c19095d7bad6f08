// Package dlib describes faces with dlib's ResNet-29 through go-face.
//
// It promises one 128-dimensional descriptor per face, the same for the same
// pixels, and an error instead of a C++ exception. It keeps no picture.
package dlib

import (
	"context"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"sync"

	goface "github.com/Kagami/go-face"

	"portico/engine/face"
	"portico/engine/imaging"
	_ "portico/engine/native/dlib/cblas" // satisfies go-face's -lcblas
)

// jpegQuality is that of the crops handed to go-face, which takes JPEG alone.
const jpegQuality = 98

// Files lists what Open needs in its folder. go-face insists on all three,
// although the last, a detector that costs 0.9 s a picture, is never run.
func Files() []string {
	return []string{
		"shape_predictor_5_face_landmarks.dat",
		"dlib_face_recognition_resnet_model_v1.dat",
		"mmod_human_face_detector.dat",
	}
}

// Embedder computes descriptors. It is safe for concurrent use; dlib's
// network runs one picture at a time.
type Embedder struct {
	mu  sync.Mutex
	rec *goface.Recognizer
}

// Open loads the models in dir. A missing file wraps fs.ErrNotExist. The
// caller closes the Embedder.
func Open(dir string) (*Embedder, error) {
	for _, name := range Files() {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			return nil, fmt.Errorf("dlib model: %w", err)
		}
	}
	rec, err := goface.NewRecognizer(dir)
	if err != nil {
		return nil, fmt.Errorf("load dlib models: %w", err)
	}
	return &Embedder{rec: rec}, nil
}

// Close frees the models. Embed must not be called afterwards.
func (e *Embedder) Close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.rec.Close()
	return nil
}

// Embed returns the descriptor of the face in the middle of crop, an upright
// square portrait. It wraps face.ErrNoTemplate when dlib's own detector finds
// no face there.
func (e *Embedder) Embed(ctx context.Context, crop *image.RGBA) ([]float32, error) {
	data, err := imaging.EncodeJPEG(crop, jpegQuality)
	if err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	found, err := e.rec.Recognize(data)
	if err != nil {
		return nil, fmt.Errorf("dlib: %w", err)
	}
	middle := image.Pt(crop.Rect.Dx()/2, crop.Rect.Dy()/2)
	var best *goface.Face
	for i, f := range found {
		if middle.In(f.Rectangle) && (best == nil || f.Rectangle.Dx() > best.Rectangle.Dx()) {
			best = &found[i]
		}
	}
	if best == nil {
		return nil, fmt.Errorf("dlib found no face in the crop: %w", face.ErrNoTemplate)
	}
	return best.Descriptor[:], nil
}
