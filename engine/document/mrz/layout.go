package mrz

// span is a run of positions, counted from 0 through all lines of a zone; the
// position to is not part of it.
type span struct{ from, to int }

func (s span) of(text string) string { return text[s.from:s.to] }

// field is what stands at a span and the characters it may be made of.
type field struct {
	span
	alphabet string
}

// check is a check digit at a position and the spans it is computed over.
type check struct {
	name string
	at   int
	over []span
	// blank says that a filler instead of the digit is right when the spans
	// are all fillers (Doc 9303-4, 4.2.2: personal number).
	blank bool
	// long says that a filler instead of the digit announces that the number
	// and its digit go on in the optional data (Doc 9303-5 and -6, 4.2.2).
	long bool
}

// layout is one format. Fields that a format lacks have an empty span.
type layout struct {
	kind         Type
	count, width int // lines, characters a line

	code, issuer, number, nationality, birth, sex, expiry field

	// names holds surname and given names separated by two fillers; the French
	// card has a field for each and names is empty.
	names, surname, given field

	optional1, optional2 field
	checks               []check
}

// Alphabets of fields. Those not named here may hold any character.
const (
	digits        = "0123456789"
	letters       = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	filler        = "<"
	anyGlyph      = filler + digits + letters
	digitOrFiller = digits + filler
	nameGlyph     = letters + filler
	sexGlyph      = "MF" + filler
)

func at(line, width, from, to int, alphabet string) field {
	return field{span{(line-1)*width + from - 1, (line-1)*width + to}, alphabet}
}

// twoLines returns what TD2, TD3, MRV-A and MRV-B share.
func twoLines(kind Type, w, optionalEnd int) layout {
	return layout{
		kind: kind, count: 2, width: w,
		code:        at(1, w, 1, 2, anyGlyph),
		issuer:      at(1, w, 3, 5, nameGlyph),
		names:       at(1, w, 6, w, nameGlyph),
		number:      at(2, w, 1, 9, anyGlyph),
		nationality: at(2, w, 11, 13, nameGlyph),
		birth:       at(2, w, 14, 19, digitOrFiller),
		sex:         at(2, w, 21, 21, sexGlyph),
		expiry:      at(2, w, 22, 27, digitOrFiller),
		optional2:   at(2, w, 29, optionalEnd, anyGlyph),
		checks: []check{
			{name: CheckNumber, at: w + 9, over: []span{{w, w + 9}}, long: kind == TD2},
			{name: CheckBirth, at: w + 19, over: []span{{w + 13, w + 19}}},
			{name: CheckExpiry, at: w + 27, over: []span{{w + 21, w + 27}}},
		},
	}
}

// layouts returns the formats of Doc 9303 parts 4 (TD3), 5 (TD1), 6 (TD2) and
// 7 (MRV-A, MRV-B), section 4.2.2 of each, and the French card after the order
// of 25 March 1988 (which is not an ICAO format).
func layouts() map[Type]layout {
	td1 := layout{
		kind: TD1, count: 3, width: 30,
		code:        at(1, 30, 1, 2, anyGlyph),
		issuer:      at(1, 30, 3, 5, nameGlyph),
		number:      at(1, 30, 6, 14, anyGlyph),
		optional1:   at(1, 30, 16, 30, anyGlyph),
		birth:       at(2, 30, 1, 6, digitOrFiller),
		sex:         at(2, 30, 8, 8, sexGlyph),
		expiry:      at(2, 30, 9, 14, digitOrFiller),
		nationality: at(2, 30, 16, 18, nameGlyph),
		optional2:   at(2, 30, 19, 29, anyGlyph),
		names:       at(3, 30, 1, 30, nameGlyph),
		checks: []check{
			{name: CheckNumber, at: 14, over: []span{{5, 14}}, long: true},
			{name: CheckBirth, at: 36, over: []span{{30, 36}}},
			{name: CheckExpiry, at: 44, over: []span{{38, 44}}},
			{name: CheckComposite, at: 59, over: []span{{5, 30}, {30, 37}, {38, 45}, {48, 59}}},
		},
	}
	td2 := twoLines(TD2, 36, 35)
	td2.checks = append(td2.checks,
		check{name: CheckComposite, at: 71, over: []span{{36, 46}, {49, 56}, {57, 71}}})
	td3 := twoLines(TD3, 44, 42)
	td3.checks = append(td3.checks,
		check{name: CheckPersonal, at: 86, over: []span{{72, 86}}, blank: true},
		check{name: CheckComposite, at: 87, over: []span{{44, 54}, {57, 64}, {65, 87}}})
	fra := layout{
		kind: FRA, count: 2, width: 36,
		code:      at(1, 36, 1, 2, letters),
		issuer:    at(1, 36, 3, 5, letters),
		surname:   at(1, 36, 6, 30, nameGlyph),
		optional1: at(1, 36, 31, 36, anyGlyph),
		number:    at(2, 36, 1, 12, anyGlyph),
		given:     at(2, 36, 14, 27, nameGlyph),
		birth:     at(2, 36, 28, 33, digits),
		sex:       at(2, 36, 35, 35, sexGlyph),
		checks: []check{
			{name: CheckNumber, at: 48, over: []span{{36, 48}}},
			{name: CheckBirth, at: 69, over: []span{{63, 69}}},
			{name: CheckComposite, at: 71, over: []span{{0, 71}}},
		},
	}
	return map[Type]layout{
		TD1: td1, TD2: td2, TD3: td3, FRA: fra,
		MRVA: twoLines(MRVA, 44, 44), MRVB: twoLines(MRVB, 36, 36),
	}
}

// fields lists all fields of the format and its check digits.
func (l *layout) fields() []field {
	all := []field{
		{span{0, 1}, letters},
		l.code, l.issuer, l.number, l.nationality, l.birth, l.sex, l.expiry,
		l.names, l.surname, l.given, l.optional1, l.optional2,
	}
	for _, c := range l.checks {
		all = append(all, field{span{c.at, c.at + 1}, digitOrFiller})
	}
	return all
}
