// Package token says who may come in to a backend: bearer tokens of 256 random
// bits, of which a hash is kept, with a role, a group and an end.
//
// A token is shown once, when it is made. What is kept of it names nobody and
// opens nothing. The comparison of hashes takes the same time whatever they
// are.
package token

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"time"
)

// Errors of judging and keeping tokens. Callers compare with errors.Is.
var (
	ErrUnknown = errors.New("no such token, or it ended")
	ErrInvalid = errors.New("not a token that can be kept")
)

// Role is what the bearer is to do.
type Role string

// The roles.
const (
	Kiosk      Role = "kiosk"      // brings customers in and reads its own
	Integrator Role = "integrator" // everything in the contract
	Operator   Role = "operator"   // watches the server, sees no customer
)

// Hash is the SHA-256 of a token.
type Hash [sha256.Size]byte

// MarshalText writes hexadecimal digits.
func (h Hash) MarshalText() ([]byte, error) { return []byte(hex.EncodeToString(h[:])), nil }

// UnmarshalText reads them.
func (h *Hash) UnmarshalText(text []byte) error {
	if len(text) != hex.EncodedLen(len(h)) {
		return fmt.Errorf("%w: its hash is no SHA-256", ErrInvalid)
	}
	if _, err := hex.Decode(h[:], text); err != nil {
		return fmt.Errorf("%w: its hash is no SHA-256", ErrInvalid)
	}
	return nil
}

// Token is what is kept of a token.
type Token struct {
	ID      string    `json:"id"` // the beginning of Hash; names it, opens nothing
	Hash    Hash      `json:"hash"`
	Role    Role      `json:"role"`
	Name    string    `json:"name,omitempty"`  // what the operator calls it
	Group   string    `json:"group,omitempty"` // whose members see each other's customers
	Created time.Time `json:"created"`
	Expires time.Time `json:"expires,omitzero"` // zero: never
}

// label is what may be a name or a group: no sentence and no address.
var label = regexp.MustCompile(`^[A-Za-z0-9._-]{0,40}$`)

// idDigits is the length of an ID.
const idDigits = 16

// ID returns the name of the token with that hash.
func (h Hash) ID() string { return hex.EncodeToString(h[:])[:idDigits] }

// HashOf returns the hash of a token's text.
func HashOf(text string) Hash { return sha256.Sum256([]byte(text)) }

// Of returns what is kept of a token with that text.
func Of(text string, role Role, now time.Time) Token {
	h := HashOf(text)
	return Token{ID: h.ID(), Hash: h, Role: role, Created: now.UTC()}
}

// New makes a token and returns what is kept of it, and its text.
func New(role Role, now time.Time) (Token, string) {
	text := rand.Text() + rand.Text()
	return Of(text, role, now), text
}

// Validate says whether t can be kept; its error wraps ErrInvalid.
func (t Token) Validate() error {
	switch {
	case t.ID != t.Hash.ID():
		return fmt.Errorf("%w: its id is not its hash's", ErrInvalid)
	case t.Role != Kiosk && t.Role != Integrator && t.Role != Operator:
		return fmt.Errorf("%w: the role is one of %s, %s, %s", ErrInvalid, Kiosk, Integrator, Operator)
	case !label.MatchString(t.Name), !label.MatchString(t.Group):
		return fmt.Errorf("%w: names and groups are of letters, digits and . _ - only, at most 40", ErrInvalid)
	}
	return nil
}

// Owner names whom the customers belong to that the bearer brings in: the
// group, or the token alone.
func (t Token) Owner() string {
	if t.Group != "" {
		return "group:" + t.Group
	}
	return "token:" + t.ID
}

// Finder looks a token up by its id. It fails with ErrUnknown where there is
// none, and is safe for concurrent use.
type Finder interface {
	Find(ctx context.Context, id string) (Token, error)
}

// Book keeps tokens.
type Book interface {
	Finder
	// Add keeps a token; it takes the place of one with the same id.
	Add(ctx context.Context, t Token) error
	// AddFirst adds a token to a book that never had one, and says whether it
	// did.
	AddFirst(ctx context.Context, t Token) (bool, error)
	// List returns all tokens, oldest first, ended ones too.
	List(ctx context.Context) ([]Token, error)
	// Revoke removes a token; ErrUnknown when it is not there.
	Revoke(ctx context.Context, id string) error
}

// Judge returns the token that a bearer showed; ErrUnknown when it is not kept
// or ended.
func Judge(ctx context.Context, known Finder, text string, now time.Time) (Token, error) {
	shown := HashOf(text)
	t, err := known.Find(ctx, shown.ID())
	if err != nil {
		return Token{}, err
	}
	if subtle.ConstantTimeCompare(shown[:], t.Hash[:]) == 0 || !t.Expires.IsZero() && !now.Before(t.Expires) {
		return Token{}, ErrUnknown
	}
	return t, nil
}

// Fixed are tokens that do not change.
type Fixed []Token

// Find implements Finder.
func (f Fixed) Find(_ context.Context, id string) (Token, error) {
	for _, t := range f {
		if t.ID == id {
			return t, nil
		}
	}
	return Token{}, ErrUnknown
}
