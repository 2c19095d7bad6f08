package models

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// place copies data to m's place in the folder of models: written beside it,
// compared with the manifest, synced, then renamed.
func (f *fetch) place(ctx context.Context, m Model, data io.Reader) (err error) {
	file, err := os.CreateTemp(f.work, m.File+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(file.Name()))
		}
	}()
	hash := sha256.New()
	_, err = io.Copy(io.MultiWriter(file, hash), io.LimitReader(reader{ctx, data}, m.Size+1))
	err = errors.Join(err, file.Chmod(0o644), file.Sync(), file.Close())
	if err != nil {
		return err
	}
	if sum := hex.EncodeToString(hash.Sum(nil)); sum != m.SHA256 {
		return fmt.Errorf("%w: it has another SHA-256 than the manifest", ErrDamaged)
	}
	target := filepath.Join(f.dir, m.File)
	if info, err := os.Lstat(target); err == nil && info.IsDir() {
		if err := os.RemoveAll(target); err != nil {
			return err
		}
	}
	if err := os.Rename(file.Name(), target); err != nil {
		return err
	}
	return syncDir(f.dir)
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func writeFile(path string, data io.Reader) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, data)
	return errors.Join(err, file.Close())
}

// openMember opens one file inside a wheel or a .tar.gz. A member that is not
// there wraps fs.ErrNotExist.
func openMember(archive, member string) (io.ReadCloser, error) {
	if strings.HasSuffix(archive, ".whl") {
		return openWheel(archive, member)
	}
	return openTar(archive, member)
}

func openWheel(archive, member string) (io.ReadCloser, error) {
	wheel, err := zip.OpenReader(archive)
	if err != nil {
		return nil, err
	}
	file, err := wheel.Open(member)
	if err != nil {
		return nil, errors.Join(err, wheel.Close())
	}
	return opened{file, wheel.Close}, nil
}

func openTar(archive, member string) (_ io.ReadCloser, err error) {
	file, err := os.Open(archive)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, file.Close())
		}
	}()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		return nil, err
	}
	for entries := tar.NewReader(unzipped); ; {
		entry, err := entries.Next()
		if errors.Is(err, io.EOF) {
			return nil, &fs.PathError{Op: "open", Path: member, Err: fs.ErrNotExist}
		}
		if err != nil {
			return nil, err
		}
		if entry.Name == member && entry.Typeflag == tar.TypeReg {
			return opened{entries, file.Close}, nil
		}
	}
}

// opened is a member that closes its archive.
type opened struct {
	io.Reader
	close func() error
}

func (o opened) Close() error { return o.close() }
