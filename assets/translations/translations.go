// Package translations holds every word on the screens: one JSON file a
// language, all with the same keys. A screen asks for a key; the language can
// change at any time.
package translations

import (
	"crypto/sha256"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
)

//go:embed *.json
var files embed.FS

// Fallback is the language in which a key is looked up when the chosen one
// has none.
const Fallback = "en"

// nameKey holds a language's name for itself.
const nameKey = "language"

// Catalogue is all languages: our words and, over them, layers of an operator's.
// It is safe for concurrent use.
type Catalogue struct {
	mu    sync.RWMutex
	words layer
	over  []layer // the last one first asked
}

// layer is words by language and key.
type layer map[string]map[string]string

// Load reads the built-in languages.
func Load() (*Catalogue, error) {
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil, fmt.Errorf("list the translations: %w", err)
	}
	c := &Catalogue{words: layer{}}
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

// Overlay puts a layer of an operator's own words over all there is: of each
// language the keys that its file in dir has. Errors wrap ErrOverlay and name a
// file of no language, words that Say would refuse, or what cannot be read.
func (c *Catalogue) Overlay(dir fs.FS) error {
	names, err := fs.Glob(dir, "*.json")
	if err != nil {
		return fmt.Errorf("%w: %w", ErrOverlay, err)
	}
	own := layer{}
	for _, name := range names {
		language := strings.TrimSuffix(name, ".json")
		if c.words[language] == nil {
			return fmt.Errorf("%w: %s is of no language that there is", ErrOverlay, name)
		}
		data, err := fs.ReadFile(dir, name)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrOverlay, err)
		}
		words := map[string]string{}
		if err := json.Unmarshal(data, &words); err != nil {
			return fmt.Errorf("%w: %s: %w", ErrOverlay, name, err)
		}
		for key, text := range words {
			if err := c.Check(language, key, text); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		own[language] = words
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.over = append(c.over, own)
	return nil
}

// Check refuses words for a key that no screen asks for, and words that lack a
// {name} of ours or have another.
func (c *Catalogue) Check(language, key, text string) error {
	ours := c.words[language][key]
	if ours == "" {
		return fmt.Errorf("%w: there is no key %q", ErrOverlay, key)
	}
	if !slices.Equal(braces(ours), braces(text)) {
		return fmt.Errorf("%w: %q needs %v", ErrBraces, key, braces(ours))
	}
	return nil
}

// ErrBraces is wrapped beside ErrOverlay where words lack what is in braces.
var ErrBraces = fmt.Errorf("%w: what is in braces must stay", ErrOverlay)

var inBraces = regexp.MustCompile(`\{[a-z]+\}`)

// braces lists the distinct {name}s of a text, sorted.
func braces(text string) []string {
	all := inBraces.FindAllString(text, -1)
	slices.Sort(all)
	return slices.Compact(all)
}

// Say changes words in the last layer; no text takes those of before. Errors are
// Overlay's, which must have made a layer.
func (c *Catalogue) Say(language, key, text string) error {
	if text != "" {
		if err := c.Check(language, key, text); err != nil {
			return err
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	last := c.over[len(c.over)-1]
	words := maps.Clone(last[language])
	if words == nil {
		words = map[string]string{}
	}
	words[key] = text
	if text == "" {
		delete(words, key)
	}
	last[language] = words
	return nil
}

// Own returns the words of a language in the last layer.
func (c *Catalogue) Own(language string) map[string]string {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if len(c.over) == 0 {
		return nil
	}
	return maps.Clone(c.over[len(c.over)-1][language])
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
	text := c.find(language, key)
	if text == "" {
		text = c.find(Fallback, key)
	}
	if text == "" {
		return key
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		text = strings.ReplaceAll(text, "{"+pairs[i]+"}", pairs[i+1])
	}
	return text
}

// find returns the words of the last layer that has some.
func (c *Catalogue) find(language, key string) string {
	c.mu.RLock()
	defer c.mu.RUnlock()
	for _, words := range slices.Backward(c.over) {
		if text := words[language][key]; text != "" {
			return text
		}
	}
	return c.words[language][key]
}

// Mark tells an operator's own words of the last layer apart from others, of the
// keys that begin so: "+" with a digest, empty where there are none.
func (c *Catalogue) Mark(language, begin string) string {
	own := c.Own(language)
	maps.DeleteFunc(own, func(key, _ string) bool { return !strings.HasPrefix(key, begin) })
	if len(own) == 0 {
		return ""
	}
	h := sha256.New()
	for _, key := range slices.Sorted(maps.Keys(own)) {
		fmt.Fprintf(h, "%q %q ", key, own[key])
	}
	return fmt.Sprintf("+%x", h.Sum(nil)[:4])
}
