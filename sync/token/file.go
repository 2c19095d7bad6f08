package token

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"portico/sync/files"
)

// File is a Book in a file of mode 0600, a line of JSON for each token.
// Programs share it: a server sees at once what a command changed.
type File struct {
	path  string
	layer files.Layer

	mu     sync.Mutex
	seen   fs.FileInfo // of what was read last; nil: no file
	tokens Fixed
}

// OpenFile returns the book at path, which need not be there yet.
func OpenFile(path string) *File { return &File{path: path, layer: files.System()} }

// Find implements Finder. It reads the file where it changed since.
func (f *File) Find(ctx context.Context, id string) (Token, error) {
	all, err := f.read()
	if err != nil {
		return Token{}, err
	}
	return all.Find(ctx, id)
}

// List implements Book.
func (f *File) List(context.Context) ([]Token, error) {
	all, err := f.read()
	return Sorted(all), err
}

// Sorted returns the tokens oldest first.
func Sorted(all []Token) []Token {
	return slices.SortedFunc(slices.Values(all), func(a, b Token) int {
		return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID))
	})
}

// read returns the tokens in the file, which others must not change.
func (f *File) read() (Fixed, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	info, err := os.Stat(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		f.seen, f.tokens = nil, nil
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the tokens: %w", err)
	}
	// A change replaces the file, so another file has another identity.
	if f.seen != nil && os.SameFile(f.seen, info) && f.seen.ModTime().Equal(info.ModTime()) {
		return f.tokens, nil
	}
	data, err := f.layer.ReadFile(f.path)
	if err != nil {
		return nil, fmt.Errorf("read the tokens: %w", err)
	}
	all, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.path, err)
	}
	f.seen, f.tokens = info, all
	return all, nil
}

func parse(data []byte) (Fixed, error) {
	var all Fixed
	for line := range bytes.Lines(data) {
		var t Token
		if err := json.Unmarshal(line, &t); err != nil {
			return nil, fmt.Errorf("line %d: %w: %w", len(all)+1, ErrInvalid, err)
		}
		if err := t.Validate(); err != nil {
			return nil, fmt.Errorf("line %d: %w", len(all)+1, err)
		}
		all = append(all, t)
	}
	return all, nil
}

// Add implements Book.
func (f *File) Add(_ context.Context, t Token) error {
	if err := t.Validate(); err != nil {
		return err
	}
	return f.change(func(all []Token) ([]Token, error) {
		all = slices.DeleteFunc(all, func(other Token) bool { return other.ID == t.ID })
		return append(all, t), nil
	})
}

// Revoke implements Book.
func (f *File) Revoke(_ context.Context, id string) error {
	return f.change(func(all []Token) ([]Token, error) {
		left := slices.DeleteFunc(all, func(t Token) bool { return t.ID == id })
		if len(left) == len(all) {
			return nil, ErrUnknown
		}
		return left, nil
	})
}

// change replaces the file while no other program does.
func (f *File) change(do func([]Token) ([]Token, error)) error {
	lock, err := f.layer.OpenFile(f.path+".lock", os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("change the tokens: %w", err)
	}
	err = lock.Lock()
	if err == nil {
		err = f.replace(do)
	}
	if err = errors.Join(err, lock.Close()); err != nil {
		return fmt.Errorf("change the tokens: %w", err)
	}
	return nil
}

func (f *File) replace(do func([]Token) ([]Token, error)) error {
	all, err := f.read()
	if err != nil {
		return err
	}
	changed, err := do(slices.Clone(all))
	if err != nil {
		return err
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	for _, t := range Sorted(changed) {
		if err := e.Encode(t); err != nil {
			return err
		}
	}
	if err := files.WriteWhole(f.layer, f.path, out.Bytes()); err != nil {
		return err
	}
	return f.layer.SyncDir(filepath.Dir(f.path))
}

// AddFirst implements Book.
func (f *File) AddFirst(ctx context.Context, t Token) (bool, error) {
	if _, err := os.Stat(f.path); !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	return true, f.Add(ctx, t)
}
