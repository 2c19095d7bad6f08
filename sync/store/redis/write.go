package redis

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"portico/engine/customer"
	"portico/sync/store/seal"
)

var errNeverAttached = errors.New("the record names a picture that was never attached")

// Create implements customer.Store.
func (s *Store) Create(ctx context.Context, c *customer.Customer) error {
	if err := s.create(ctx, c); err != nil {
		return fmt.Errorf("create customer: %w", err)
	}
	return nil
}

func (s *Store) create(ctx context.Context, c *customer.Customer) error {
	day, dayBox, err := s.days.today(ctx)
	if err != nil {
		return err
	}
	key, now := seal.NewKey(), s.clock()
	next := s.next(c, 1, now)
	fields := []any{"day", day, "key", dayBox.WrapKey(aboutKey(c.ID, day), key)}
	fields, err = s.fields(fields, &next, seal.NewBox(key), now)
	if err != nil {
		return err
	}
	for _, b := range c.Blobs() {
		if _, ok := c.Pending()[b]; !ok {
			return errNeverAttached
		}
	}
	ends := s.ends(&next, now)
	args := append([]any{now.UnixMilli(), rand.Text(), lifetime(now, ends), "0"}, fields...)
	return s.done(ctx, write, c, &next, args)
}

// Save implements customer.Store. The customer's key is wrapped by the key of
// the day of its last change, so that none outlives what wraps it.
func (s *Store) Save(ctx context.Context, c *customer.Customer) error {
	if err := s.save(ctx, c); err != nil {
		return fmt.Errorf("save customer: %w", err)
	}
	return nil
}

func (s *Store) save(ctx context.Context, c *customer.Customer) error {
	k, err := s.living(ctx, c.ID, "version")
	if err != nil {
		return err
	}
	if k.version != strconv.FormatUint(c.Version, 10) {
		return customer.ErrConflict
	}
	now := s.clock()
	var fields []any
	if day := now.UTC().Format(time.DateOnly); day != k.day {
		if fields, err = s.rewrap(ctx, c.ID, k); err != nil {
			return err
		}
	}
	next := s.next(c, c.Version+1, now)
	if fields, err = s.fields(fields, &next, k.box, now); err != nil {
		return err
	}
	ends := s.ends(&next, now)
	args := []any{now.UnixMilli(), rand.Text(), lifetime(now, ends), k.version, len(c.Blobs())}
	for _, b := range c.Blobs() {
		args = append(args, blobField(b))
	}
	return s.done(ctx, update, c, &next, append(args, fields...))
}

// rewrap wraps the customer's key by the key of today.
func (s *Store) rewrap(ctx context.Context, id string, k kept) ([]any, error) {
	old, err := s.days.of(ctx, k.day)
	if err != nil {
		return nil, err
	}
	plain, err := old.Open(aboutKey(id, k.day), k.wrapped)
	if err != nil {
		return nil, err
	}
	defer clear(plain)
	day, box, err := s.days.today(ctx)
	if err != nil {
		return nil, err
	}
	return []any{"day", day, "key", box.Seal(aboutKey(id, day), plain)}, nil
}

func (s *Store) next(c *customer.Customer, version uint64, now time.Time) customer.Customer {
	next := *c
	next.Version, next.Touched = version, now
	return next
}

func (s *Store) ends(c *customer.Customer, now time.Time) time.Time {
	return s.life.End(c.State, now, time.Time{}, c.Latest)
}

// fields appends what is written of a customer: its record, its end and the
// pictures that the record names and that are new.
func (s *Store) fields(to []any, c *customer.Customer, box seal.Box, now time.Time) ([]any, error) {
	version := strconv.FormatUint(c.Version, 10)
	record, err := box.SealJSON(aboutRecord(c.ID, version), c)
	if err != nil {
		return nil, err
	}
	to = append(to, "version", version, "ends", s.ends(c, now).UnixMilli(), "record", record)
	for _, b := range c.Blobs() {
		if data, ok := c.Pending()[b]; ok {
			to = append(to, blobField(b), box.Seal(aboutBlob(c.ID, b), data))
		}
	}
	return to, nil
}

// done runs a script that writes a customer.
func (s *Store) done(ctx context.Context, script *goredis.Script, c, next *customer.Customer, args []any) error {
	answer, err := script.Run(ctx, s.rdb, []string{customerKey(c.ID)}, args...).Text()
	if err != nil {
		return err
	}
	if err := problem(answer); err != nil {
		return err
	}
	c.Version, c.Touched = next.Version, next.Touched
	c.Saved()
	return nil
}

// problem returns the error that a script's answer stands for.
func problem(answer string) error {
	switch answer {
	case answerDone:
		return nil
	case answerExists:
		return customer.ErrExists
	case answerGone:
		return customer.ErrNotFound
	case answerChanged:
		return customer.ErrConflict
	case answerMissing:
		return errNeverAttached
	}
	return fmt.Errorf("a script answered %q", answer)
}

// Delete implements customer.Store: record, pictures and their key are one.
func (s *Store) Delete(ctx context.Context, id string) error {
	if err := s.rdb.Unlink(ctx, customerKey(id)).Err(); err != nil {
		return fmt.Errorf("delete customer: %w", err)
	}
	return nil
}
