package office

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"portico/app/config"
	"portico/app/palette"
	"portico/app/screen"
)

// plugged is where Debian mounts what is plugged in.
var plugged = []string{"/media/*", "/media/*/*", "/run/media/*/*"}

// shownWords are the beginnings of the keys that visitors read most, and that
// an operator may want to say otherwise.
var shownWords = []string{"brand", "welcome.", "consent.", "result.", "ended."}

func (o *Office) looks(language string) *screen.Looks {
	o.mu.Lock()
	defer o.mu.Unlock()
	l := &screen.Looks{Colours: o.tried.All(), Tried: !maps.Equal(o.tried.All(), o.brand.Colours.All()), Own: len(o.brand.Colours) > 0, Logo: o.brand.Logo != o.deps.Under.Logo, Volume: o.volume}
	own := o.deps.Words.Own(language)
	for _, key := range o.deps.Words.Keys(language) {
		if slices.ContainsFunc(shownWords, func(begin string) bool { return strings.HasPrefix(key, begin) }) {
			l.Words = append(l.Words, screen.Words{Key: key, Text: o.deps.Words.Text(language, key), Own: own[key] != ""})
		}
	}
	for _, place := range plugged {
		for _, name := range logoFiles {
			found, _ := filepath.Glob(filepath.Join(place, name)) // the pattern is right
			l.Logos = append(l.Logos, found...)
		}
	}
	return l
}

// Brand returns the look in force.
func (o *Office) Brand() *screen.Brand {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.brand
}

// Try tries a colour for a role; it fails with palette.ErrColour.
func (o *Office) Try(role, colour string) error {
	c, err := palette.Parse(colour)
	if err != nil {
		return err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	tried := o.tried.All()
	if _, known := tried[palette.Role(role)]; !known {
		return fmt.Errorf("%q: %w", role, palette.ErrColour)
	}
	tried[palette.Role(role)] = c
	o.tried = tried
	return nil
}

// Readable fails with palette.ErrContrast where text in the tried colours could
// not be read.
func (o *Office) Readable() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.tried.Check()
}

// Paint keeps the tried colours and puts them in force.
func (o *Office) Paint(context.Context) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.paint(o.tried.All())
}

// Usually puts our colours in force.
func (o *Office) Usually(context.Context) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.paint(palette.Colours{})
}

func (o *Office) paint(c palette.Colours) error {
	if err := c.Check(); err != nil {
		return err
	}
	if err := o.keepJSON(coloursFile, c.Texts()); err != nil {
		return err
	}
	o.brand, o.tried = &screen.Brand{Colours: c, Logo: o.brand.Logo}, c
	return nil
}

// Sayable fails as Say would, and changes nothing.
func (o *Office) Sayable(language, key, text string) error {
	if text == "" {
		return nil
	}
	return o.deps.Words.Check(language, key, text)
}

// Say has a key say other words in a language, none for those of before, and
// keeps that.
func (o *Office) Say(_ context.Context, language, key, text string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.deps.Words.Say(language, key, text); err != nil {
		return err
	}
	own := o.deps.Words.Own(language)
	if err := o.keepJSON(language+".json", own); err != nil {
		return err
	}
	o.brand = &screen.Brand{Colours: o.brand.Colours, Logo: o.brand.Logo} // the screens are drawn anew
	return nil
}

// Picture reads a logo; nil where file is "".
func (o *Office) Picture(file string) (*screen.Logo, error) {
	if file == "" {
		return nil, nil
	}
	return readLogo(file)
}

// Hang shows a logo in the place of our mark, nil for the one that the
// configuration names or the mark, and keeps that.
func (o *Office) Hang(_ context.Context, logo *screen.Logo) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, name := range logoFiles {
		if err := os.Remove(filepath.Join(o.deps.Config.OwnBrand(), name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("take the logo away: %w", err)
		}
	}
	if logo != nil {
		if err := config.Replace(filepath.Join(o.deps.Config.OwnBrand(), logo.Name), logo.Data); err != nil {
			return fmt.Errorf("keep the logo: %w", err)
		}
	}
	if logo == nil {
		logo = o.deps.Under.Logo
	}
	o.brand = &screen.Brand{Colours: o.brand.Colours, Logo: logo}
	return nil
}

// keepJSON keeps a file of the kiosk's own look.
func (o *Office) keepJSON(name string, v any) error {
	data, err := json.MarshalIndent(v, "", "  ")
	if err == nil {
		err = config.Replace(filepath.Join(o.deps.Config.OwnBrand(), name), append(data, '\n'))
	}
	if err != nil {
		return fmt.Errorf("keep the look: %w", err)
	}
	return nil
}
