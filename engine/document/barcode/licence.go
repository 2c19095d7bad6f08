package barcode

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Kind says which card a payload is on.
type Kind string

// The kinds, named as the contract names types of documents.
const (
	DriversLicence Kind = "drivers-licence"
	IdentityCard   Kind = "identity-card"
)

// Truncation says whether a name was cut to fit.
type Truncation string

// The standard's words for it; versions before 4 say nothing.
const (
	Truncated    Truncation = "T"
	Whole        Truncation = "N"
	NotKnown     Truncation = "U"
	NotMentioned Truncation = ""
)

// Licence is what a payload says, in the contract's forms: dates YYYY-MM-DD,
// sex M, F or X. What is absent, blank or unreadable is empty or 0.
type Licence struct {
	Kind         Kind
	Country      string // USA, CAN or MEX
	Jurisdiction string // state or province that issued it, in English

	Surname, GivenNames, Suffix              string
	SurnameCut, FirstNameCut, MiddleCut      Truncation
	Sex                                      string
	DateOfBirth, DateOfIssue, DateOfExpiry   string
	PlaceOfBirth                             string
	Number                                   string // of the customer: the document number
	Discriminator                            string // tells one card of a customer from another
	Address                                  []string
	HeightCM, WeightKG                       int
	Eyes, Hair                               string // the standard's codes: BLU, BRO, …
	Class, Restrictions, Endorsements        string
	Under18Until, Under19Until, Under21Until string
	Compliance                               string // F: meets REAL ID; N: does not
	Donor, Veteran                           bool

	Missing []string // elements that the version demands and the payload lacks
}

// ParseLicence reads the payload of a licence. It fails with ErrNotAAMVA.
func ParseLicence(data []byte) (*Licence, *Payload, error) {
	p, err := ParsePayload(data)
	if err != nil {
		return nil, nil, err
	}
	e := p.Elements
	l := &Licence{
		Kind:       p.kind(),
		SurnameCut: Truncation(e["DDE"]), FirstNameCut: Truncation(e["DDF"]), MiddleCut: Truncation(e["DDG"]),
		Sex:         sex(e["DBC"]),
		DateOfBirth: date(e["DBB"]), DateOfIssue: date(e["DBD"]), DateOfExpiry: date(e["DBA"]),
		PlaceOfBirth: e["DCI"], Number: e["DAQ"], Discriminator: e["DCF"],
		Address:  address(e),
		HeightCM: height(cmp.Or(e["DAV"], e["DAU"]), e["DAV"] != ""), WeightKG: weight(e),
		Eyes: said(e["DAY"]), Hair: said(e["DAZ"]),
		Class: said(cmp.Or(e["DCA"], e["DAR"])), Restrictions: said(cmp.Or(e["DCB"], e["DAS"])), Endorsements: said(cmp.Or(e["DCD"], e["DAT"])),
		Under18Until: date(e["DDH"]), Under19Until: date(e["DDI"]), Under21Until: date(e["DDJ"]),
		Compliance: e["DDA"], Donor: e["DDK"] == "1", Veteran: e["DDL"] == "1",
		Missing: p.missing(),
	}
	l.Jurisdiction, l.Country = Jurisdiction(p.IIN)
	l.Country = cmp.Or(said(e["DCG"]), l.Country)
	l.Surname, l.GivenNames, l.Suffix = names(e)
	return l, p, nil
}

func (p *Payload) kind() Kind {
	if slices.Contains(p.Subfiles, "DL") || slices.Contains(p.Subfiles, "EN") {
		return DriversLicence
	}
	return IdentityCard
}

// said returns v unless it is one of the standard's words for nothing.
func said(v string) string {
	switch strings.ToUpper(v) {
	case "NONE", "UNAVL", "UNAVAIL":
		return ""
	}
	return v
}

