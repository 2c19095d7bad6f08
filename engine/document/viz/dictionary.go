package viz

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/BurntSushi/toml"
	"golang.org/x/text/unicode/norm"
)

//go:embed labels.toml
var labelsTOML string

// entry is one label, folded.
type entry struct {
	field   string
	text    []rune
	letters histogram
}

type histogram [26]int8

type words struct {
	labels []entry
	months map[string][]int // a folded month's name may mean two months in two languages
}

// dictionary is the embedded one. It panics on a damaged file, which only a
// broken build can have: a test opens it.
var dictionary = sync.OnceValue(func() *words {
	var all map[string]any
	if _, err := toml.Decode(labelsTOML, &all); err != nil {
		panic("labels.toml: " + err.Error())
	}
	d := &words{months: map[string][]int{}}
	for field, list := range all {
		if field == "months" {
			for number, names := range list.(map[string]any) {
				n := int(number[0] - '0')
				if len(number) == 2 {
					n = 10*n + int(number[1]-'0')
				}
				for _, name := range names.([]any) {
					key := string(fold(name.(string)))
					if !slices.Contains(d.months[key], n) {
						d.months[key] = append(d.months[key], n)
					}
				}
			}
			continue
		}
		for _, text := range list.([]any) {
			f := fold(text.(string))
			d.labels = append(d.labels, entry{field, f, count(f)})
		}
	}
	slices.SortFunc(d.labels, func(a, b entry) int {
		return strings.Compare(string(a.text)+a.field, string(b.text)+b.field)
	})
	return d
})

// plain are the letters that canonical decomposition leaves alone.
var plain = map[rune]string{'ø': "o", 'đ': "d", 'ð': "d", 'ł': "l", 'æ': "ae", 'œ': "oe", 'ß': "ss", 'þ': "th", 'ı': "i", '°': "o", 'º': "o"}

// mistaken are what small print is commonly read as: on both sides of a
// comparison they become the same.
var mistaken = strings.NewReplacer("rn", "m", "vv", "w", "l", "i", "j", "i", "1", "i", "|", "i", "!", "i", "0", "o")

// fold returns the letters of s without diacritics, in small letters, those
// that are easily mistaken for each other made the same.
func fold(s string) []rune {
	var out strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		if p, ok := plain[r]; ok {
			out.WriteString(p)
		} else if unicode.IsLetter(r) || strings.ContainsRune("01|!", r) {
			out.WriteRune(r)
		}
	}
	return []rune(mistaken.Replace(strings.TrimLeft(out.String(), "01|!")))
}

func count(text []rune) (h histogram) {
	for _, r := range text {
		if r >= 'a' && r <= 'z' && h[r-'a'] < 100 {
			h[r-'a']++
		}
	}
	return h
}

// unlike is at most the edit distance of two texts of these letters.
func (h histogram) unlike(o histogram) int {
	more, less := 0, 0
	for i := range h {
		if d := int(h[i]) - int(o[i]); d > 0 {
			more += d
		} else {
			less -= d
		}
	}
	return max(more, less)
}

// distance is Levenshtein's.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, c := range a {
		last := row[0]
		row[0] = i + 1
		for j, d := range b {
			cost := last
			if c != d {
				cost++
			}
			last = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// tolerance is how many letters of a label of n may be misread: none of a
// short one, which would be found everywhere.
func tolerance(n int) int {
	switch {
	case n < 6:
		return 0
	case n < 9:
		return 1
	}
	return n / 4
}

// lookup returns the field whose label text is, and how many of its letters
// differ.
func (d *words) lookup(text []rune) (field string, off int, ok bool) {
	best := len(text) + 1
	letters := count(text)
	for _, e := range d.labels {
		most := min(tolerance(len(e.text)), best-1)
		if diff := len(e.text) - len(text); max(diff, -diff) > min(most, 1+len(e.text)/12) || letters.unlike(e.letters) > most {
			continue
		}
		if n := distance(text, e.text); n <= most {
			field, best, ok = e.field, n, true
		}
	}
	return field, best, ok
}
