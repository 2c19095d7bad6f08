package delivery

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"portico/engine/customer"
	"portico/sync/audit"
	"portico/sync/disapi"
	"portico/sync/disclient"
)

// parcel is one customer on its way.
type parcel struct {
	*Sender
	c    *customer.Customer
	p    *progress
	save func() error
}

// step is one part of a delivery. Doing it again does no harm. It returns what
// the backend answered, in the contract's words and without personal data.
type step struct {
	name string // its first word is a key of parts; it is kept in payloads and must not change
	do   func(context.Context) (answer string, err error)
}

// Parts of a customer that a backend may lose by themselves.
const (
	partDocument = "document"
	partLiveness = "liveness"
)

// parts are what the steps, by their first word, belong to.
var parts = map[string]string{
	"document": partDocument, "page": partDocument, "verify": partDocument, "inspect-document": partDocument,
	"liveness": partLiveness, "evaluate": partLiveness, "record": partLiveness,
}

// errIncomplete says that the backend does not have what it was sent.
var errIncomplete = errors.New("the backend does not have every page it was sent")

// deliver walks the steps. Where the backend lost the customer it starts over,
// where it lost a part it sends that again, both within bounds.
func (d *parcel) deliver(ctx context.Context) error {
	for {
		name, err := d.walk(ctx)
		if err == nil {
			return d.conclude(ctx)
		}
		if !d.lost(name, err) {
			return err
		}
		if d.p.Restarts >= maxRestarts {
			d.p.Restarts = 0 // whoever retries it by hand begins anew
			if err := d.save(); err != nil {
				return err
			}
			return permanent(fmt.Sprintf("the backend lost the onboarding again and again (at %s: %v)", name, err))
		}
		if err := d.again(ctx, name); err != nil {
			return err
		}
	}
}

// lost says whether a step found something missing that was there before.
func (d *parcel) lost(step string, err error) bool {
	missing := errors.Is(err, errIncomplete) || disclient.HasStatus(err, http.StatusNotFound)
	return missing && step != "customer" && d.cfg.Generation != V6
}

// again decides what to send again after a step found something missing, as
// only GET customer can tell.
func (d *parcel) again(ctx context.Context, step string) error {
	_, err := d.backend.Customer(ctx, d.c.ID)
	part := parts[strings.Fields(step)[0]]
	switch {
	case disclient.HasStatus(err, http.StatusNotFound):
		d.p.startOver()
	case err != nil:
		return err
	case part == "":
		return &disclient.Error{Operation: step, Status: http.StatusNotFound, Code: disapi.NotFound}
	default:
		d.p.Restarts++
		d.p.forget(part)
	}
	return d.save()
}

// walk takes the steps that are not done yet and saves after each. It returns
// the name of the one that failed.
func (d *parcel) walk(ctx context.Context) (string, error) {
	steps := d.steps
	if d.cfg.Generation == V6 {
		steps = d.oldSteps
	}
	for _, step := range steps() {
		if slices.Contains(d.p.Done, step.name) {
			continue
		}
		answer, err := step.do(ctx)
		if err != nil {
			return step.name, err
		}
		d.p.finished(step.name, answer)
		if err := d.save(); err != nil {
			return step.name, fmt.Errorf("remember the step %s: %w", step.name, err)
		}
	}
	return "", nil
}

// conclude keeps with the customer what became of its delivery. A crash after
// it does it again: a backend is remembered once.
func (d *parcel) conclude(ctx context.Context) error {
	for {
		c, err := d.customers.Get(ctx, d.c.ID)
		if err != nil {
			return fmt.Errorf("read the onboarding: %w", err)
		}
		out := customer.Delivery{
			Backend: Backend, At: d.cfg.Clock(), NotDelivered: d.p.NotDelivered, Differs: differs(c.Decision(), d.p.Concerns, d.inspected()),
		}
		c.Deliver(out)
		err = d.customers.Save(ctx, c)
		if errors.Is(err, customer.ErrConflict) {
			continue // a colleague decided at the same moment
		}
		if err != nil {
			return fmt.Errorf("remember what became of the delivery: %w", err)
		}
		return d.tell(ctx, c, out)
	}
}

func (d *parcel) tell(ctx context.Context, c *customer.Customer, out customer.Delivery) error {
	for what, names := range map[audit.What][]string{audit.NotDelivered: out.NotDelivered, audit.Disagreement: out.Differs} {
		if len(names) == 0 {
			continue
		}
		err := d.cfg.Audit(ctx, audit.Event{What: what, Role: audit.System, Subject: c.ID, Decision: string(c.Decision()), Factors: names})
		if err != nil {
			return fmt.Errorf("write the audit trail: %w", err)
		}
	}
	return nil
}
