package replay

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"portico/capture"
)

// The stations of an onboarding, in its order. Each is a sub-folder of the
// recording that Open can play, or a file of that name; see Find.
const (
	DocumentFront = "document-front"
	DocumentBack  = "document-back"
	Selfie        = "selfie"
	Liveness      = "liveness"
)

// Sequence is a replayed camera for a whole onboarding: while the document is
// asked for it shows the document, and the face after. Whoever leads through
// the onboarding names the station; each starts from its first picture. All
// methods are safe for concurrent use.
type Sequence struct {
	dir      string
	cfg      Config
	stations []string

	mu      sync.Mutex
	station string
	open    map[*sequenceSource]bool
}

// NewSequence finds the stations in dir; at least one must be there. The first
// of them plays until Station names another. Stop as cfg.End would end the
// camera with its first station, so it stands for Hold.
//
// A station may have stations of its own for what is asked for within it, such
// as liveness/SMILE; Station takes their paths, too.
func NewSequence(dir string, cfg Config) (*Sequence, error) {
	if cfg.End == Stop {
		cfg.End = Hold
	}
	s := &Sequence{dir: dir, cfg: cfg, open: make(map[*sequenceSource]bool)}
	for _, name := range []string{DocumentFront, DocumentBack, Selfie, Liveness} {
		if s.has(name) {
			s.stations = append(s.stations, name)
		}
	}
	if len(s.stations) == 0 {
		return nil, fmt.Errorf("%w: none in %s", ErrStation, filepath.Base(dir))
	}
	s.station = s.stations[0]
	return s, nil
}

// Stations lists what the recording has, in the order of an onboarding.
func (s *Sequence) Stations() []string { return slices.Clone(s.stations) }

func (s *Sequence) has(station string) bool {
	_, err := Find(s.dir, station)
	return err == nil
}

// Find returns the path of a station in the recording dir, for Open: the folder
// of that name, else the first picture or video called so before its
// extension. Where there is neither, the error wraps ErrStation.
func Find(dir, station string) (string, error) {
	if !filepath.IsLocal(station) {
		return "", fmt.Errorf("%w: %s", ErrStation, station)
	}
	path := filepath.Join(dir, station)
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return path, nil
	}
	named := func(file string) bool {
		return strings.TrimSuffix(file, filepath.Ext(file)) == filepath.Base(path) && (isPicture(file) || isVideo(file))
	}
	files, err := list(filepath.Dir(path), named)
	if err != nil || len(files) == 0 {
		return "", fmt.Errorf("%w: %s", ErrStation, station)
	}
	return files[0], nil
}

// Station makes the camera show another station from its beginning, or the
// same one anew. Where the recording has no such station, the error wraps
// ErrStation and the camera goes on as before.
func (s *Sequence) Station(name string) error {
	if !s.has(name) {
		return fmt.Errorf("%w: %s", ErrStation, name)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for src := range s.open {
		if err := src.turn(name); err != nil {
			return err
		}
	}
	s.station = name
	return nil
}

// Open is a capture.Opener: what it opens follows Station.
func (s *Sequence) Open(context.Context) (capture.Source, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	src := &sequenceSource{owner: s}
	if err := src.turn(s.station); err != nil {
		return nil, err
	}
	s.open[src] = true
	return src, nil
}

// sequenceSource plays one station after the other.
type sequenceSource struct {
	owner *Sequence

	mu      sync.Mutex
	playing capture.Source
	closed  bool

	reading capture.Source // what Read uses; it has begun in splice
	splice  capture.Splice
	started time.Time
}

// turn replaces what plays; a Read that waits goes on with the new station.
func (s *sequenceSource) turn(station string) error {
	path, err := Find(s.owner.dir, station)
	if err != nil {
		return err
	}
	next, err := Open(path, s.owner.cfg)
	if err != nil {
		return fmt.Errorf("station %s: %w", station, err)
	}
	s.mu.Lock()
	before := s.playing
	s.playing = next
	s.mu.Unlock()
	if before != nil {
		return before.Close()
	}
	return nil
}

func (s *sequenceSource) current() (capture.Source, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.playing, s.closed
}

func (s *sequenceSource) Read(ctx context.Context) (capture.Frame, error) {
	if s.started.IsZero() {
		s.started = time.Now()
	}
	for {
		src, closed := s.current()
		if closed {
			return capture.Frame{}, io.EOF
		}
		if src != s.reading {
			s.reading = src
			s.splice.Begin(time.Since(s.started))
		}
		f, err := src.Read(ctx)
		if err == nil {
			return s.splice.Frame(f), nil
		}
		if now, closed := s.current(); closed || now == src || !errors.Is(err, io.EOF) {
			return capture.Frame{}, err
		}
	}
}

func (s *sequenceSource) Close() error {
	s.owner.mu.Lock()
	delete(s.owner.open, s)
	s.owner.mu.Unlock()
	s.mu.Lock()
	s.closed = true
	src := s.playing
	s.mu.Unlock()
	return src.Close()
}
