package models

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
)

// Path returns the path of the named model in dir after a look at its size,
// which is what an interrupted copy or a full disk gets wrong; Verify reads the
// contents. The error wraps ErrUnknown, ErrMissing, ErrDamaged or ErrNoDir and
// says which command mends it.
func (c Catalogue) Path(dir, name string) (string, error) {
	i := slices.IndexFunc(c.Models, func(m Model) bool { return m.Name == name })
	if i < 0 {
		return "", fmt.Errorf("%w: %q", ErrUnknown, name)
	}
	if dir == "" {
		return "", ErrNoDir
	}
	m := c.Models[i]
	path := filepath.Join(dir, m.File)
	if err := m.stat(path); err != nil {
		return "", err
	}
	return path, nil
}

// stat compares the kind and size of the file at path with the manifest.
func (m Model) stat(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w: %s is not at %s; run: %s", ErrMissing, m.Name, path, Mend)
	case err != nil:
		return fmt.Errorf("models: %s: %w", m.Name, err)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%w: %s is no regular file; run: %s", ErrDamaged, path, Mend)
	case info.Size() != m.Size:
		return fmt.Errorf("%w: %s has %d bytes, not %d; run: %s", ErrDamaged, path, info.Size(), m.Size, Mend)
	}
	return nil
}

// Status is what Verify found out about one model.
type Status struct {
	Model Model
	Path  string
	// Err is nil for a whole file; else it wraps ErrMissing, ErrDamaged, the
	// error of the file system, or the context's.
	Err error
}

// Verify reads every model of this build in dir. See Catalogue.Verify.
func Verify(ctx context.Context, dir string) []Status { return Default().Verify(ctx, dir) }

// Verify reads every model's file in dir and compares its SHA-256, as many side
// by side as there are processors. The statuses are in the order of the
// manifest. Once ctx is cancelled the remaining ones carry its error.
func (c Catalogue) Verify(ctx context.Context, dir string) []Status {
	found := make([]Status, len(c.Models))
	free := make(chan struct{}, runtime.NumCPU())
	var reading sync.WaitGroup
	for i, m := range c.Models {
		if dir == "" {
			found[i] = Status{Model: m, Err: ErrNoDir}
			continue
		}
		free <- struct{}{}
		reading.Go(func() {
			defer func() { <-free }()
			path := filepath.Join(dir, m.File)
			found[i] = Status{Model: m, Path: path, Err: m.verify(ctx, path)}
		})
	}
	reading.Wait()
	return found
}

func (m Model) verify(ctx context.Context, path string) error {
	if err := m.stat(path); err != nil {
		return err
	}
	sum, err := hashFile(ctx, path)
	if err != nil {
		return fmt.Errorf("models: %s: %w", m.Name, err)
	}
	if sum != m.SHA256 {
		return fmt.Errorf("%w: %s has another SHA-256 than the manifest; run: %s", ErrDamaged, path, Mend)
	}
	return nil
}

func hashFile(ctx context.Context, path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, reader{ctx, file}); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// reader stops reading when its context is cancelled.
type reader struct {
	ctx context.Context
	r   io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}
