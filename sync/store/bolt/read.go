package bolt

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"go.etcd.io/bbolt"

	"portico/engine/customer"
)

// Get implements customer.Store.
func (s *Store) Get(ctx context.Context, id string) (*customer.Customer, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.reading.RLock()
	defer s.reading.RUnlock()
	var c *customer.Customer
	err := s.db.View(func(tx *bbolt.Tx) error {
		k, err := s.living(tx, id, s.Now())
		if err == nil {
			c, err = k.record(tx)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("get customer: %w", err)
	}
	return c, nil
}

// Blob implements customer.Store.
func (s *Store) Blob(ctx context.Context, id string, b customer.Blob) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.reading.RLock()
	defer s.reading.RUnlock()
	k, file, err := s.blobFile(id, b)
	if err != nil {
		return nil, fmt.Errorf("get picture: %w", err)
	}
	sealed, err := s.files.ReadFile(s.blobPath(file))
	if errors.Is(err, fs.ErrNotExist) {
		// A save that dropped the picture may have removed it meanwhile.
		if _, _, err = s.blobFile(id, b); err == nil {
			err = fmt.Errorf("its file is missing: %w", ErrDamaged)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("get picture: %w", err)
	}
	data, err := k.key.Open(aboutBlob(id, string(b), file), sealed)
	if err != nil {
		return nil, fmt.Errorf("get picture: %w", err)
	}
	return data, nil
}

func (s *Store) blobFile(id string, b customer.Blob) (k kept, file string, err error) {
	err = s.db.View(func(tx *bbolt.Tx) (err error) {
		k, err = s.living(tx, id, s.Now())
		return err
	})
	if err != nil {
		return k, "", err
	}
	file, ok := k.head.Files[b]
	if !ok {
		return k, "", customer.ErrNotFound
	}
	return k, file, nil
}

// List implements customer.Store.
func (s *Store) List(ctx context.Context) ([]customer.Summary, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.reading.RLock()
	defer s.reading.RUnlock()
	now := s.Now()
	var out []customer.Summary
	err := s.each(func(k kept, err error) {
		switch {
		case errors.Is(err, errErased):
		case err != nil:
			out = append(out, customer.Summary{ID: k.id, State: customer.Damaged})
		case !k.expired(now):
			out = append(out, customer.Summary{
				ID: k.id, State: k.head.State, Decision: k.head.Decision,
				Created: k.head.Created, Expires: k.head.Expires, Disagrees: k.head.Disagrees,
			})
		}
	})
	if err != nil {
		return nil, fmt.Errorf("list customers: %w", err)
	}
	slices.SortFunc(out, func(a, b customer.Summary) int {
		return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID))
	})
	return out, nil
}
