package mrz_test

import (
	"strings"
	"testing"

	"portico/engine/document/mrz"
)

// Pairs from the examples of Doc 9303-3 section 4.6 and 6, and the sample card.
func TestSameName(t *testing.T) {
	for name, tc := range map[string]struct {
		printed, zone string
		want          bool
	}{
		"sample card":                {"Bell", "BELL", true},
		"hyphen is a filler":         {"Mei-Hua", "MEI HUA", true},
		"apostrophe is dropped":      {"D'Artagnan", "DARTAGNAN", true},
		"umlaut as digraph":          {"Müller", "MUELLER", true},
		"umlaut without dots":        {"Müller", "MULLER", true},
		"umlaut as UXX":              {"Müller", "MUXXLLER", true},
		"sharp s":                    {"Weiß", "WEISS", true},
		"slashed o":                  {"Møller", "MOELLER", true},
		"ring":                       {"Ångström", "AANGSTROEM", true},
		"thorn and eth":              {"Þurídur Öðinn", "THURIDUR OEDINN", true},
		"stroke":                     {"Łukasz Wałęsa", "LUKASZ WALESA", true},
		"letters with own diacritic": {"Žižková Ștefan", "ZIZKOVA STEFAN", true},
		"combining marks":            {"Jose\u0301", "JOSE", true},
		"no name":                    {"", "", true},
		"other name":                 {"Bell", "BELLE", false},
		"beginning only":             {"Bell", "BEL", false},
		"other vowel":                {"Müller", "MOELLER", false},
		"other script":               {"Иван", "IVAN", false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := mrz.SameName(tc.printed, tc.zone); got != tc.want {
				t.Errorf("SameName(%q, %q) = %v, want %v", tc.printed, tc.zone, got, tc.want)
			}
		})
	}
}

// Doc 9303-4, 4.2.3: truncated names.
func TestTruncatedNames(t *testing.T) {
	for name, tc := range map[string]struct {
		line, surname, given string
		want                 bool
	}{
		"given names cut": {
			"P<UTONILAVADHANANDA<<CHAYAPA<DEJTHAMRONG<KRA",
			"Nilavadhananda", "Chayapa Dejthamrong Krasuang", true,
		},
		"initials": {
			"P<UTONILAVADHANANDA<ARNPOL<PETCH<<CHARAWAN<S",
			"Nilavadhananda Arnpol Petch", "Charawan Srisai", true,
		},
		"surname cut": {
			"P<UTOBENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI",
			"Bennelong Wooloomooloo Warrandyte Warnambool", "Dingo Potoroo", true,
		},
		"another person": {
			"P<UTONILAVADHANANDA<<CHAYAPA<DEJTHAMRONG<KRA",
			"Nilavadhananda", "Chayapa Dejthamrong Sue", false,
		},
		"not full": {
			"P<UTONILAVADHANANDA<<CHAYAPA<DEJTHAMRONG<KR<",
			"Nilavadhananda", "Chayapa Dejthamrong Krasuang", false,
		},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := mrz.Parse([]string{tc.line, "L898902C36UTO7408122F1204159ZE184226B<<<<<10"})
			if err != nil {
				t.Fatal(err)
			}
			if got := d.SameSurname(tc.surname) && d.SameGivenNames(tc.given); got != tc.want {
				t.Errorf("same person = %v, want %v", got, tc.want)
			}
			if d.SameSurname(strings.Repeat("X", 3)) {
				t.Error("any surname is accepted")
			}
		})
	}
}
