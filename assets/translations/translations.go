// Package translations holds every word on the screens: one JSON file a
// language, all with the same keys. A screen asks for a key; the language can
// change at any time.
package translations

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

//go:embed *.json
var files embed.FS

// Fallback is the language in which a key is looked up when the chosen one
// has none.
const Fallback = "en"

// nameKey holds a language's name for itself.
const nameKey = "language"

// Catalogue is all languages. It is safe for concurrent use.
type Catalogue struct{ words map[string]map[string]string }

// Load reads the built-in languages.
func Load() (*Catalogue, error) {
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil, fmt.Errorf("list the translations: %w", err)
	}
	c := &Catalogue{words: map[string]map[string]string{}}
	for _, e := range entries {
		data, err := files.ReadFile(e.Name())
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", e.Name(), err)
		}
		words := map[string]string{}
		if err := json.Unmarshal(data, &words); err != nil {
			return nil, fmt.Errorf("read %s: %w", e.Name(), err)
		}
		c.words[strings.TrimSuffix(e.Name(), ".json")] = words
	}
	return c, nil
}

// ErrOverlay is wrapped where words of the operator's make no sense.
var ErrOverlay = errors.New("translations: overlay")

// Overlay puts an operator's own words in the place of ours: of each language
// the keys that its file in dir has. Errors wrap ErrOverlay and name a file of
// no language, a key that no screen asks for, or what cannot be read. It must
// not run beside other methods.
func (c *Catalogue) Overlay(dir fs.FS) error {
	names, err := fs.Glob(dir, "*.json")
	if err != nil {
		return fmt.Errorf("%w: %w", ErrOverlay, err)
	}
	for _, name := range names {
		words, known := c.words[strings.TrimSuffix(name, ".json")]
		if !known {
			return fmt.Errorf("%w: %s is of no language that there is", ErrOverlay, name)
		}
		data, err := fs.ReadFile(dir, name)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrOverlay, err)
		}
		own := map[string]string{}
		if err := json.Unmarshal(data, &own); err != nil {
			return fmt.Errorf("%w: %s: %w", ErrOverlay, name, err)
		}
		for key, text := range own {
			if words[key] == "" {
				return fmt.Errorf("%w: %s: there is no key %q", ErrOverlay, name, key)
			}
			words[key] = text
		}
	}
	return nil
}

// Languages returns the codes of all languages, English first.
func (c *Catalogue) Languages() []string {
	codes := []string{Fallback}
	for code := range c.words {
		if code != Fallback {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes[1:])
	return codes
}

// Name returns what speakers of a language call it.
func (c *Catalogue) Name(language string) string { return c.Text(language, nameKey) }

// Has reports whether language itself has the key.
func (c *Catalogue) Has(language, key string) bool { return c.words[language][key] != "" }

// Keys returns the keys of a language, sorted.
func (c *Catalogue) Keys(language string) []string {
	var keys []string
	for k := range c.words[language] {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// Text returns the words for key, in English where language has none, and the
// key itself where nobody has. Each {name} in them is replaced by the value
// that follows name in pairs.
func (c *Catalogue) Text(language, key string, pairs ...string) string {
	text := c.words[language][key]
	if text == "" {
		text = c.words[Fallback][key]
	}
	if text == "" {
		return key
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		text = strings.ReplaceAll(text, "{"+pairs[i]+"}", pairs[i+1])
	}
	return text
}
