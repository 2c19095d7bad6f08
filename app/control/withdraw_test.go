package control_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"portico/app/control"
	"portico/engine/customer"
	"portico/sync/audit"
	"portico/sync/delivery"
	"portico/sync/outbox"
	"portico/sync/store/bolt"
)

const bob = "9f6d2c55-2f61-4f7e-a5b0-6d3f4b1c2a10"

// TestConsentWithdrawnByTheReceipt: the code finds the customer, whose record
// and delivery are gone at once, and whose deletion is owed to the backend.
func TestConsentWithdrawnByTheReceipt(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	o := office(t, dir)
	c := customer.New(bob, time.Now())
	c.Withdrawal, c.State = customer.HashReceipt("K7WQ4XMP2R"), customer.Finished
	if err := o.Store.Create(ctx, c); err != nil {
		t.Fatal(err)
	}
	if err := o.Store.(*bolt.Store).SaveWith(ctx, c, delivery.NewEntry(c)); err != nil {
		t.Fatal(err)
	}
	desk := overSocket(t, dir, o)
	if _, err := desk.Withdraw(ctx, "K7WQ4XMP2S"); !errors.Is(err, customer.ErrNotFound) {
		t.Errorf("a code of nobody's: %v", err)
	}
	if w := ok[*control.Withdrawn](t)(desk.Withdraw(ctx, "k7wq4-xmp2r")); w.ID != bob || !w.Owed {
		t.Errorf("Withdraw = %+v", w)
	}
	if _, err := o.Store.Get(ctx, bob); !errors.Is(err, customer.ErrNotFound) {
		t.Errorf("the record is still here: %v", err)
	}
	var topics []string
	for _, e := range ok[[]outbox.Entry](t)(o.Queue.List(ctx)) {
		if e.Key == bob {
			topics = append(topics, e.Topic)
		}
	}
	if len(topics) != 1 || topics[0] != delivery.Withdrawal {
		t.Errorf("owed are %q, want the deletion alone", topics)
	}
	// Whoever is erased here already is deleted at the backend all the same.
	if w := ok[*control.Withdrawn](t)(desk.Withdraw(ctx, bob)); w.ID != bob {
		t.Errorf("Withdraw by id = %+v", w)
	}
	if !told(ctx, t, filepath.Join(dir, audit.FileName), audit.Withdrawn) {
		t.Error("the audit trail does not know of the withdrawal")
	}
}

// told says whether the trail in file names what happened to bob.
func told(ctx context.Context, t *testing.T, file string, what audit.What) (found bool) {
	t.Helper()
	data := ok[[]byte](t)(os.ReadFile(file))
	_, err := audit.Read(ctx, bytes.NewReader(data), func(r audit.Record, _ audit.Head) error {
		found = found || r.What == what && r.Subject == bob
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
