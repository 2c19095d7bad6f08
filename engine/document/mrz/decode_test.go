package mrz

import (
	"slices"
	"strings"
	"testing"
)

// This test is internal: it speaks of probabilities, which no picture could
// set one by one.

// clearly returns cells in which the glyphs of lines stand out by ten nats.
func clearly(lines []string) [][]cell {
	out := make([][]cell, len(lines))
	for i, line := range lines {
		out[i] = make([]cell, len(line))
		for j := range line {
			for g := range out[i][j] {
				out[i][j][g] = -10
			}
			out[i][j][glyph(line[j])] = 0
		}
	}
	return out
}

var passport = []string{
	"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
	"L898902C36UTO7408122F1204159ZE184226B<<<<<10",
}

// smudged are digits of the passport that its check digits protect.
func smudged() (places []Place) {
	for i, c := range passport[1][:27] {
		if c >= '0' && c <= '9' {
			places = append(places, Place{1, i})
		}
	}
	return places
}

func TestDecode(t *testing.T) {
	replace := func(line, column int, with string) []string {
		out := slices.Clone(passport)
		out[line] = out[line][:column] + with + out[line][column+len(with):]
		return out
	}
	for name, tc := range map[string]struct {
		print []string             // what stands out in the picture
		rival func(cells [][]cell) // what else is likely
		want  []string             // text
		valid bool                 //
		doubt []Place              //
	}{
		"a clear print":          {print: passport, want: passport, valid: true},
		"a clear misprint stays": {print: replace(1, 13, "750812"), want: replace(1, 13, "750812")},
		"a letter in a date is the digit of its shape": {
			print: replace(1, 14, "4O8"), want: passport, valid: true,
		},
		"check digits choose between near-equal glyphs": {
			print: replace(1, 0, "L898902G3"), want: passport, valid: true,
			rival: func(c [][]cell) { c[1][7][glyph('C')] = -2 },
		},
		"but not a much less likely one": {
			print: replace(1, 0, "L898902G3"), want: replace(1, 0, "L898902G3"),
			rival: func(c [][]cell) { c[1][7][glyph('C')] = -6 },
		},
		"and only when all of them hold": {
			print: replace(1, 0, "L898902G3UUTO7408132"), want: replace(1, 0, "L898902G3UUTO7408132"),
			rival: func(c [][]cell) { c[1][7][glyph('C')] = -1 },
			doubt: []Place{{1, 7}, {1, 9}}, // a U stands where a digit should
		},
		"names are never exchanged, only doubted": {
			print: replace(0, 5, "FRIKSSON"), want: replace(0, 5, "FRIKSSON"), valid: true,
			rival: func(c [][]cell) { c[0][5][glyph('E')] = -.5 },
			doubt: []Place{{0, 5}},
		},
		"two texts that please all check digits are doubted": {
			print: replace(1, 31, "4"), want: passport, valid: true,
			rival: func(c [][]cell) { // S is 28, twenty more than 8
				c[1][31][glyph('8')], c[1][31][glyph('S')] = -1, -2
			},
			doubt: []Place{{1, 31}},
		},
		"what a check digit protects is not doubted": {
			print: passport, want: passport, valid: true,
			rival: func(c [][]cell) { c[1][3][glyph('8')] = -.5 },
		},
		"but for a print so bad that the digits may hold by chance": {
			print: passport, want: passport, valid: true, doubt: smudged(),
			rival: func(c [][]cell) {
				for _, p := range smudged() {
					next := '0' + (passport[1][p.Column]-'0'+1)%10
					c[1][p.Column][glyph(next)] = -.1
				}
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			cells := clearly(tc.print)
			if tc.rival != nil {
				tc.rival(cells)
			}
			got, ok := decode(evidence{glyphs: cells, witness: cells})
			if !ok {
				t.Fatal("no format fits")
			}
			if !slices.Equal(got.Lines, tc.want) || got.Valid != tc.valid {
				t.Errorf("read\n%s, valid %v; want\n%s, valid %v", got, got.Valid, strings.Join(tc.want, "\n"), tc.valid)
			}
			if !slices.Equal(got.unsure, tc.doubt) {
				t.Errorf("doubt %v, want %v", got.unsure, tc.doubt)
			}
		})
	}
}

func TestConfidenceIsOfTheWeakestLine(t *testing.T) {
	cells := clearly(passport)
	sure, _ := decode(evidence{glyphs: cells})
	for i := range cells[1] {
		cells[1][i][0], cells[1][i][glyph(passport[1][i])] = 0, 0 // as likely a filler
	}
	unsure, _ := decode(evidence{glyphs: cells})
	if sure.confidence < .99 || unsure.confidence < .4 || unsure.confidence > .6 {
		t.Errorf("confidence %.3f of a sure print, want about 1; %.3f of even odds, want about a half", sure.confidence, unsure.confidence)
	}
}
