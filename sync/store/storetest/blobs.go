package storetest

import (
	"bytes"
	"testing"

	"portico/engine/customer"
)

func blobsComeBack(t *testing.T, s suite) {
	for name, data := range map[string][]byte{
		"empty": {}, "small": []byte("\xff\xd8\xff\xe0 a JPEG"), "large": bytes.Repeat([]byte{1, 2, 3, 5}, 1<<19),
	} {
		t.Run(name, func(t *testing.T) {
			c := customer.New(anna, s.Now())
			s.ok(s.Store.Create(t.Context(), c))
			defer func() { s.ok(s.Store.Delete(t.Context(), anna)) }()
			b := takeSelfie(c, string(data))
			s.save(c)
			got, err := s.Store.Blob(t.Context(), anna, b)
			s.ok(err)
			if !bytes.Equal(got, data) {
				t.Errorf("a blob of %d bytes came back as %d others", len(data), len(got))
			}
		})
	}
}

func droppedBlobs(t *testing.T, s suite) {
	c := s.create(anna)
	old := takeSelfie(c, "first")
	s.save(c)
	retaken := takeSelfie(c, "second")
	s.save(c)
	_, err := s.Store.Blob(t.Context(), anna, old)
	wantErr(t, "Blob that the record dropped", err, customer.ErrNotFound)
	got, err := s.Store.Blob(t.Context(), anna, retaken)
	s.ok(err)
	if string(got) != "second" {
		t.Errorf("retaken selfie %q", got)
	}
}

func unknownBlob(t *testing.T, s suite) {
	c := s.create(anna)
	takeSelfie(c, "selfie")
	s.save(c)
	_, err := s.Store.Blob(t.Context(), anna, "b99")
	wantErr(t, "Blob", err, customer.ErrNotFound)
}

func blobNeverAttached(t *testing.T, s suite) {
	c := s.create(anna)
	b := takeSelfie(c, "selfie")
	s.save(c)
	c.Liveness = &customer.Liveness{Selfies: []customer.LivenessSelfie{{Image: "b77"}}}
	if err := s.Store.Save(t.Context(), c); err == nil {
		t.Error("a record naming a picture that does not exist was saved")
	}
	got, err := s.Store.Blob(t.Context(), anna, b)
	s.ok(err)
	if string(got) != "selfie" {
		t.Errorf("the selfie became %q", got)
	}
}

func loserLeavesTheWinner(t *testing.T, s suite) {
	s.create(anna)
	winner, loser := s.get(anna), s.get(anna)
	b := takeSelfie(winner, "winner's")
	takeSelfie(loser, "loser's") // the same name
	s.save(winner)
	wantErr(t, "the loser's Save", s.Store.Save(t.Context(), loser), customer.ErrConflict)
	got, err := s.Store.Blob(t.Context(), anna, b)
	s.ok(err)
	if string(got) != "winner's" {
		t.Errorf("selfie %q", got)
	}
}
