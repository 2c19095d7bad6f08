package models

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// ErrBundle is wrapped where a file is no bundle of this build's models.
var ErrBundle = errors.New("models: no bundle of this build's models")

// WriteBundle writes the models of this build in dir to a file. See
// Catalogue.Bundle. The file appears whole or not at all.
func WriteBundle(ctx context.Context, dir, file string) (err error) {
	part, err := os.CreateTemp(filepath.Dir(file), ".bundle-*")
	if err != nil {
		return fmt.Errorf("models: %w", err)
	}
	err = errors.Join(Default().Bundle(ctx, dir, part), part.Chmod(0o644), part.Sync(), part.Close())
	if err == nil {
		err = os.Rename(part.Name(), file)
	}
	if err != nil {
		return errors.Join(err, os.Remove(part.Name()))
	}
	return nil
}

// ImportBundle brings the models of this build from a file into dir. See
// Catalogue.Import.
func ImportBundle(ctx context.Context, dir, file string) error {
	bundle, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("models: %w", err)
	}
	return errors.Join(Default().Import(ctx, dir, bundle), bundle.Close())
}

// Bundle writes every model in dir as a tar archive; the same models give the
// same bytes. It fails where one is missing or damaged.
func (c Catalogue) Bundle(ctx context.Context, dir string, to io.Writer) error {
	for _, s := range c.Verify(ctx, dir) {
		if s.Err != nil {
			return s.Err
		}
	}
	archive := tar.NewWriter(to)
	for _, m := range c.Models {
		if err := m.pack(ctx, dir, archive); err != nil {
			return fmt.Errorf("models: bundle %s: %w", m.Name, err)
		}
	}
	return archive.Close()
}

func (m Model) pack(ctx context.Context, dir string, to *tar.Writer) error {
	if err := to.WriteHeader(&tar.Header{Name: m.File, Mode: 0o644, Size: m.Size, ModTime: time.Unix(0, 0)}); err != nil {
		return err
	}
	file, err := os.Open(filepath.Join(dir, m.File))
	if err != nil {
		return err
	}
	_, err = io.Copy(to, reader{ctx, file})
	return errors.Join(err, file.Close())
}

// Import places what a Bundle carries in dir. A bundle needs no signature: a
// file is placed only when its SHA-256 is the one that the manifest, compiled
// into the program, says. A bundle that holds anything else wraps ErrBundle or
// ErrDamaged; one that leaves models missing or damaged wraps ErrMissing or
// ErrDamaged. Whole files that came before are kept.
func (c Catalogue) Import(ctx context.Context, dir string, bundle io.Reader) error {
	if dir == "" {
		return ErrNoDir
	}
	f := fetch{Catalogue: c, dir: dir, work: filepath.Join(dir, workDir)}
	return f.alone(func() error {
		if err := f.unpack(ctx, tar.NewReader(bundle)); err != nil {
			return err
		}
		var errs []error
		for _, s := range c.Verify(ctx, dir) {
			errs = append(errs, s.Err)
		}
		return errors.Join(errs...)
	})
}

func (f *fetch) unpack(ctx context.Context, entries *tar.Reader) error {
	for {
		entry, err := entries.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w: %w", ErrBundle, err)
		}
		i := slices.IndexFunc(f.Models, func(m Model) bool { return m.File == entry.Name })
		if i < 0 || entry.Typeflag != tar.TypeReg {
			return fmt.Errorf("%w: it holds %q", ErrBundle, strings.ToValidUTF8(entry.Name, "?"))
		}
		switch err := f.place(ctx, f.Models[i], entries); {
		case errors.Is(err, io.ErrUnexpectedEOF):
			return fmt.Errorf("%w: it is cut off in %s", ErrBundle, entry.Name)
		case err != nil:
			return fmt.Errorf("models: %s: %w", entry.Name, err)
		}
	}
}
