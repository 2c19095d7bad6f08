package viz

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// PrintedDate is a date as printed. A short year is 0 to 99.
type PrintedDate struct {
	Year, Month, Day int
	Short            bool // the century is not printed
}

// String is YYYY-MM-DD, or YY-MM-DD for a short year.
func (d PrintedDate) String() string {
	if d.Short {
		return fmt.Sprintf("%02d-%02d-%02d", d.Year, d.Month, d.Day)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// ParseDate reads a date in any usual order: day, month and year in digits or
// with the month's name in one or two languages ("12 AUG/AOÛT 74"), or year
// first. Of two orders that are possible, the day stands first, as Doc 9303
// demands, or the month where monthFirst is set, as the United States print.
// Letters that are misread digits are taken for digits in a part that has one.
func ParseDate(raw string, monthFirst bool) (PrintedDate, bool) {
	var numbers []string
	var months []int // that the names may mean
	for _, p := range dateParts(raw) {
		if d, ok := digits(p); ok {
			numbers = append(numbers, d)
			continue
		}
		m := dictionary().month(p)
		if len(m) == 0 && len([]rune(p)) > 2 && len(months) == 0 && !strings.Contains(raw, "/") {
			return PrintedDate{}, false
		}
		months = together(months, m)
	}
	month := 0
	if len(months) > 0 {
		month = months[0]
	}
	switch {
	case month != 0 && len(numbers) == 2:
		numbers = []string{numbers[0], strconv.Itoa(month), numbers[1]}
	case month == 0 && len(numbers) == 1 && len(numbers[0]) == 8:
		n := numbers[0]
		numbers = []string{n[:2], n[2:4], n[4:]}
	case len(numbers) != 3:
		return PrintedDate{}, false
	}
	return arrange(numbers, month != 0, monthFirst)
}

func arrange(n []string, named, monthFirst bool) (PrintedDate, bool) {
	if len(n[0]) == 4 { // YYYY-MM-DD
		n[0], n[2] = n[2], n[0]
	}
	if len(n[0]) == 3 { // one zero read as two
		n[0] = strings.TrimPrefix(n[0], "0")
	}
	if len(n[0]) > 2 || len(n[1]) > 2 || len(n[2]) != 2 && len(n[2]) != 4 {
		return PrintedDate{}, false
	}
	d := PrintedDate{Short: len(n[2]) == 2}
	d.Day, _ = strconv.Atoi(n[0])
	d.Month, _ = strconv.Atoi(n[1])
	d.Year, _ = strconv.Atoi(n[2])
	if !named && (d.Month > 12 || monthFirst && d.Day <= 12) {
		d.Day, d.Month = d.Month, d.Day
	}
	year := d.Year
	if d.Short {
		year += 2000 // of the two, the one whose leap days are those of most dates printed short
	}
	t := time.Date(year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
	return d, d.Day > 0 && t.Day() == d.Day && int(t.Month()) == d.Month && (d.Short || year > 1900 && year < 2100)
}

// dateParts splits at what separates, and between digits and letters.
func dateParts(raw string) []string {
	var out []string
	var part []rune
	flush := func() {
		if len(part) > 0 {
			out = append(out, string(part))
		}
		part = nil
	}
	for _, r := range raw {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '|' {
			flush()
			continue
		}
		part = append(part, r)
	}
	flush()
	var split []string
	for _, p := range out { // "01JAN" is two parts, "O1" is one
		i := strings.IndexFunc(p, unicode.IsLetter)
		if i > 0 && len([]rune(p))-i >= 3 {
			split = append(split, p[:i], p[i:])
			continue
		}
		split = append(split, p)
	}
	return split
}

// misread are letters that tesseract reads for digits.
var misread = strings.NewReplacer("O", "0", "o", "0", "D", "0", "Q", "0", "I", "1", "l", "1", "|", "1", "i", "1", "Z", "2", "z", "2", "S", "5", "s", "5", "G", "6", "B", "8")

// digits returns a part in digits, ok when it has one, or but two characters,
// and all others may be.
func digits(p string) (string, bool) {
	if !strings.ContainsFunc(p, unicode.IsDigit) && len(p) != 2 || len(p) > 8 {
		return "", false
	}
	d := misread.Replace(p)
	return d, !strings.ContainsFunc(d, func(r rune) bool { return r < '0' || r > '9' })
}

// month returns the months a word may name: several where languages share an
// abbreviation, none where it is no month.
func (d *words) month(word string) []int {
	f := fold(word)
	if len(f) < 3 {
		return nil
	}
	if m := d.months[string(f)]; len(m) > 0 {
		return m
	}
	var near []int
	for name, m := range d.months {
		if n := []rune(name); len(n) >= 3 && distance(f, n) <= 1 {
			near = append(near, m...)
		}
	}
	slices.Sort(near)
	return slices.Compact(near)
}

// together returns the months that two names of one month leave; where they
// contradict each other, the one that is less ambiguous counts.
func together(a, b []int) []int {
	if len(a) == 0 || len(b) == 0 {
		return append(slices.Clone(a), b...)
	}
	var both []int
	for _, m := range a {
		if slices.Contains(b, m) {
			both = append(both, m)
		}
	}
	switch {
	case len(both) > 0:
		return both
	case len(b) < len(a):
		return b
	}
	return a
}
