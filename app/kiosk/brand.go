package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"

	"portico/assets/translations"
)

// brand returns the words and the logo of the operator whose folder is given;
// without a folder ours, and no logo.
func brand(dir string) (*translations.Catalogue, fyne.Resource, error) {
	words, err := translations.Load()
	if err != nil || dir == "" {
		return words, nil, err
	}
	if err := words.Overlay(os.DirFS(dir)); err != nil {
		return nil, nil, fmt.Errorf("window.brand: %w", err)
	}
	for _, name := range []string{"logo.svg", "logo.png"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		switch {
		case err == nil:
			return words, fyne.NewStaticResource(name, data), nil
		case !errors.Is(err, fs.ErrNotExist):
			return nil, nil, fmt.Errorf("window.brand: %w", err)
		}
	}
	return words, nil, nil
}
