package replay

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"portico/capture"
	"portico/engine/imaging"
)

// jpegQuality keeps the print of an identity document readable.
const jpegQuality = 95

// Recorder writes frames to a folder as a recorded sequence, which Open plays
// with the times at which they were taken. Pictures are not encrypted: it is
// for tests, never for customers. It is not safe for concurrent use.
type Recorder struct {
	dir      string
	manifest manifest
}

// NewRecorder makes the folder, which must not hold anything yet.
func NewRecorder(dir string) (*Recorder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	if len(entries) > 0 {
		return nil, fmt.Errorf("record to %s: %w", filepath.Base(dir), os.ErrExist)
	}
	return &Recorder{dir: dir, manifest: manifest{Version: manifestVersion}}, nil
}

// Add writes one frame. Times must ascend.
func (r *Recorder) Add(f capture.Frame) error {
	data, err := imaging.EncodeJPEG(f.Image, jpegQuality)
	if err != nil {
		return err
	}
	name := fmt.Sprintf("%06d.jpg", len(r.manifest.Frames)+1)
	if err := os.WriteFile(filepath.Join(r.dir, name), data, 0o600); err != nil {
		return err
	}
	r.manifest.Frames = append(r.manifest.Frames,
		manifestFrame{File: name, Ms: float64(f.Time) / float64(time.Millisecond)})
	return nil
}

// Close writes sequence.json, without which the folder is not a sequence. A
// recording without frames is ErrEmpty.
func (r *Recorder) Close() error {
	if len(r.manifest.Frames) == 0 {
		return ErrEmpty
	}
	data, err := json.MarshalIndent(r.manifest, "", "\t")
	return errors.Join(err, os.WriteFile(filepath.Join(r.dir, manifestName), data, 0o600))
}
