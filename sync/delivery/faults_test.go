package delivery_test

import (
	"context"
	"errors"
	"syscall"
	"testing"

	"portico/engine/customer"
	"portico/sync/audit"
	"portico/sync/delivery"
	"portico/sync/disclient"
	"portico/sync/disserver/servertest"
	"portico/sync/outbox"
)

// failing is a store, an outbox and an audit trail of which one call fails.
type failing struct {
	customer.Store
	at, seen int
	err      error
}

func (f *failing) fail() error {
	if f.seen++; f.seen-1 == f.at {
		return f.err
	}
	return nil
}

func (f *failing) Get(ctx context.Context, id string) (*customer.Customer, error) {
	if err := f.fail(); err != nil {
		return nil, err
	}
	return f.Store.Get(ctx, id)
}

func (f *failing) Blob(ctx context.Context, id string, b customer.Blob) ([]byte, error) {
	if err := f.fail(); err != nil {
		return nil, err
	}
	return f.Store.Blob(ctx, id, b)
}

func (f *failing) Save(ctx context.Context, c *customer.Customer) error {
	if err := f.fail(); err != nil {
		return err
	}
	return f.Store.Save(ctx, c)
}

func (f *failing) Delete(ctx context.Context, id string) error {
	if err := f.fail(); err != nil {
		return err
	}
	return f.Store.Delete(ctx, id)
}

// TestEveryCallOfStoreOutboxAndTrailFailsInTurn: none is lost, all is tried
// again, and in the end the backend has everything once.
func TestEveryCallOfStoreOutboxAndTrailFailsInTurn(t *testing.T) {
	for _, fault := range []error{syscall.ENOSPC, customer.ErrConflict} {
		for at := 0; ; at++ {
			cfg := servertest.Config(t)
			k := finished(t, func(c *customer.Customer) { c.Verdict.Decision = "REJECT" }) // the trail is told
			f := &failing{Store: k.store, at: at, err: fault}
			client, err := disclient.New(servertest.Start(t, cfg), disclient.Config{Token: servertest.Token})
			if err != nil {
				t.Fatal(err)
			}
			s := delivery.New(client, f, delivery.Config{Audit: func(_ context.Context, e audit.Event) error {
				return errors.Join(f.fail(), e.Validate())
			}})
			save := func(payload []byte) error {
				if err := f.fail(); err != nil {
					return err
				}
				k.entry.Payload = payload
				return nil
			}
			err = s.Send(t.Context(), k.entry, save)
			if f.seen <= at {
				break // nothing is left that could fail
			}
			if err != nil && (!errors.Is(err, fault) || errors.Is(err, outbox.ErrPermanent)) {
				t.Errorf("call %d fails with %v: %v", at, fault, err)
			}
			if err == nil && !errors.Is(fault, customer.ErrConflict) {
				t.Errorf("call %d fails with %v unnoticed", at, fault)
			}
			if err := s.Send(t.Context(), k.entry, save); err != nil {
				t.Fatalf("after call %d failed: %v", at, err)
			}
			arrived(t, cfg.Store)
		}
	}
}

// TestAWithdrawalWhoseErasureFailsIsTriedAgain before the backend is asked.
func TestAWithdrawalWhoseErasureFailsIsTriedAgain(t *testing.T) {
	k := finished(t)
	f := &failing{Store: k.store, err: syscall.EIO}
	client, err := disclient.New(servertest.Start(t, servertest.Config(t)), disclient.Config{Token: servertest.Token})
	if err != nil {
		t.Fatal(err)
	}
	s := delivery.New(client, f, delivery.Config{})
	if err := s.Send(t.Context(), delivery.NewWithdrawal(id, servertest.Now), nil); !errors.Is(err, syscall.EIO) || errors.Is(err, outbox.ErrPermanent) {
		t.Errorf("Send = %v", err)
	}
	if err := s.Send(t.Context(), delivery.NewWithdrawal(id, servertest.Now), nil); err != nil {
		t.Error(err)
	}
}
