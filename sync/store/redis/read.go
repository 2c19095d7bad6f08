package redis

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"portico/engine/customer"
	"portico/sync/store/seal"
)

func customerKey(id string) string { return prefix + "{" + id + "}" }

func blobField(b customer.Blob) string { return "blob:" + string(b) }

func aboutKey(id, day string) []byte { return seal.About("key", id, day) }

func aboutRecord(id, version string) []byte { return seal.About("record", id, version) }

func aboutBlob(id string, b customer.Blob) []byte { return seal.About("blob", id, string(b)) }

// kept is what Redis has of a customer, without the pictures.
type kept struct {
	version string
	ends    time.Time
	day     string
	wrapped []byte   // the customer's key
	box     seal.Box // the same, opened
	field   []byte   // the field asked for; nil when there is none
}

// living reads a customer whose lifetime has not ended, with one field more.
func (s *Store) living(ctx context.Context, id, field string) (k kept, err error) {
	values, err := s.rdb.HMGet(ctx, customerKey(id), "version", "ends", "day", "key", field).Result()
	if err != nil {
		return k, err
	}
	var text [5]string
	for i, v := range values {
		text[i], _ = v.(string)
	}
	if values[0] == nil {
		return k, customer.ErrNotFound
	}
	k = kept{version: text[0], day: text[2], wrapped: []byte(text[3])}
	ends, err := strconv.ParseInt(text[1], 10, 64)
	if err != nil {
		return k, fmt.Errorf("the end of a lifetime: %w", ErrDamaged)
	}
	if k.ends = time.UnixMilli(ends); s.clock().After(k.ends) {
		return k, customer.ErrNotFound
	}
	if values[4] != nil {
		k.field = []byte(text[4])
	}
	day, err := s.days.of(ctx, k.day)
	if err != nil {
		return k, err
	}
	k.box, err = day.UnwrapKey(aboutKey(id, k.day), k.wrapped)
	return k, err
}

// Get implements customer.Store.
func (s *Store) Get(ctx context.Context, id string) (*customer.Customer, error) {
	c, _, err := s.get(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("get customer: %w", err)
	}
	return c, nil
}

func (s *Store) get(ctx context.Context, id string) (*customer.Customer, time.Time, error) {
	k, err := s.living(ctx, id, "record")
	if err != nil {
		return nil, time.Time{}, err
	}
	c := &customer.Customer{}
	return c, k.ends, k.box.OpenJSON(aboutRecord(id, k.version), k.field, c)
}

// Blob implements customer.Store.
func (s *Store) Blob(ctx context.Context, id string, b customer.Blob) ([]byte, error) {
	k, err := s.living(ctx, id, blobField(b))
	if err == nil && k.field == nil {
		err = customer.ErrNotFound
	}
	var data []byte
	if err == nil {
		data, err = k.box.Open(aboutBlob(id, b), k.field)
	}
	if err != nil {
		return nil, fmt.Errorf("get picture: %w", err)
	}
	return data, nil
}

// List implements customer.Store. It reads every record: it is for people. A
// customer that cannot be read is left out.
func (s *Store) List(ctx context.Context) ([]customer.Summary, error) {
	var out []customer.Summary
	err := s.each(ctx, customerKey("*"), func(key string) error {
		id := key[len(customerKey(""))-1 : len(key)-1]
		c, ends, err := s.get(ctx, id)
		switch {
		case errors.Is(err, customer.ErrNotFound), errors.Is(err, ErrDamaged):
			return nil
		case err != nil:
			return err
		}
		out = append(out, customer.Summary{
			ID: id, State: c.State, Decision: string(c.Decision()), Created: c.Created, Expires: ends,
		})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list customers: %w", err)
	}
	slices.SortFunc(out, func(a, b customer.Summary) int {
		return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID))
	})
	return out, nil
}

// Sweep implements customer.Store. Redis removes what ended by itself, so that
// this finds something only where the clocks differ.
func (s *Store) Sweep(ctx context.Context) (int, error) {
	swept := 0
	err := s.each(ctx, customerKey("*"), func(key string) error {
		n, err := sweep.Run(ctx, s.rdb, []string{key}, s.clock().UnixMilli()).Int()
		swept += n
		return err
	})
	if err != nil {
		return swept, fmt.Errorf("sweep: %w", err)
	}
	return swept, nil
}

// each calls do once for every key that matches.
func (s *Store) each(ctx context.Context, pattern string, do func(key string) error) error {
	keys, err := s.keys(ctx, pattern)
	if err != nil {
		return err
	}
	for key := range keys {
		if err := do(key); err != nil {
			return err
		}
	}
	return nil
}

// keys collects before anything is done with them, since a scan may name one
// twice, and each node of a cluster has its own.
func (s *Store) keys(ctx context.Context, pattern string) (map[string]bool, error) {
	found := map[string]bool{}
	scan := func(ctx context.Context, on goredis.UniversalClient) error {
		it := on.Scan(ctx, 0, pattern, 1000).Iterator()
		for it.Next(ctx) {
			found[it.Val()] = true
		}
		return it.Err()
	}
	c, ok := s.rdb.(*goredis.ClusterClient)
	if !ok {
		return found, scan(ctx, s.rdb)
	}
	nodes := make(chan *goredis.Client)
	failed := make(chan error, 1)
	go func() {
		defer close(nodes)
		failed <- c.ForEachMaster(ctx, func(ctx context.Context, node *goredis.Client) error {
			select {
			case nodes <- node:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	}()
	var err error
	for node := range nodes {
		err = errors.Join(err, scan(ctx, node))
	}
	return found, errors.Join(err, <-failed)
}
