package keyboards_test

import (
	"strings"
	"testing"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"

	"portico/assets/keyboards"
	"portico/assets/translations"
)

// Whoever reads the screens in their language can type with it: every letter
// of the translation is on its keyboard.
func TestEveryLanguageCanBeTyped(t *testing.T) {
	words, err := translations.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range words.Languages() {
		letters := strings.Join(keyboards.Rows(code), "")
		lower := cases.Lower(language.Make(code))
		for _, key := range words.Keys(code) {
			if strings.HasPrefix(key, "field.") { // words without names from elsewhere
				for _, r := range lower.String(words.Text(code, key)) {
					if !strings.ContainsRune(letters+keyboards.Digits+keyboards.Signs+" ’", r) {
						t.Errorf("%s: %q of %s is on no key", code, r, key)
					}
				}
			}
		}
	}
}

func TestNoKeyTwice(t *testing.T) {
	for _, code := range []string{"en", "de", "sk", "es", "fr", "uk"} {
		seen := map[rune]bool{}
		for _, r := range strings.Join(keyboards.Rows(code), "") {
			if seen[r] {
				t.Errorf("%s: %q twice", code, r)
			}
			seen[r] = true
		}
	}
}
