package mrz

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// SameName tells whether a name printed in Latin letters and one from a zone
// are the same, in any of the transliterations that Doc 9303-3, section 6,
// table A allows: Ä is AE or A, Ñ is N or NXX, ß is SS, Ø is OE, other
// diacritics are dropped. Case, spaces, hyphens, apostrophes and fillers do
// not count. It knows nothing of truncation: see SameSurname.
func SameName(printed, zone string) bool {
	return spells(fold(printed), []rune(strings.Join(strings.Fields(words(zone)), "")), false)
}

// SameSurname is SameName for the surname of d, and lets the zone end early
// where its name field is full (Doc 9303-4, 4.2.3).
func (d *Document) SameSurname(printed string) bool { return d.same(printed, d.Surname) }

// SameGivenNames is SameSurname for the given names. Where the field is full,
// names may be shortened to their beginning or left out at the end.
func (d *Document) SameGivenNames(printed string) bool { return d.same(printed, d.GivenNames) }

func (d *Document) same(printed, zone string) bool {
	if SameName(printed, zone) {
		return true
	}
	if !d.namesFull() {
		return false
	}
	whole, short := strings.FieldsFunc(printed, separates), strings.Fields(zone)
	if len(short) > len(whole) {
		return false
	}
	for i, s := range short {
		if !spells(fold(whole[i]), []rune(s), true) {
			return false
		}
	}
	return true
}

// namesFull tells whether the field of names ends in a letter, the sign that
// something may have been cut off.
func (d *Document) namesFull() bool {
	l := layouts()[d.Type]
	text := strings.Join(d.Lines, "")
	return l.names.to > 0 && text[l.names.to-1] != '<'
}

func separates(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || r == ',' }

// fold returns for each letter of name what a zone may print for it. Letters
// of other scripts stand for themselves, which no zone holds.
func fold(name string) [][]string {
	var out [][]string
	for _, r := range norm.NFC.String(strings.ToUpper(name)) {
		switch {
		case transliterations[r] != nil:
			out = append(out, transliterations[r])
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			base := []rune(norm.NFD.String(string(r)))[0]
			out = append(out, []string{string(base)})
		}
	}
	return out
}

// spells tells whether zone is one of the spellings that choices allows; with
// cut also when it only begins one and is not empty.
func spells(choices [][]string, zone []rune, cut bool) bool {
	reached := []int{0} // lengths of zone that the letters so far can spell
	for _, choice := range choices {
		if cut && len(zone) > 0 && slices.Contains(reached, len(zone)) {
			return true
		}
		var next []int
		for _, n := range reached {
			for _, s := range choice {
				if strings.HasPrefix(string(zone[n:]), s) && !slices.Contains(next, n+len(s)) {
					next = append(next, n+len(s))
				}
			}
		}
		reached = next
	}
	return slices.Contains(reached, len(zone))
}

// transliterations is Doc 9303-3, section 6, table A (8th edition), where it
// does more than drop a diacritic, with the plain letter wherever states are
// known to print that. strings.ToUpper has turned small letters to capitals,
// but leaves ß and ĸ.
var transliterations = map[rune][]string{
	'Ä': {"AE", "A"}, 'Å': {"AA", "A"}, 'Æ': {"AE"}, 'Ð': {"D"}, 'Đ': {"D"},
	'Ñ': {"N", "NXX"}, 'Ö': {"OE", "O"}, 'Ø': {"OE", "O"}, 'Œ': {"OE"},
	'Ü': {"UE", "UXX", "U"}, 'Þ': {"TH"}, 'ß': {"SS"}, 'ẞ': {"SS"},
	'Ħ': {"H"}, 'Ĳ': {"IJ"}, 'ĸ': {"Q"}, 'Ł': {"L"}, 'Ŋ': {"N"}, 'Ŧ': {"T"}, 'İ': {"I"},
}
