// Package keyboards holds the letters of a keyboard drawn on the screen, for
// each language in the order its people are used to.
package keyboards

// Rows returns the letters of a language's keyboard, a string a row, in small
// letters; unknown languages get English ones. Digits and signs are the same
// everywhere: Digits and Signs.
func Rows(language string) []string {
	if rows, ok := layouts[language]; ok {
		return rows
	}
	return layouts["en"]
}

// Digits is the row above the letters, Signs what names, addresses and
// numbers need beside letters.
const (
	Digits = "1234567890"
	Signs  = "-'.,/"
)

var layouts = map[string][]string{
	"en": {"qwertyuiop", "asdfghjkl", "zxcvbnm"},
	"de": {"qwertzuiopü", "asdfghjklöä", "yxcvbnmß"},
	"sk": {"ľščťžýáíéúäôň", "qwertzuiopŕ", "asdfghjklĺ", "yxcvbnmďó"},
	"es": {"áéíóúü", "qwertyuiop", "asdfghjklñ", "zxcvbnmç"},
	"fr": {"éèêëàâçîïôùûœ", "azertyuiop", "qsdfghjklm", "wxcvbn"},
	"uk": {"йцукенгшщзхї", "фівапролджєґ", "ячсмитьбю"},
}
