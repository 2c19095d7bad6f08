package storetest

import (
	"testing"
	"time"

	"portico/engine/customer"
)

// wantGone checks that an expired customer is not found though nothing swept.
func (s suite) wantGone(id string, b customer.Blob) {
	s.t.Helper()
	_, err := s.Store.Get(s.t.Context(), id)
	wantErr(s.t, "Get of an expired customer", err, customer.ErrNotFound)
	_, err = s.Store.Blob(s.t.Context(), id, b)
	wantErr(s.t, "Blob of an expired customer", err, customer.ErrNotFound)
	list, err := s.Store.List(s.t.Context())
	s.ok(err)
	if len(list) != 0 {
		s.t.Errorf("List shows an expired customer: %+v", list)
	}
}

func unfinishedExpires(t *testing.T, s suite) {
	c := s.create(anna)
	b := takeSelfie(c, "selfie")
	s.save(c)
	s.Advance(30*time.Minute - time.Second)
	s.get(anna)
	s.Advance(2 * time.Second)
	s.wantGone(anna, b)
	wantErr(t, "Save of an expired customer", s.Store.Save(t.Context(), c), customer.ErrNotFound)
}

func finishedExpires(_ *testing.T, s suite) {
	c := s.create(anna)
	b := takeSelfie(c, "selfie")
	c.State = customer.Finished
	s.save(c)
	s.Advance(24*time.Hour - time.Second)
	s.get(anna)
	s.Advance(2 * time.Second)
	s.wantGone(anna, b)
}

func savingProlongs(_ *testing.T, s suite) {
	c := s.create(anna)
	for range 5 {
		s.Advance(29 * time.Minute)
		s.save(c)
	}
	s.get(anna)
}

func sweepErases(t *testing.T, s suite) {
	s.create(anna)
	c := s.create(boris)
	c.State = customer.Finished
	s.save(c)
	s.Advance(31 * time.Minute)
	s.create(clara)
	n, err := s.Store.Sweep(t.Context())
	s.ok(err)
	if n != 1 {
		t.Errorf("Sweep erased %d, want 1", n)
	}
	s.get(boris)
	s.get(clara)
	if n, err := s.Store.Sweep(t.Context()); err != nil || n != 0 {
		t.Errorf("second Sweep = %d, %v", n, err)
	}
}

func expiredCanComeAgain(t *testing.T, s suite) {
	c := s.create(anna)
	takeSelfie(c, "old")
	s.save(c)
	s.Advance(time.Hour)
	s.create(anna)
	if s.get(anna).Selfie != nil {
		t.Error("the new customer has the expired one's selfie")
	}
}

func latestEnds(t *testing.T, s suite) {
	c := customer.New(anna, s.Now())
	c.Latest = s.Now().Add(time.Minute)
	s.ok(s.Store.Create(t.Context(), c))
	b := takeSelfie(c, "selfie")
	s.save(c)
	s.Advance(time.Minute)
	s.get(anna)
	s.Advance(time.Second)
	s.wantGone(anna, b)
}
