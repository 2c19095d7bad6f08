package storetest

import (
	"context"
	"errors"
	"reflect"
	"sync"
	"testing"
	"time"

	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/trust"
)

func wantErr(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

func createdIsFound(t *testing.T, s suite) {
	c := customer.New(anna, s.Now())
	c.Consents = []customer.Consent{{Purpose: "onboarding", Text: "3", Language: "sk", Given: s.Now()}}
	c.Document = &customer.Document{
		Advice: customer.Advice{Countries: []string{"SVK"}},
		Pages:  map[document.Side]*customer.Page{document.Front: {Photo: c.Attach([]byte("front"))}},
	}
	c.Verdict = &trust.Verdict{Decision: trust.Review}
	s.ok(s.Store.Create(t.Context(), c))
	got := s.get(anna)
	if !reflect.DeepEqual(got.Consents, c.Consents) || !reflect.DeepEqual(got.Document, c.Document) ||
		got.Decision() != trust.Review || got.State != customer.InProgress || !got.Created.Equal(c.Created) {
		t.Errorf("created %+v, got %+v", c, got)
	}
	if got.Version != c.Version || !got.Touched.Equal(c.Touched) || !c.Touched.Equal(s.Now()) {
		t.Errorf("version and touched %d, %v; the creator's copy says %d, %v", got.Version, got.Touched, c.Version, c.Touched)
	}
	if len(c.Pending()) != 0 {
		t.Error("Create left pictures pending")
	}
}

func createOfWhatExists(t *testing.T, s suite) {
	c := s.create(anna)
	takeSelfie(c, "first")
	s.save(c)
	wantErr(t, "second Create", s.Store.Create(t.Context(), customer.New(anna, s.Now())), customer.ErrExists)
	if s.get(anna).Selfie == nil {
		t.Error("the second Create changed the customer")
	}
}

func getReturnsACopy(t *testing.T, s suite) {
	s.create(anna)
	s.get(anna).State = customer.Finished
	if got := s.get(anna).State; got != customer.InProgress {
		t.Errorf("changing what Get returned changed the store: state %s", got)
	}
}

func unknownIsNotFound(t *testing.T, s suite) {
	s.create(anna)
	_, err := s.Store.Get(t.Context(), boris)
	wantErr(t, "Get", err, customer.ErrNotFound)
	_, err = s.Store.Blob(t.Context(), boris, "b1")
	wantErr(t, "Blob", err, customer.ErrNotFound)
}

func saveMovesOn(t *testing.T, s suite) {
	c := s.create(anna)
	v := c.Version
	s.Advance(time.Minute)
	c.State = customer.Finished
	s.save(c)
	got := s.get(anna)
	if c.Version <= v || got.Version != c.Version || !got.Touched.Equal(s.Now()) || got.State != customer.Finished {
		t.Errorf("after Save: version %d (was %d), stored %+v", c.Version, v, got)
	}
	s.save(c) // the saver's copy can be saved on
}

func saveOfAnOldCopy(t *testing.T, s suite) {
	s.create(anna)
	first, second := s.get(anna), s.get(anna)
	first.State = customer.Finished
	s.save(first)
	wantErr(t, "Save of the older copy", s.Store.Save(t.Context(), second), customer.ErrConflict)
	if got := s.get(anna); got.State != customer.Finished {
		t.Errorf("the older copy was saved: state %s", got.State)
	}
}

func saveOfWhatIsGone(t *testing.T, s suite) {
	c := s.create(anna)
	s.ok(s.Store.Delete(t.Context(), anna))
	wantErr(t, "Save after Delete", s.Store.Save(t.Context(), c), customer.ErrNotFound)
	wantErr(t, "Save of one never created", s.Store.Save(t.Context(), customer.New(boris, s.Now())), customer.ErrNotFound)
}

func deleteIsIdempotent(t *testing.T, s suite) {
	c := s.create(anna)
	b := takeSelfie(c, "selfie")
	s.save(c)
	for range 2 {
		s.ok(s.Store.Delete(t.Context(), anna))
	}
	s.ok(s.Store.Delete(t.Context(), boris))
	_, err := s.Store.Get(t.Context(), anna)
	wantErr(t, "Get after Delete", err, customer.ErrNotFound)
	_, err = s.Store.Blob(t.Context(), anna, b)
	wantErr(t, "Blob after Delete", err, customer.ErrNotFound)
}

func deletedCanComeAgain(t *testing.T, s suite) {
	c := s.create(anna)
	takeSelfie(c, "old")
	s.save(c)
	s.ok(s.Store.Delete(t.Context(), anna))
	s.create(anna)
	if s.get(anna).Selfie != nil {
		t.Error("the new customer has the deleted one's selfie")
	}
}

func listIsOldestFirst(t *testing.T, s suite) {
	for _, id := range []string{clara, anna, boris} {
		s.create(id)
		s.Advance(time.Minute)
	}
	c := s.get(anna)
	c.State, c.Verdict = customer.Finished, &trust.Verdict{Decision: trust.Accept}
	s.save(c)
	list, err := s.Store.List(t.Context())
	s.ok(err)
	if len(list) != 3 || list[0].ID != clara || list[1].ID != anna || list[2].ID != boris {
		t.Fatalf("List = %+v, want clara, anna, boris", list)
	}
	got := list[1]
	if got.State != customer.Finished || got.Decision != string(trust.Accept) || !got.Created.Equal(c.Created) ||
		!got.Expires.Equal(s.Now().Add(24*time.Hour)) {
		t.Errorf("summary %+v of customer %+v", got, c)
	}
}

func oneSaveWins(t *testing.T, s suite) {
	s.create(anna)
	const savers = 8
	copies := make([]*customer.Customer, savers)
	for i := range copies {
		copies[i] = s.get(anna)
		takeSelfie(copies[i], string(rune('A'+i)))
	}
	errs := make([]error, savers)
	var wg sync.WaitGroup
	for i, c := range copies {
		wg.Go(func() { errs[i] = s.Store.Save(t.Context(), c) })
	}
	wg.Wait()
	winner := -1
	for i, err := range errs {
		switch {
		case err == nil && winner < 0:
			winner = i
		case !errors.Is(err, customer.ErrConflict):
			t.Errorf("saver %d: %v, want one success and conflicts", i, err)
		}
	}
	if winner < 0 {
		t.Fatal("nobody's save succeeded")
	}
	data, err := s.Store.Blob(t.Context(), anna, s.get(anna).Selfie.Image)
	s.ok(err)
	if want := string(rune('A' + winner)); string(data) != want {
		t.Errorf("selfie %q, want the winner's %q", data, want)
	}
}

func independent(t *testing.T, s suite) {
	ids := []string{anna, boris, clara}
	errs := make([]error, len(ids))
	var wg sync.WaitGroup
	for i, id := range ids {
		wg.Go(func() {
			c := customer.New(id, s.Now())
			errs[i] = s.Store.Create(t.Context(), c)
			for range 5 {
				takeSelfie(c, id)
				errs[i] = errors.Join(errs[i], s.Store.Save(t.Context(), c))
			}
		})
	}
	wg.Wait()
	s.ok(errors.Join(errs...))
	s.ok(s.Store.Delete(t.Context(), boris))
	for _, id := range []string{anna, clara} {
		data, err := s.Store.Blob(t.Context(), id, s.get(id).Selfie.Image)
		s.ok(err)
		if string(data) != id {
			t.Errorf("customer %s has the selfie of %s", id, data)
		}
	}
}

func cancelledContext(t *testing.T, s suite) {
	c := s.create(anna)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := s.Store.Get(ctx, anna)
	wantErr(t, "Get", err, context.Canceled)
	wantErr(t, "Save", s.Store.Save(ctx, c), context.Canceled)
	wantErr(t, "Delete", s.Store.Delete(ctx, anna), context.Canceled)
	s.get(anna)
}
