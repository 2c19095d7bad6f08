package replay

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"portico/capture"
	"portico/engine/imaging"
)

// jpegQuality keeps the print of an identity document readable.
const jpegQuality = 95

// sealedExt is the extension of an encrypted picture.
const sealedExt = ".sealed"

// Sealer encrypts what is about something, to which the result is bound.
type Sealer interface {
	Seal(about, plain []byte) []byte
}

// about is what a picture of a sealed recording is bound to.
func about(recording, name string) []byte {
	return []byte("portico recording\x00" + recording + "\x00" + name)
}

// Recorder writes frames to a folder as a recorded sequence, which Open plays
// with the times at which they were taken. It is not safe for concurrent use.
type Recorder struct {
	dir      string
	sealer   Sealer // nil: in clear
	manifest manifest
}

// NewRecorder makes the folder, which must not hold anything yet. Pictures are
// sealed by sealer; nil leaves them in clear, which is for what shows nobody.
// Their number, times and sizes are in clear either way.
func NewRecorder(dir string, sealer Sealer) (*Recorder, error) {
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
	r := &Recorder{dir: dir, sealer: sealer, manifest: manifest{Version: manifestVersion}}
	if sealer != nil {
		r.manifest.Sealed = rand.Text()
	}
	return r, nil
}

// Add writes one frame. Times must ascend.
func (r *Recorder) Add(f capture.Frame) error {
	data, err := imaging.EncodeJPEG(f.Image, jpegQuality)
	if err != nil {
		return err
	}
	name := fmt.Sprintf("%06d.jpg", len(r.manifest.Frames)+1)
	if r.sealer != nil {
		name = strings.TrimSuffix(name, ".jpg") + sealedExt
		data = r.sealer.Seal(about(r.manifest.Sealed, name), data)
	}
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
