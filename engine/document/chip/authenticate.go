package chip

import (
	"bytes"
	"errors"
)

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
	// Outcomes of authenticating the chip itself.
	NotSupported     Authentication = "NOT_SUPPORTED"
	MissingChallenge Authentication = "MISSING_CHALLENGE"
	MissingSignature Authentication = "MISSING_SIGNATURE"
	// NotEvaluated is for signatures made in a way that is not known here.
	NotEvaluated Authentication = ""
)

// Authenticate says whether the files are as an authority signed them (passive
// authentication, ICAO Doc 9303-11, 5.1). What is wrong in itself is said also
// without authorities.
func (f Files) Authenticate(authorities []Certificate) Authentication {
	if len(f.index()) == 0 {
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

// AuthenticateChip says what stands in the way of telling the chip from a copy
// of it: by its index it knows no way, or there was no answer, or no challenge.
// An answer is not verified.
func (f Files) AuthenticateChip(challenge []byte) Authentication {
	index := f.index()
	active := bytes.IndexByte(index, tagDG15) >= 0
	switch {
	case len(index) == 0:
		return NotEvaluated
	case !active && bytes.IndexByte(index, tagDG14) < 0:
		return NotSupported
	case !active:
		return NotEvaluated
	case f.Answer == nil:
		return MissingSignature
	case len(challenge) == 0:
		return MissingChallenge
	}
	return NotEvaluated
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
