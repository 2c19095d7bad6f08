// Package replay plays recordings as a camera: a picture, a folder of
// pictures, a recorded sequence, or a video where the caller brings a decoder.
//
// A recording is a Reel; Play times it like a camera. Frames appear when they
// are due by the clock; one that was not read before the next was due is lost,
// as with a camera. The clock starts at the first Read. The package is pure Go;
// it decodes pictures lazily and starts no goroutine.
package replay

import (
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"portico/capture"
)

// End is what follows the last picture of a recording.
type End int

// The endings.
const (
	Stop End = iota // Read returns io.EOF
	Hold            // the last picture is delivered again and again
	Loop            // the recording starts anew
)

// Config tunes a replay. The zero value is usable.
type Config struct {
	Rate    float64 // pictures a second where the recording has no times of its own; 0 means 15
	End     End
	Unpaced bool // every picture in turn as fast as it is read, none lost, then io.EOF; Time is still that of the recording
	Side    int  // larger picture files are scaled down to this longest side in pixels; 0 keeps them

	// Video opens a video file; nil means that videos are refused with ErrVideo.
	Video func(path string) (Reel, error)

	// Unseal opens the pictures of a sealed sequence, as Sealer's Seal closed
	// them; nil means that such a sequence is refused with ErrSealed.
	Unseal func(about, sealed []byte) ([]byte, error)
}

func (c Config) interval() time.Duration {
	if c.Rate <= 0 {
		return time.Second / 15
	}
	return time.Duration(float64(time.Second) / c.Rate)
}

// Errors that callers compare with errors.Is.
var (
	ErrEmpty    = errors.New("the recording has no pictures")
	ErrVideo    = errors.New("this program cannot decode video files")
	ErrSequence = errors.New("sequence.json is damaged")
	ErrSealed   = errors.New("the recording is encrypted, and there is no key here")
	ErrStation  = errors.New("the recording has no such station")
)

// Shot is when one picture of a reel is shown.
type Shot struct {
	At  time.Duration // since the reel's start; ascends
	For time.Duration // until the next picture, more than 0
}

// Reel is a finite series of pictures in the order of time. One goroutine uses
// it.
type Reel interface {
	// Next moves to the next picture without decoding it, and returns io.EOF
	// after the last.
	Next() (Shot, error)

	// Picture decodes the picture that Next moved to; when Next returned
	// io.EOF that is the last one, or an error where it cannot be had again.
	// Neither the reel nor the caller changes it afterwards.
	Picture() (*image.RGBA, error)

	// Rewind makes Next move to the first picture again.
	Rewind() error

	// Close releases the reel.
	Close() error
}

// Open plays what path names: a JPEG or PNG file, a folder of such files in
// the order of their names, a folder with a sequence.json, a video, or a
// folder whose only recording is a video.
func Open(path string, cfg Config) (capture.Source, error) {
	reel, err := open(path, cfg)
	if err != nil {
		return nil, err
	}
	return Play(reel, cfg), nil
}

func open(path string, cfg Config) (Reel, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.IsDir() && isVideo(path):
		return openVideo(path, cfg)
	case !info.IsDir():
		return newPictures([]string{path}, steady(1, cfg.interval()), cfg), nil
	}
	if _, err := os.Stat(filepath.Join(path, manifestName)); err == nil {
		return openSequence(path, cfg)
	}
	return openFolder(path, cfg)
}

func openFolder(dir string, cfg Config) (Reel, error) {
	pictures, err := list(dir, isPicture)
	if err != nil {
		return nil, err
	}
	if len(pictures) > 0 {
		return newPictures(pictures, steady(len(pictures), cfg.interval()), cfg), nil
	}
	videos, err := list(dir, isVideo)
	if err != nil {
		return nil, err
	}
	if len(videos) != 1 {
		return nil, fmt.Errorf("%w: %d videos in %s", ErrEmpty, len(videos), filepath.Base(dir))
	}
	return openVideo(videos[0], cfg)
}

func openVideo(path string, cfg Config) (Reel, error) {
	if cfg.Video == nil {
		return nil, ErrVideo
	}
	return cfg.Video(path)
}

func list(dir string, wanted func(string) bool) ([]string, error) {
	entries, err := os.ReadDir(dir) // sorted by name
	if err != nil {
		return nil, err
	}
	var paths []string
	for _, e := range entries {
		if !e.IsDir() && wanted(e.Name()) {
			paths = append(paths, filepath.Join(dir, e.Name()))
		}
	}
	return paths, nil
}

func isPicture(name string) bool { return hasExt(name, ".jpg", ".jpeg", ".png") }

func isVideo(name string) bool {
	return hasExt(name, ".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm", ".gif")
}

func hasExt(name string, exts ...string) bool {
	return slices.Contains(exts, strings.ToLower(filepath.Ext(name)))
}