// names reads the name of any version: DCS, DAC and DAD since version 4, DCS
// and DCT in 2 and 3, DAB, DAC and DAD or all in DAA in 1.
func names(e map[string]string) (surname, given, suffix string) {
	surname, suffix = said(cmp.Or(e["DCS"], e["DAB"])), said(cmp.Or(e["DCU"], e["DAE"]))
	given = joined(said(e["DAC"]), said(e["DAD"]))
	if given == "" {
		given = joined(strings.FieldsFunc(said(e["DCT"]), func(r rune) bool { return r == ',' || r == '$' })...)
	}
	if surname == "" && e["DAA"] != "" {
		parts := strings.FieldsFunc(e["DAA"], func(r rune) bool { return r == ',' || r == '$' })
		if len(parts) > 0 {
			surname = strings.TrimSpace(parts[0])
			given = joined(parts[1:min(len(parts), 3)]...)
		}
		if len(parts) > 3 {
			suffix = cmp.Or(suffix, strings.TrimSpace(parts[3]))
		}
	}
	return surname, given, suffix
}

func joined(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, " ")
}

func sex(v string) string {
	switch v {
	case "1", "M":
		return "M"
	case "2", "F":
		return "F"
	case "9":
		return "X"
	}
	return ""
}

// date reads MMDDCCYY, which the United States write, or CCYYMMDD, which
// Canada, Mexico and version 1 write. A century is 19 or 20 and a month never
// is, so the value itself shows which it is.
func date(v string) string {
	for _, layout := range []string{"01022006", "20060102"} {
		t, err := time.Parse(layout, v)
		if err == nil && t.Year() >= 1900 && t.Year() < 2100 {
			return t.Format(time.DateOnly)
		}
	}
	return ""
}

// address returns the street's lines, then city, jurisdiction and postal code:
// of the mailing address, or of the residence where only that is given
// (version 1).
func address(e map[string]string) []string {
	street, second, city, state, code := e["DAG"], e["DAH"], e["DAI"], e["DAJ"], e["DAK"]
	if street == "" && city == "" {
		street, second, city, state, code = e["DAL"], e["DAM"], e["DAN"], e["DAO"], e["DAP"]
	}
	var lines []string
	for _, l := range []string{street, second, joined(city, state, postal(code))} {
		if l = joined(said(l)); l != "" {
			lines = append(lines, l)
		}
	}
	return lines
}

// postal writes the nine digits of a ZIP code as it is printed; one that is
// padded with zeros has five.
func postal(v string) string {
	v = strings.TrimSpace(v)
	if len(v) != 9 || !numeric(v) {
		return v
	}
	if strings.HasSuffix(v, "0000") {
		return v[:5]
	}
	return v[:5] + "-" + v[5:]
}

// height returns centimetres: DAU is "070 in" or "178 cm", in version 1 feet
// and inches without a unit ("510" is 5 ft 10 in); DAV is centimetres.
func height(v string, metric bool) int {
	digits := v[:len(v)-len(strings.TrimLeft(v, "0123456789"))]
	n, err := strconv.Atoi(digits)
	if err != nil || n > 999 {
		return 0
	}
	switch unit := strings.ToLower(strings.TrimSpace(v[len(digits):])); {
	case metric || unit == "cm":
		return n
	case unit == "in":
		return (n*254 + 50) / 100
	case unit == "" && n >= 100:
		return ((n/100*12+n%100)*254 + 50) / 100
	}
	return 0
}

// weight returns kilograms: DAX as they are, DAW from pounds.
func weight(e map[string]string) int {
	if kg, err := strconv.Atoi(e["DAX"]); err == nil && kg > 0 && kg < 1000 {
		return kg
	}
	lb, err := strconv.Atoi(e["DAW"])
	if err != nil || lb <= 0 || lb > 999 {
		return 0
	}
	return (lb*45359 + 50000) / 100000
}

// missing lists the elements that the payload's version demands (tables of
// annex D.12) and that are not there at all. An identification card needs none
// of a licence's.
func (p *Payload) missing() []string {
	want := []string{"DAG", "DAI", "DAJ", "DAK", "DAQ", "DBA", "DBB", "DBC", "DBD"}
	driving := []string{"DCA", "DCB", "DCD"}
	switch {
	case p.Version >= 4:
		want = append(want, "DAC", "DAD", "DAU", "DAY", "DCF", "DCG", "DCS", "DDE", "DDF", "DDG")
	case p.Version >= 2:
		want = append(want, "DAU", "DAY", "DCF", "DCG", "DCS", "DCT")
	default:
		driving = []string{"DAR", "DAS", "DAT"}
	}
	if p.kind() == DriversLicence {
		want = append(want, driving...)
	}
	want = slices.DeleteFunc(want, func(id string) bool { _, have := p.Elements[id]; return have })
	slices.Sort(want)
	return want
}
