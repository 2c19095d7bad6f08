// Package staff keeps the PINs with which colleagues unlock the decisions and
// the rooms of the kiosk, one for each role. Only hashes of them are kept, in
// files that their owner alone reads.
package staff

import (
	"errors"
	"log/slog"
)

// PIN is a PIN as it was entered. It does not show in logs and messages.
type PIN string

// String hides the digits.
func (PIN) String() string { return "[PIN]" }

// LogValue hides the digits.
func (PIN) LogValue() slog.Value { return slog.StringValue("[PIN]") }

// Shortest and Longest are the digits that a PIN has.
const (
	Shortest = 6
	Longest  = 12
)

// Errors that callers compare with errors.Is.
var (
	ErrPIN    = errors.New("a PIN has 6 to 12 digits, not all the same")
	ErrNotSet = errors.New("no staff PIN is set; set one with: portico staff pin")
	ErrFile   = errors.New("the file of the staff PIN is damaged; set the PIN anew with: portico staff pin")
	ErrOpen   = errors.New("others may read the file of the staff PIN; run chmod 600 on it")
)

// Validate reports ErrPIN for what cannot be a PIN.
func (p PIN) Validate() error {
	if len(p) < Shortest || len(p) > Longest {
		return ErrPIN
	}
	varied := false
	for i := range len(p) {
		if p[i] < '0' || p[i] > '9' {
			return ErrPIN
		}
		varied = varied || p[i] != p[0]
	}
	if !varied {
		return ErrPIN
	}
	return nil
}
