package delivery_test

import (
	"context"
	"errors"
	"syscall"
	"testing"

	"portico/engine/customer"
	"portico/engine/trust"
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
	conflict bool // the next save meets one
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
	if f.conflict {
		f.conflict = false
		return customer.ErrConflict
	}
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

// sender delivers what k owes, with one call of its surroundings failing.
func (f *failing) sender(k *kiosk, url string) (*delivery.Sender, func([]byte) error) {
	k.t.Helper()
	f.Store = k.store
	client, err := disclient.New(url, disclient.Config{Token: servertest.Token})
	if err != nil {
		k.t.Fatal(err)
	}
	s := delivery.New(client, f, delivery.Config{Audit: func(_ context.Context, e audit.Event) error {
		return errors.Join(f.fail(), e.Validate())
	}})
	return s, func(payload []byte) error {
		if err := f.fail(); err != nil {
			return err
		}
		k.entry.Payload = payload
		return nil
	}
}

// rejected has the trail told, too: the backend finds nothing wrong.
func rejected(c *customer.Customer) { c.Verdict.Decision = trust.Reject }

// TestEveryCallOfStoreOutboxAndTrailFailsInTurn: none is lost, all is tried
// again, and in the end the backend has everything once.
func TestEveryCallOfStoreOutboxAndTrailFailsInTurn(t *testing.T) {
	for at := 0; ; at++ {
		cfg := servertest.Config(t)
		k, f := finished(t, rejected), &failing{at: at, err: syscall.ENOSPC}
		s, save := f.sender(k, servertest.Start(t, cfg))
		err := s.Send(t.Context(), k.entry, save)
		if f.seen <= at {
			break // nothing is left that could fail
		}
		if !errors.Is(err, syscall.ENOSPC) || errors.Is(err, outbox.ErrPermanent) {
			t.Errorf("call %d fails: %v", at, err)
		}
		if err := s.Send(t.Context(), k.entry, save); err != nil {
			t.Fatalf("after call %d failed: %v", at, err)
		}
		arrived(t, cfg.Store)
	}
}

// TestAColleagueDecidesMeanwhile: what became of the delivery is kept beside
// the newer record.
func TestAColleagueDecidesMeanwhile(t *testing.T) {
	k := finished(t, rejected)
	f := &failing{at: -1, err: customer.ErrConflict}
	s, save := f.sender(k, servertest.Start(t, servertest.Config(t)))
	f.conflict = true
	if err := s.Send(t.Context(), k.entry, save); err != nil || f.conflict {
		t.Fatalf("Send = %v, met a conflict: %v", err, !f.conflict)
	}
	k.outcome()
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
	if err := s.Send(t.Context(), delivery.NewWithdrawal(id), nil); !errors.Is(err, syscall.EIO) || errors.Is(err, outbox.ErrPermanent) {
		t.Errorf("Send = %v", err)
	}
	if err := s.Send(t.Context(), delivery.NewWithdrawal(id), nil); err != nil {
		t.Error(err)
	}
}
