package redis

import (
	"context"
	"crypto/rand"
	"fmt"
	"strconv"
	"time"

	"portico/engine/customer"
	"portico/sync/store"
	"portico/sync/store/seal"
)

func shelfKey(name string) string { return prefix + "shelf:{" + name + "}" }

func aboutItem(name, version string) []byte { return seal.About("item", name, version) }

// Put implements store.Shelf. Items are sealed with the key of the day.
func (s *Store) Put(ctx context.Context, name string, item *store.Item) error {
	if err := s.put(ctx, name, item); err != nil {
		return fmt.Errorf("put on the shelf: %w", err)
	}
	return nil
}

func (s *Store) put(ctx context.Context, name string, item *store.Item) error {
	day, box, err := s.days.today(ctx)
	if err != nil {
		return err
	}
	now, version := s.clock(), strconv.FormatUint(item.Version+1, 10)
	answer, err := write.Run(ctx, s.rdb, []string{shelfKey(name)},
		now.UnixMilli(), rand.Text(), lifetime(now, item.Ends), item.Version,
		"version", version, "ends", item.Ends.UnixMilli(), "day", day,
		"value", box.Seal(aboutItem(name, version), item.Value)).Text()
	if err != nil {
		return err
	}
	if err := problem(answer); err != nil {
		return err
	}
	item.Version++
	return nil
}

// Fetch implements store.Shelf.
func (s *Store) Fetch(ctx context.Context, name string) (store.Item, error) {
	item, err := s.fetch(ctx, name)
	if err != nil {
		return store.Item{}, fmt.Errorf("fetch from the shelf: %w", err)
	}
	return item, nil
}

func (s *Store) fetch(ctx context.Context, name string) (item store.Item, err error) {
	var kept struct {
		Version string `redis:"version"`
		Ends    int64  `redis:"ends"`
		Day     string `redis:"day"`
		Value   string `redis:"value"`
	}
	if err := s.rdb.HGetAll(ctx, shelfKey(name)).Scan(&kept); err != nil {
		return item, err
	}
	item.Ends = time.UnixMilli(kept.Ends)
	if kept.Version == "" || s.clock().After(item.Ends) {
		return item, customer.ErrNotFound
	}
	if item.Version, err = strconv.ParseUint(kept.Version, 10, 64); err != nil {
		return item, fmt.Errorf("the version of an item: %w", ErrDamaged)
	}
	box, err := s.days.of(ctx, kept.Day)
	if err != nil {
		return item, err
	}
	item.Value, err = box.Open(aboutItem(name, kept.Version), []byte(kept.Value))
	return item, err
}

// Drop implements store.Shelf.
func (s *Store) Drop(ctx context.Context, name string) error {
	if err := s.rdb.Unlink(ctx, shelfKey(name)).Err(); err != nil {
		return fmt.Errorf("drop from the shelf: %w", err)
	}
	return nil
}
