package chip

import "errors"

// Authentication is the outcome of passive authentication, in the contract's
// words.
type Authentication string

// The outcomes.
const (
	Authenticated Authentication = "AUTHENTICATED"
	Denied        Authentication = "DENIED"
	InvalidSOD    Authentication = "INVALID_SOD_FILE"
	InvalidCOM    Authentication = "INVALID_COM_FILE"
	NoAuthorities Authentication = "AUTHORITY_CERTIFICATES_NOT_PROVIDED"
	// NotEvaluated is for signatures made in a way that is not known here.
	NotEvaluated Authentication = ""
)

// Authenticate says whether the files are as an authority signed them (passive
// authentication, ICAO Doc 9303-11, 5.1). What is wrong in itself is said also
// without authorities.
func (f Files) Authenticate(authorities []Certificate) Authentication {
	if !f.validCOM() {
		return InvalidCOM
	}
	sod, err := ParseSOD(f.SOD)
	if err != nil {
		return InvalidSOD
	}
	if len(f.DG) == 0 || !sod.Covers(f.DG) {
		return Denied
	}
	if err := sod.Verify(); err != nil {
		return failed(err)
	}
	if len(authorities) == 0 {
		return NoAuthorities
	}
	if err := sod.IssuedBy(authorities); err != nil {
		return failed(err)
	}
	return Authenticated
}

func failed(err error) Authentication {
	switch {
	case errors.Is(err, ErrUnsupported):
		return NotEvaluated
	case errors.Is(err, ErrParse):
		return InvalidSOD
	}
	return Denied
}
