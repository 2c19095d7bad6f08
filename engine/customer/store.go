package customer

import (
	"context"
	"errors"
	"time"
)

// Errors of a Store. Callers compare with errors.Is.
var (
	ErrNotFound = errors.New("no such customer")
	ErrExists   = errors.New("the customer exists already")
	ErrConflict = errors.New("the customer was changed meanwhile")
	ErrFull     = errors.New("no room left to store the customer")
	ErrLocked   = errors.New("the store is in use by another program")
)

// Store keeps customers for a limited time, encrypted. It is safe for
// concurrent use. A customer past its lifetime is not found, also before it
// was swept.
type Store interface {
	// Create stores a new customer, or fails with ErrExists.
	Create(ctx context.Context, c *Customer) error
	// Get returns a copy of the customer.
	Get(ctx context.Context, id string) (*Customer, error)
	// Save writes the pending blobs, then the record, and erases blobs the
	// record no longer names. It fails with ErrConflict when the record was
	// saved since c was read, and with ErrNotFound when it is gone. On success
	// c.Version, c.Touched and the lifetime move on.
	Save(ctx context.Context, c *Customer) error
	// Blob returns one blob; ErrNotFound when the customer or the blob is not there.
	Blob(ctx context.Context, id string, b Blob) ([]byte, error)
	// Delete erases the customer beyond recovery. Deleting what is not there succeeds.
	Delete(ctx context.Context, id string) error
	// List returns a summary of every living customer, oldest first; of one that
	// is Damaged, its ID and State alone.
	List(ctx context.Context) ([]Summary, error)
	// Sweep erases the customers whose lifetime ended, and returns how many.
	Sweep(ctx context.Context) (int, error)
}

// Summary is what a list shows of a customer: no personal data.
type Summary struct {
	ID       string    `json:"id"`
	State    State     `json:"state"`
	Decision string    `json:"decision,omitempty"`
	Created  time.Time `json:"created,omitzero"`
	Expires  time.Time `json:"expires,omitzero"`
	// Disagrees says that a backend judges the customer otherwise: see Delivery.
	Disagrees bool `json:"disagrees,omitempty"`
}
