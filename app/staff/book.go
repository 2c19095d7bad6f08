package staff

import (
	"errors"
	"fmt"
)

// Role is what a colleague may do.
type Role string

// The roles. Whoever may more may also what those before may.
const (
	Nobody   Role = ""
	Clerk    Role = "clerk"    // decides over a REVIEW, sees deliveries and diagnostics
	Operator Role = "operator" // sets the kiosk up
)

// ErrTaken says that the other role has this PIN.
var ErrTaken = errors.New("the other role has this PIN; choose another, or nobody could tell them apart")

// Book is the PINs of both roles. Its methods are safe for concurrent use.
type Book struct{ Clerk, Operator File }

// of returns the file of a role, and that of the other.
func (b Book) of(r Role) (own, other File, err error) {
	switch r {
	case Clerk:
		return b.Clerk, b.Operator, nil
	case Operator:
		return b.Operator, b.Clerk, nil
	}
	return "", "", fmt.Errorf("%q is no role; write %s or %s", r, Clerk, Operator)
}

// Set makes p the PIN of a role; ErrTaken where the other role has it.
func (b Book) Set(r Role, p PIN) error {
	own, other, err := b.of(r)
	if err != nil {
		return err
	}
	switch taken, err := other.Matches(p); {
	case err != nil && !errors.Is(err, ErrNotSet):
		return err
	case taken:
		return ErrTaken
	}
	return own.Set(p)
}

// Check returns nil when a role has a PIN; else as File.Check does.
func (b Book) Check() error {
	clerk, operator := b.Clerk.Check(), b.Operator.Check()
	switch {
	case clerk == nil && (operator == nil || errors.Is(operator, ErrNotSet)), operator == nil && errors.Is(clerk, ErrNotSet):
		return nil
	case errors.Is(clerk, ErrNotSet):
		return operator
	}
	return clerk
}

// CheckBoth returns nil when both roles have a PIN, which four eyes need.
func (b Book) CheckBoth() error { return errors.Join(b.Clerk.Check(), b.Operator.Check()) }

// Who returns whose PIN p is; Nobody where it is none. It takes as long for
// either role.
func (b Book) Who(p PIN) (Role, error) {
	if err := b.Check(); err != nil {
		return Nobody, err
	}
	found := Nobody
	for _, r := range []Role{Clerk, Operator} {
		own, _, _ := b.of(r)
		switch right, err := own.Matches(p); {
		case err != nil && !errors.Is(err, ErrNotSet):
			return Nobody, err
		case right:
			found = r
		}
	}
	return found, nil
}
