package mrz

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
)

// What can be wrong with text that is no zone at all. Callers compare with
// errors.Is; the text of an error never quotes the zone.
var (
	ErrSize     = errors.New("no machine-readable zone has lines of this number and length")
	ErrAlphabet = errors.New("not a character of a machine-readable zone")
)

// Parse takes the lines of a zone apart. What is printed is returned as
// printed; a wrong check digit or a character outside its field's alphabet
// makes Valid false. Lines of the wrong number, length or alphabet (A to Z,
// 0 to 9 and <) are no zone: the error wraps ErrSize or ErrAlphabet.
func Parse(lines []string) (*Document, error) {
	for i, line := range lines {
		if j := strings.IndexFunc(line, func(r rune) bool { return !strings.ContainsRune(anyGlyph, r) }); j >= 0 {
			return nil, fmt.Errorf("%w: line %d, column %d", ErrAlphabet, i+1, j+1)
		}
	}
	kind := typeOf(lines)
	if kind == "" {
		lengths := make([]int, len(lines))
		for i, line := range lines {
			lengths[i] = len(line)
		}
		return nil, fmt.Errorf("%w: %v", ErrSize, lengths)
	}
	l := layouts()[kind]
	return l.parse(slices.Clone(lines)), nil
}

// typeOf tells the format by the number and length of lines and the document
// code; the empty Type when there is none.
func typeOf(lines []string) Type {
	if len(lines) == 0 {
		return ""
	}
	width := len(lines[0])
	for _, line := range lines {
		if len(line) != width {
			return ""
		}
	}
	visa := strings.HasPrefix(lines[0], "V")
	switch [2]int{len(lines), width} {
	case [2]int{3, 30}:
		return TD1
	case [2]int{2, 44}:
		if visa {
			return MRVA
		}
		return TD3
	case [2]int{2, 36}:
		if visa {
			return MRVB
		}
		if strings.HasPrefix(lines[0], "IDFRA") {
			return FRA
		}
		return TD2
	}
	return ""
}

func (l *layout) parse(lines []string) *Document {
	text := strings.Join(lines, "")
	d := &Document{
		Type: l.kind, Lines: lines,
		Code:        words(l.code.of(text)),
		Issuer:      words(l.issuer.of(text)),
		Number:      l.wholeNumber(text),
		Nationality: words(l.nationality.of(text)),
		Birth:       words(l.birth.of(text)),
		Sex:         words(l.sex.of(text)),
		Expiry:      words(l.expiry.of(text)),
		Surname:     words(l.surname.of(text)),
		GivenNames:  words(l.given.of(text)),
		Optional1:   words(l.optional1.of(text)),
		Optional2:   words(l.optional2.of(text)),
		Checks:      make(map[string]bool, len(l.checks)),
		Valid:       len(l.outside(text)) == 0,
	}
	if l.names.to > 0 {
		surname, given, _ := strings.Cut(l.names.of(text), "<<")
		d.Surname, d.GivenNames = words(surname), words(given)
	}
	if rest, long := l.longNumber(text); long {
		opt, after := &d.Optional2, l.optional2.to
		if l.kind == TD1 {
			opt, after = &d.Optional1, l.optional1.to
		}
		*opt = words(text[rest.to:after])
	}
	for _, c := range l.checks {
		d.Checks[c.name] = c.holds(l, text)
		d.Valid = d.Valid && d.Checks[c.name]
	}
	return d
}

// longNumber returns where the number goes on in the optional data, check
// digit included, if it does.
func (l *layout) longNumber(text string) (span, bool) {
	over, at := l.checks[0].resolve(l, text)
	if len(over) == 1 {
		return span{}, false
	}
	return span{over[1].from, at + 1}, true
}

func (l *layout) wholeNumber(text string) string {
	number := l.number.of(text)
	if rest, long := l.longNumber(text); long {
		number += text[rest.from : rest.to-1]
	}
	return strings.ReplaceAll(number, filler, "")
}

// outside lists the positions whose character their field cannot hold.
func (l *layout) outside(text string) []int {
	var odd []int
	for _, f := range l.fields() {
		for i := f.from; i < f.to; i++ {
			if strings.IndexByte(f.alphabet, text[i]) < 0 {
				odd = append(odd, i)
			}
		}
	}
	return odd
}

// words turns fillers inside s into single spaces and drops those around it.
func words(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(s, filler, " ")), " ")
}

// String returns the zone as printed, one line a line.
func (d *Document) String() string { return strings.Join(d.Lines, "\n") }

// LogValue keeps the holder's data out of logs: only the format and whether
// the zone is valid are logged.
func (d Document) LogValue() slog.Value {
	return slog.GroupValue(slog.String("type", string(d.Type)), slog.Bool("valid", d.Valid))
}
