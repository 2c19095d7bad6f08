package staff

import (
	"errors"
	"fmt"
)

// Role is what a colleague may do.
type Role string

// The roles. Operators may what clerks may.
const (
	Nobody   Role = ""
	Clerk    Role = "clerk"    // decides over a REVIEW, sees deliveries and diagnostics
	Second   Role = "clerk2"   // another clerk: confirms what the first decided
	Operator Role = "operator" // sets the kiosk up
)

// Roles returns every role that can have a PIN.
func Roles() []Role { return []Role{Clerk, Second, Operator} }

// ErrTaken says that another role has this PIN.
var ErrTaken = errors.New("another role has this PIN; choose another, or nobody could tell them apart")

// ErrAlone says that only one role has a PIN.
var ErrAlone = errors.New("two roles need a PIN; set another with: portico staff pin --role clerk2")

// Book is the PINs of the roles. Its methods are safe for concurrent use.
type Book struct{ Clerk, Second, Operator File }

// File returns the file of a role.
func (b Book) File(r Role) (File, error) {
	switch r {
	case Clerk:
		return b.Clerk, nil
	case Second:
		return b.Second, nil
	case Operator:
		return b.Operator, nil
	}
	return "", fmt.Errorf("%q is no role; write %s, %s or %s", r, Clerk, Second, Operator)
}

// Set makes p the PIN of a role; ErrTaken where another role has it.
func (b Book) Set(r Role, p PIN) error {
	own, err := b.File(r)
	if err != nil {
		return err
	}
	for _, f := range []File{b.Clerk, b.Second, b.Operator} {
		if f == own {
			continue
		}
		switch taken, err := f.Matches(p); {
		case err != nil && !errors.Is(err, ErrNotSet):
			return err
		case taken:
			return ErrTaken
		}
	}
	return own.Set(p)
}

// Check returns nil when a role has a PIN and none is kept badly; else as
// File.Check does.
func (b Book) Check() error {
	have, err := b.have()
	if err == nil && len(have) == 0 {
		return ErrNotSet
	}
	return err
}

// CheckTwo returns nil when two roles have a PIN, which four eyes need.
func (b Book) CheckTwo() error {
	have, err := b.have()
	if err == nil && len(have) < 2 {
		return ErrAlone
	}
	return err
}

// have returns the roles that have a PIN.
func (b Book) have() (have []Role, err error) {
	for _, r := range Roles() {
		f, _ := b.File(r)
		switch err := f.Check(); {
		case err == nil:
			have = append(have, r)
		case !errors.Is(err, ErrNotSet):
			return nil, err
		}
	}
	return have, nil
}

// Who returns whose PIN p is; Nobody where it is none. It takes as long for
// any role.
func (b Book) Who(p PIN) (Role, error) {
	have, err := b.have()
	if err != nil {
		return Nobody, err
	}
	if len(have) == 0 {
		return Nobody, ErrNotSet
	}
	found := Nobody
	for _, r := range have {
		f, _ := b.File(r)
		switch right, err := f.Matches(p); {
		case err != nil:
			return Nobody, err
		case right:
			found = r
		}
	}
	return found, nil
}
