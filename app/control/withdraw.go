package control

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"portico/engine/customer"
	"portico/sync/audit"
	"portico/sync/delivery"
	"portico/sync/store/seal"
)

// Withdrawn is a customer who withdrew their consent.
type Withdrawn struct {
	ID   string `json:"id"`
	Owed bool   `json:"deletionOwed"` // the backend is yet to delete it
}

// Withdraw implements Desk. What is owed to the backend is durable before the
// customer is erased here; a crash in between is mended by the delivery.
func (o *Office) Withdraw(ctx context.Context, codeOrID string) (*Withdrawn, error) {
	id, err := o.identify(ctx, codeOrID)
	if err != nil {
		return nil, err
	}
	if err := o.tell(ctx, audit.Withdrawn, id); err != nil {
		return nil, err
	}
	out := &Withdrawn{id, !o.Keeps}
	if out.Owed {
		if err := o.Store.Owe(ctx, delivery.NewWithdrawal(id)); err != nil {
			return nil, err
		}
	}
	if err := o.Store.Delete(ctx, id); err != nil {
		return nil, err
	}
	o.wake()
	return out, nil
}

// identify returns the id that is given, or that of the customer whose receipt
// has the code.
func (o *Office) identify(ctx context.Context, codeOrID string) (string, error) {
	if id, err := uuid.Parse(codeOrID); err == nil {
		return id.String(), nil
	}
	all, err := o.Store.List(ctx)
	if err != nil {
		return "", err
	}
	for _, summary := range all {
		c, err := o.Store.Get(ctx, summary.ID)
		switch {
		case errors.Is(err, customer.ErrNotFound), errors.Is(err, seal.ErrDamaged): // expired meanwhile, or nobody's who can be told
		case err != nil:
			return "", err
		case c.Receipt(codeOrID):
			return c.ID, nil
		}
	}
	return "", customer.ErrNotFound
}
