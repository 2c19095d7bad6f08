// Package mrz parses and reads machine-readable zones after ICAO Doc 9303.
//
// Parse takes text, a Reader takes pictures. Neither ever repairs a printed
// check digit or a name: a zone printed wrong is returned as printed, with
// Valid false.
package mrz

// Type is the format of a zone.
type Type string

// The formats of ICAO Doc 9303 parts 4 to 7, and the old French identity card.
const (
	TD1  Type = "TD1"  // 3 lines of 30
	TD2  Type = "TD2"  // 2 lines of 36
	TD3  Type = "TD3"  // 2 lines of 44
	MRVA Type = "MRVA" // 2 lines of 44
	MRVB Type = "MRVB" // 2 lines of 36
	FRA  Type = "FRA"  // 2 lines of 36, French identity card 1988–2021
)

// Names of the check digits.
const (
	CheckNumber    = "documentNumber"
	CheckBirth     = "dateOfBirth"
	CheckExpiry    = "dateOfExpiry"
	CheckPersonal  = "personalNumber" // TD3 only
	CheckComposite = "composite"      // not on visas
)

// Document is a parsed zone. Values are without fillers; a filler inside a
// name is a space; a blank field is the empty string.
type Document struct {
	Type        Type            `json:"type"`
	Lines       []string        `json:"lines"` // as printed, fillers kept
	Code        string          `json:"code"`  // positions 1 and 2: I, ID, P, V…
	Issuer      string          `json:"issuer"`
	Number      string          `json:"number"` // all of it, also when longer than nine characters
	Nationality string          `json:"nationality"`
	Birth       string          `json:"birth"`  // YYMMDD as printed
	Sex         string          `json:"sex"`    // M, F or empty
	Expiry      string          `json:"expiry"` // YYMMDD as printed
	Surname     string          `json:"surname"`
	GivenNames  string          `json:"givenNames"`
	Optional1   string          `json:"optional1,omitempty"` // TD1 line 1
	Optional2   string          `json:"optional2,omitempty"` // TD1 line 2, TD2, MRV-A, MRV-B: second line; TD3: personal number
	Checks      map[string]bool `json:"checkDigits"`         // by name, those the format has
	Valid       bool            `json:"valid"`               // format and every check digit
}
