package office

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"portico/app/palette"
	"portico/app/screen"
	"portico/assets/translations"
)

// Names of the files of a folder of an operator's look; words lie in en.json
// and so on.
const coloursFile = "colours.json"

var logoFiles = []string{"logo.svg", "logo.png"}

// largestLogo bounds a logo's file, in bytes.
const largestLogo = 1 << 20

// Brand reads a folder of an operator's look over what lies under it: the words
// into words, the rest into what it returns. A folder that is not there has
// nothing.
func Brand(words *translations.Catalogue, under screen.Brand, dir string) (*screen.Brand, error) {
	if err := words.Overlay(only{os.DirFS(dir)}); err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	colours, err := readColours(filepath.Join(dir, coloursFile))
	if err != nil {
		return nil, err
	}
	if colours != nil {
		under.Colours = colours
	}
	for _, name := range logoFiles {
		switch logo, err := readLogo(filepath.Join(dir, name)); {
		case err == nil:
			under.Logo = logo
		case !errors.Is(err, fs.ErrNotExist):
			return nil, err
		}
	}
	return &under, nil
}

// only is a folder without the file that holds no words.
type only struct{ fs.FS }

// Glob implements fs.GlobFS.
func (o only) Glob(pattern string) ([]string, error) {
	names, err := fs.Glob(o.FS, pattern)
	return slices.DeleteFunc(names, func(name string) bool { return name == coloursFile }), err
}

func readColours(file string) (palette.Colours, error) {
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	texts := map[palette.Role]string{}
	if err == nil {
		err = json.Unmarshal(data, &texts)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	colours, err := palette.FromTexts(texts)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return colours, nil
}

// readLogo reads a picture and fails with screen.ErrLogo for what is none.
func readLogo(file string) (*screen.Logo, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	if info.Size() > largestLogo || !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s %w", file, screen.ErrLogo)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	logo := &screen.Logo{Name: "logo" + strings.ToLower(filepath.Ext(file)), Data: data}
	switch filepath.Ext(logo.Name) {
	case ".png":
		_, err = png.Decode(bytes.NewReader(data))
	case ".svg":
		err = xml.Unmarshal(data, &struct {
			XMLName xml.Name `xml:"svg"`
		}{})
	default:
		err = screen.ErrLogo
	}
	if err != nil {
		return nil, fmt.Errorf("%s %w", file, screen.ErrLogo)
	}
	return logo, nil
}
