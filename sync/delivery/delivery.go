// Package delivery hands finished onboardings to a backend of the contract.
//
// A Sender walks the contract's sequence in steps and remembers, in the
// entry's payload, which are done. It may be stopped at any moment, between
// steps or within one: the next try goes on, and the backend ends up with one
// customer that has every part once. docs/design/delivery.md says why.
package delivery

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"portico/engine/customer"
	"portico/sync/disapi"
	"portico/sync/disclient"
	"portico/sync/outbox"
)

// Topic is the topic of a delivery's entry.
const Topic = "customer.finished"

// Customers is where a Sender reads what to deliver; a customer.Store is one.
type Customers interface {
	Get(ctx context.Context, id string) (*customer.Customer, error)
	Blob(ctx context.Context, id string, b customer.Blob) ([]byte, error)
}

// Config tunes a Sender. The zero value is usable.
type Config struct {
	// Purposes are what the customer must have consented to, all of them.
	// Empty asks for any consent on record; without one nothing is ever sent.
	Purposes []string
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
	return &Sender{backend: backend, customers: customers, cfg: cfg}
}

// NewEntry returns the entry that owes the delivery of c. Save it in one
// transaction with the finished customer.
func NewEntry(c *customer.Customer, now time.Time) outbox.Entry {
	return outbox.Entry{Topic: Topic, Key: c.ID, Payload: progress{Customer: c.ID}.payload(), NotBefore: now, Enqueued: now}
}

// progress is the payload of an entry.
type progress struct {
	Customer string   `json:"customer"`
	Done     []string `json:"done,omitempty"`  // names of the finished steps
	Pages    []string `json:"pages,omitempty"` // page types as the backend named what it was sent
}

func (p progress) payload() []byte {
	data, err := json.Marshal(p)
	if err != nil {
		panic("strings always marshal: " + err.Error())
	}
	return data
}

// Send delivers the customer that e names. Its errors wrap outbox.ErrPermanent
// or *outbox.UnavailableError where that is so, and hold no personal data.
func (s *Sender) Send(ctx context.Context, e outbox.Entry, save func(payload []byte) error) error {
	var p progress
	if err := json.Unmarshal(e.Payload, &p); err != nil || p.Customer == "" {
		return permanent("the entry's payload is not a delivery")
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
	err = s.walk(ctx, c, &p, save)
	if disclient.HasCode(err, disapi.NotFound) || errors.Is(err, errIncomplete) {
		// The backend lost the customer, or a part of it: its lifetime ended
		// between two tries. It gets everything again.
		p.Done, p.Pages = nil, nil
		if err := save(p.payload()); err != nil {
			return err
		}
		err = s.walk(ctx, c, &p, save)
	}
	return classify(err)
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

// walk takes the steps that are not done yet and saves after each.
func (s *Sender) walk(ctx context.Context, c *customer.Customer, p *progress, save func([]byte) error) error {
	for _, step := range s.steps(c, p) {
		if slices.Contains(p.Done, step.name) {
			continue
		}
		if err := step.do(ctx); err != nil {
			return err
		}
		p.Done = append(p.Done, step.name)
		if err := save(p.payload()); err != nil {
			return fmt.Errorf("remember the step %s: %w", step.name, err)
		}
	}
	return nil
}
