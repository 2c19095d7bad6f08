package barcode

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// ErrNotAAMVA says that a payload is not that of an AAMVA licence.
var ErrNotAAMVA = errors.New("no AAMVA driving licence or identification card")

// mostPayload bounds a payload; PDF417 holds at most 2,710 digits.
const mostPayload = 8 << 10

// Payload is the compact encoding of a licence (AAMVA DL/ID card design
// standard, annex D; versions 1 of 2000 to 10 of 2020) taken apart.
type Payload struct {
	IIN                 string // issuer identification number, six digits
	Version             int    // of the standard; 0 before the first
	JurisdictionVersion int    // 0 in version 1
	Subfiles            []string
	Elements            map[string]string // by three-letter identifier, without the blanks that pad them
}

// ParsePayload reads the header and the elements of a payload. It takes
// elements line by line and not by the header's offsets, which are wrong on
// many cards. Of an element that occurs twice the first counts. It fails with
// ErrNotAAMVA.
func ParsePayload(data []byte) (*Payload, error) {
	text := string(data)
	if len(text) > mostPayload {
		return nil, fmt.Errorf("%w: %d bytes", ErrNotAAMVA, len(text))
	}
	p, rest, err := header(text)
	if err != nil {
		return nil, err
	}
	for line := range strings.FieldsFuncSeq(rest, func(r rune) bool { return r == '\n' || r == '\r' || r == '\x1e' }) {
		line = strings.TrimSpace(line)
		for _, s := range p.Subfiles {
			if after, ok := strings.CutPrefix(line, s); ok && len(after) >= 3 && element(after[:3]) {
				line = after
				break
			}
		}
		if len(line) < 3 || !element(line[:3]) {
			continue
		}
		if _, have := p.Elements[line[:3]]; !have {
			p.Elements[line[:3]] = strings.TrimSpace(line[3:])
		}
	}
	if !p.licence() {
		return nil, fmt.Errorf("%w: no subfile DL, ID or EN", ErrNotAAMVA)
	}
	return p, nil
}

// header reads what stands before the first subfile: "@", separators, "ANSI "
// (version 1 of the standard: "AAMVA"), the issuer, the versions and where each
// subfile lies.
func header(text string) (*Payload, string, error) {
	before, rest, ok := strings.Cut(text, "ANSI ")
	if !ok {
		before, rest, ok = strings.Cut(text, "AAMVA")
	}
	if !ok || len(before) > 16 || !strings.HasPrefix(strings.TrimSpace(before), "@") {
		return nil, "", fmt.Errorf("%w: no header", ErrNotAAMVA)
	}
	digits := rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789"))]
	p := &Payload{Elements: map[string]string{}}
	switch len(digits) {
	case 12: // issuer, version, jurisdiction's version, number of entries
		p.JurisdictionVersion, _ = strconv.Atoi(digits[8:10])
	case 10: // version 1 has no version of the jurisdiction
	default:
		return nil, "", fmt.Errorf("%w: a header of %d digits", ErrNotAAMVA, len(digits))
	}
	p.IIN = digits[:6]
	p.Version, _ = strconv.Atoi(digits[6:8])
	rest = rest[len(digits):]
	for len(rest) >= designator && upper(rest[:2]) && numeric(rest[2:designator]) {
		p.Subfiles = append(p.Subfiles, rest[:2])
		rest = rest[designator:]
	}
	if len(p.Subfiles) == 0 {
		return nil, "", fmt.Errorf("%w: no subfile", ErrNotAAMVA)
	}
	return p, rest, nil
}

// designator is the length of a subfile's entry in the header: two letters,
// its offset and its length, four digits each.
const designator = 10

func (p *Payload) licence() bool {
	for _, s := range p.Subfiles {
		if s == "DL" || s == "ID" || s == "EN" {
			return true
		}
	}
	return false
}

// element tells whether id may name an element: those of the standard begin
// with D, a jurisdiction's own with Z.
func element(id string) bool { return (id[0] == 'D' || id[0] == 'Z') && upper(id) }

func upper(s string) bool {
	for _, c := range []byte(s) {
		if c < 'A' || c > 'Z' {
			return false
		}
	}
	return true
}

func numeric(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}
