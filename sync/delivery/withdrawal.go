package delivery

import (
	"context"
	"fmt"
	"net/http"

	"portico/sync/disclient"
	"portico/sync/outbox"
)

// NewWithdrawal returns the entry that owes a backend the deletion of a
// customer whose consent was withdrawn. It is owed also when the customer is
// gone here.
func NewWithdrawal(id string) outbox.Entry {
	return outbox.Entry{Topic: Withdrawal, Key: id, Outlives: true, Payload: progress{Customer: id}.payload()}
}

// withdraw erases the customer here, where a crash left it, and then at the
// backend. Backends of the old generation keep nothing that could be deleted.
func (s *Sender) withdraw(ctx context.Context, p *progress) error {
	if err := s.customers.Delete(ctx, p.Customer); err != nil {
		return fmt.Errorf("erase the onboarding: %w", err)
	}
	if s.cfg.Generation == V6 {
		return nil
	}
	err := s.backend.DeleteCustomer(ctx, p.Customer)
	if disclient.HasStatus(err, http.StatusNotFound) {
		return nil
	}
	return Classify(err)
}
