// Package control is how an operator's commands reach a store: through the
// socket of the program that holds it, or by opening it where none does.
// Either way they find the same Desk.
package control

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"io"
	"time"

	"portico/engine/customer"
	"portico/engine/trust"
	"portico/sync/audit"
	"portico/sync/casefile"
	"portico/sync/disapi"
	"portico/sync/disview"
	"portico/sync/outbox"
	"portico/sync/store/seal"
)

// Desk is what an operator can do with the customers of an installation and
// with their deliveries. Errors wrap those of customer.Store.
type Desk interface {
	List(ctx context.Context) ([]customer.Summary, error)
	Show(ctx context.Context, id string) (*Shown, error)
	// Export writes the customer's case file.
	Export(ctx context.Context, id string, to io.Writer) error
	// Erase erases beyond recovery, with what is still owed.
	Erase(ctx context.Context, id string) error
	// Identity is what receivers of case files must know, and how the time is.
	Identity(ctx context.Context) (*Identity, error)
	// ConfirmClock says that the machine's clock is right however far it jumped.
	ConfirmClock(ctx context.Context) error
	// Withdraw erases whoever withdrew their consent, here and at the backend:
	// by the code on the receipt, or by id, also when it is erased here already.
	Withdraw(ctx context.Context, codeOrID string) (*Withdrawn, error)
	Status(ctx context.Context) (*Sync, error)
	// Run tries every delivery that is owed once.
	Run(ctx context.Context) (*Sync, error)
	// Retry makes deliveries that were given up due again.
	Retry(ctx context.Context) (int, error)
}

// Shown is one customer to look at.
type Shown struct {
	ID       string             `json:"id"`
	State    customer.State     `json:"state"`
	Created  time.Time          `json:"created"`
	Customer disapi.Customer    `json:"customer"`
	Verdict  *trust.Verdict     `json:"verdict,omitempty"`
	Review   *customer.Review   `json:"review,omitempty"`
	Consents []customer.Consent `json:"consents,omitempty"`
	// Deliveries say what backends could not take and judge otherwise.
	Deliveries []customer.Delivery `json:"deliveries,omitempty"`
}

// Identity is what an installation shows of itself.
type Identity struct {
	PublicKey string    `json:"publicKey"` // of case files and liveness records: Ed25519, hexadecimal
	Head      string    `json:"auditHead"`
	Time      time.Time `json:"time"` // by which customers age
	Held      bool      `json:"held"` // the clock jumped and waits for ConfirmClock
}

// Store is what a Desk uses of a store.
type Store interface {
	customer.Store
	Signer(ctx context.Context) (ed25519.PrivateKey, error)
	Time() (now time.Time, held bool)
	ConfirmClock(ctx context.Context) error
	Owe(ctx context.Context, entries ...outbox.Entry) error
}

// Office is the Desk of the program that holds the store. It is safe for
// concurrent use.
type Office struct {
	Store   Store
	Queue   outbox.Queue
	Trail   *audit.Log
	Workers func() ([]*outbox.Worker, error) // of the deliveries; fails where no backend is configured
	Keeps   bool                             // it is a backend, which delivers to nobody
}

// List implements Desk.
func (o *Office) List(ctx context.Context) ([]customer.Summary, error) { return o.Store.List(ctx) }

// Show implements Desk.
func (o *Office) Show(ctx context.Context, id string) (*Shown, error) {
	c, err := o.Store.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	return &Shown{c.ID, c.State, c.Created, disview.Customer(c, time.Now()), c.Verdict, c.Review, c.Consents, c.Deliveries}, nil
}

// Export implements Desk.
func (o *Office) Export(ctx context.Context, id string, to io.Writer) error {
	if _, err := o.Store.Get(ctx, id); err != nil {
		return err
	}
	if err := o.tell(ctx, audit.Exported, id); err != nil {
		return err
	}
	return o.Case(ctx, id, to)
}

// Case writes the customer's case file for a receiver that it is owed to,
// whom the outbox accounts for.
func (o *Office) Case(ctx context.Context, id string, to io.Writer) error {
	c, err := o.Store.Get(ctx, id)
	if err != nil {
		return err
	}
	signer, err := o.Store.Signer(ctx)
	if err != nil {
		return err
	}
	head, err := o.Trail.Head(ctx)
	if err != nil {
		return err
	}
	blob := func(ctx context.Context, b customer.Blob) ([]byte, error) { return o.Store.Blob(ctx, id, b) }
	return casefile.Write(ctx, to, casefile.Case{Customer: c, Blob: blob, Made: time.Now(), Head: head.String()}, signer)
}

// Erase implements Desk.
func (o *Office) Erase(ctx context.Context, id string) error {
	if _, err := o.Store.Get(ctx, id); err != nil && !errors.Is(err, seal.ErrDamaged) {
		return err
	}
	if err := o.tell(ctx, audit.Erased, id); err != nil {
		return err
	}
	return o.Store.Delete(ctx, id)
}

func (o *Office) tell(ctx context.Context, what audit.What, id string) error {
	return o.Trail.Append(ctx, audit.Event{What: what, Role: audit.Operator, Subject: id})
}

// Identity implements Desk.
func (o *Office) Identity(ctx context.Context) (*Identity, error) {
	signer, err := o.Store.Signer(ctx)
	if err != nil {
		return nil, err
	}
	head, err := o.Trail.Head(ctx)
	if err != nil {
		return nil, err
	}
	public, ok := signer.Public().(ed25519.PublicKey)
	if !ok {
		return nil, errors.New("the signing key is of another kind")
	}
	now, held := o.Store.Time()
	return &Identity{hex.EncodeToString(public), head.String(), now, held}, nil
}

// ConfirmClock implements Desk.
func (o *Office) ConfirmClock(ctx context.Context) error { return o.Store.ConfirmClock(ctx) }
