package bolt_test

import (
	"testing"
	"time"

	"portico/engine/customer"
	"portico/sync/outbox"
	"portico/sync/store/bolt"
)

// TestWhatIsOwedOutlivesItsCustomer: a deletion at the backend is owed still
// when the customer is erased here, and after a restart; what else was owed
// for them is gone.
func TestWhatIsOwedOutlivesItsCustomer(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	open := func() *bolt.Store {
		t.Helper()
		s, err := bolt.Open(ctx, bolt.Config{Dir: dir, Key: bolt.MasterKey{7}, MinFree: 1})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	const id = "9f6d2c55-2f61-4f7e-a5b0-6d3f4b1c2a10"
	s := open()
	c := customer.New(id, time.Now())
	if err := s.Create(ctx, c); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveWith(ctx, c, outbox.Entry{Key: id, Payload: []byte("delivery")}); err != nil {
		t.Fatal(err)
	}
	if err := s.Owe(ctx, outbox.Entry{Key: id, Payload: []byte("deletion")}); err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(ctx, id); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open()
	defer func() { _ = s.Close() }()
	owed, err := s.Outbox().List(ctx)
	if err != nil || len(owed) != 1 || string(owed[0].Payload) != "deletion" || owed[0].Key != id {
		t.Fatalf("owed are %+v, %v; want the deletion alone", owed, err)
	}
	if err := s.Outbox().Done(ctx, owed[0].ID); err != nil {
		t.Fatal(err)
	}
}
