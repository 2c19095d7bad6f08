// Package delivery hands finished onboardings to a backend of the contract, or
// of the generation before it.
//
// A Sender walks the contract's sequence in steps and remembers, in the
// entry's payload, which are done and what was answered. It may be stopped at
// any moment, between steps or within one: the next try goes on, and the
// backend ends up with one customer that has every part once.
// docs/design/delivery.md says why.
package delivery

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"portico/engine/customer"
	"portico/sync/audit"
	"portico/sync/disclient"
	"portico/sync/outbox"
)

// Topics of the entries that a Sender takes.
const (
	Topic      = "customer.finished"
	Withdrawal = "customer.withdrawn"
)

// Backend is what records of deliveries call the backend of the contract.
const Backend = "dis"

// Customers is where a Sender reads what to deliver and writes what became of
// it; a customer.Store is one.
type Customers interface {
	Get(ctx context.Context, id string) (*customer.Customer, error)
	Blob(ctx context.Context, id string, b customer.Blob) ([]byte, error)
	Save(ctx context.Context, c *customer.Customer) error
	Delete(ctx context.Context, id string) error
}

// Generation is which calls a backend understands.
type Generation string

// The generations.
const (
	DIS Generation = ""   // the contract
	V6  Generation = "v6" // the services before it, v5 for documents and v6 for faces
)

// Config tunes a Sender. The zero value is usable.
type Config struct {
	Generation Generation
	// Purposes are what the customer must have consented to, all of them.
	// Empty asks for any consent on record; without one nothing is ever sent.
	Purposes []string

	Clock func() time.Time // nil means time.Now
	// Audit is told what a backend could not take and judges otherwise; nil
	// means nobody is.
	Audit func(context.Context, audit.Event) error
	// Head is where the trail ends now, as audit.Head writes it; it goes out with
	// each customer. Nil, and empty text, say nothing of it.
	Head func(context.Context) (string, error)
}

// Sender delivers finished customers. It implements outbox.Sender and is safe
// for concurrent use.
type Sender struct {
	backend   *disclient.Client
	customers Customers
	cfg       Config
}

// New returns a Sender that delivers customers to backend.
func New(backend *disclient.Client, customers Customers, cfg Config) *Sender {
	if cfg.Clock == nil {
		cfg.Clock = time.Now
	}
	if cfg.Audit == nil {
		cfg.Audit = func(context.Context, audit.Event) error { return nil }
	}
	if cfg.Head == nil {
		cfg.Head = func(context.Context) (string, error) { return "", nil }
	}
	return &Sender{backend: backend, customers: customers, cfg: cfg}
}

// NewEntry returns the entry that owes the delivery of c. Save it in one
// transaction with the finished customer.
func NewEntry(c *customer.Customer) outbox.Entry {
	return outbox.Entry{Topic: Topic, Key: c.ID, Payload: progress{Customer: c.ID}.payload()}
}

// maxRestarts is how often a delivery starts over because the backend lost the
// customer, before somebody must look.
const maxRestarts = 3

// Send does what e owes. Its errors wrap outbox.ErrPermanent or
// *outbox.UnavailableError where that is so, and hold no personal data.
func (s *Sender) Send(ctx context.Context, e outbox.Entry, save func(payload []byte) error) error {
	p, err := parse(e.Payload)
	switch {
	case err != nil:
		return err
	case e.Topic == Withdrawal:
		return s.withdraw(ctx, p)
	}
	c, err := s.customers.Get(ctx, p.Customer)
	if errors.Is(err, customer.ErrNotFound) {
		return permanent("the onboarding was erased before it was delivered")
	}
	if err != nil {
		return fmt.Errorf("read the onboarding: %w", err)
	}
	if err := s.mayLeave(c); err != nil {
		return err
	}
	d := &parcel{Sender: s, c: c, p: p, save: func() error { return save(p.payload()) }}
	return Classify(d.deliver(ctx))
}

// mayLeave checks that c is finished and that its delivery was consented to.
func (s *Sender) mayLeave(c *customer.Customer) error {
	if c.State != customer.Finished {
		return permanent("the onboarding is not finished")
	}
	if len(c.Consents) == 0 {
		return permanent("no consent is on record, so nothing may be delivered")
	}
	for _, purpose := range s.cfg.Purposes {
		if !slices.ContainsFunc(c.Consents, func(k customer.Consent) bool { return k.Purpose == purpose }) {
			return permanent(fmt.Sprintf("no consent to %q is on record, so nothing may be delivered", purpose))
		}
	}
	return nil
}
