package mrztest

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"portico/engine/document/mrz"
)

// misprint is the share of zones with a check digit that is printed wrong.
const misprint = .05

// Zone returns the lines of a random zone of any format, with right check
// digits but for a few that are misprinted.
func Zone(rng *rand.Rand) []string {
	lines := formats[rng.IntN(len(formats))](rng)
	if chance(rng, misprint) {
		last := []byte(lines[len(lines)/2])
		for i, c := range last {
			if c >= '0' && c <= '9' && chance(rng, .2) {
				last[i] = '0' + (c-'0'+byte(1+rng.IntN(9)))%10
				break
			}
		}
		lines[len(lines)/2] = string(last)
	}
	return lines
}

var formats = []func(*rand.Rand) []string{
	td1, td1, td1, longTD1, td2, td2, td3, td3, td3, td3, visaA, visaB, france,
}

func td1(rng *rand.Rand) []string {
	h := holder(rng)
	one := pad(pick(rng, "I<", "ID", "AC", "C<")+h.issuer+checked(h.number)+optional(rng, 15), 30)
	two := h.dates() + h.nationality + pad(optional(rng, 11), 11)
	return []string{one, two + digit(one[5:30]+two[:7]+two[8:15]+two[18:29]), h.names(30)}
}

func longTD1(rng *rand.Rand) []string {
	h := holder(rng)
	number := strings.ReplaceAll(h.number, "<", "7") + random(rng, numberGlyphs, 1+rng.IntN(5))
	one := pad("I<"+h.issuer+number[:9]+"<"+number[9:]+digit(number), 30)
	two := h.dates() + h.nationality + pad("", 11)
	return []string{one, two + digit(one[5:30]+two[:7]+two[8:15]+two[18:29]), h.names(30)}
}

func td2(rng *rand.Rand) []string {
	h := holder(rng)
	two := h.second() + pad(optional(rng, 7), 7)
	return []string{pick(rng, "I<", "ID", "P<") + h.issuer + h.names(31), two + digit(two[:10]+two[13:20]+two[21:35])}
}

func td3(rng *rand.Rand) []string {
	h := holder(rng)
	two := h.second() + checked(pad(optional(rng, 14), 14))
	return []string{pick(rng, "P<", "P<", "PM", "PD") + h.issuer + h.names(39), two + digit(two[:10]+two[13:20]+two[21:43])}
}

func visaA(rng *rand.Rand) []string {
	h := holder(rng)
	return []string{"V<" + h.issuer + h.names(39), h.second() + pad(optional(rng, 16), 16)}
}

func visaB(rng *rand.Rand) []string {
	h := holder(rng)
	return []string{"V<" + h.issuer + h.names(31), h.second() + pad(optional(rng, 8), 8)}
}

func france(rng *rand.Rand) []string {
	h := holder(rng)
	one := "IDFRA" + pad(h.surname, 25) + pad(random(rng, numerals, 6), 6)
	two := checked(random(rng, numerals, 12)) + pad(h.given, 14) + checked(h.birth) + pick(rng, "M", "F")
	return []string{one, two + digit(one+two)}
}

// person is what a zone says of its holder; names hold fillers for spaces.
type person struct {
	issuer, nationality, number, birth, expiry, sex, surname, given string
}

const (
	numerals     = "0123456789"
	capitals     = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	numberGlyphs = numerals + numerals + capitals
)

func holder(rng *rand.Rand) person {
	state := func() string {
		return pick(rng, "UTO", "D<<", "FRA", "ITA", "ESP", "NLD", "CZE", "SVK", "POL", "HUN", "GBR", "USA", "CAN", "AUS", "NZL", "CHN",
			"JPN", "IND", "BRA", "ARG", "ZAF", "NGA", "EGY", "TUR", "UKR", "SWE", "NOR", "FIN", "ISL", "CHE", "AUT", "XXA", "UNO", "EUE")
	}
	p := person{issuer: state(), surname: name(rng), given: name(rng), sex: pick(rng, "M", "F", "<")}
	p.nationality = p.issuer
	if chance(rng, .2) {
		p.nationality = state()
	}
	if chance(rng, .4) {
		p.given += "<" + name(rng)
	}
	if chance(rng, .15) {
		p.surname += "<" + name(rng)
	}
	p.number = pad(random(rng, numberGlyphs, 7+rng.IntN(3)), 9)
	if chance(rng, .4) {
		p.number = random(rng, numerals, 9)
	}
	p.birth = fmt.Sprintf("%02d%02d%02d", rng.IntN(100), 1+rng.IntN(12), 1+rng.IntN(28))
	p.expiry = fmt.Sprintf("%02d%02d%02d", 20+rng.IntN(20), 1+rng.IntN(12), 1+rng.IntN(28))
	return p
}

func (p person) names(width int) string { return pad(p.surname+"<<"+p.given, width) }
func (p person) dates() string          { return checked(p.birth) + p.sex + checked(p.expiry) }
func (p person) second() string         { return checked(p.number) + p.nationality + p.dates() }

// name is a pronounceable name, or letters without sense: a reader must not
// lean on languages.
func name(rng *rand.Rand) string {
	if chance(rng, .25) {
		return random(rng, capitals, 2+rng.IntN(9))
	}
	var s strings.Builder
	for range 1 + rng.IntN(4) {
		s.WriteString(random(rng, "BCDFGHJKLMNPQRSTVWXYZ", 1) + random(rng, "AEIOU", 1))
		if chance(rng, .3) {
			s.WriteString(random(rng, "LMNRST", 1))
		}
	}
	return s.String()
}

// optional is optional data of at most n characters, more often none.
func optional(rng *rand.Rand, n int) string {
	if chance(rng, .6) {
		return ""
	}
	return random(rng, numberGlyphs, 1+rng.IntN(n))
}

func checked(s string) string { return s + digit(s) }
func digit(s string) string   { return string(mrz.CheckDigit(s)) }

func pad(s string, n int) string { return (s + strings.Repeat("<", n))[:n] }

func random(rng *rand.Rand, alphabet string, n int) string {
	out := make([]byte, n)
	for i := range out {
		out[i] = alphabet[rng.IntN(len(alphabet))]
	}
	return string(out)
}

func pick(rng *rand.Rand, of ...string) string { return of[rng.IntN(len(of))] }
