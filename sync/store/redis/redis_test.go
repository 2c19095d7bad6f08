package redis_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"portico/engine/customer"
	"portico/sync/store"
	"portico/sync/store/redis"
	"portico/sync/store/redis/redistest"
	"portico/sync/store/seal"
	"portico/sync/store/storetest"
	"portico/sync/token"
	"portico/sync/token/tokentest"
)

var key = seal.Key{1, 2, 3}

// clock is moved by tests.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func open(t *testing.T, url string, now func() time.Time) *redis.Store {
	t.Helper()
	s, err := redis.Open(t.Context(), redis.Config{URL: url, Key: key, Clock: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// fixtures opens an empty store for each check, all on one server.
func fixtures(url string, flush func()) (func(*testing.T) storetest.Fixture, func(*testing.T) storetest.ShelfFixture) {
	return func(t *testing.T) storetest.Fixture {
			flush()
			c := newClock()
			return storetest.Fixture{Store: open(t, url, c.Now), Now: c.Now, Advance: c.Advance}
		}, func(t *testing.T) storetest.ShelfFixture {
			flush()
			c := newClock()
			return storetest.ShelfFixture{Shelf: open(t, url, c.Now), Now: c.Now, Advance: c.Advance}
		}
}

func TestOneServer(t *testing.T) {
	server := redistest.Start(t)
	customers, shelf := fixtures(server.URL(), server.Flush)
	t.Run("Store", func(t *testing.T) { storetest.Run(t, customers) })
	t.Run("Shelf", func(t *testing.T) { storetest.RunShelf(t, shelf) })
}

func TestCluster(t *testing.T) {
	url, flush := redistest.StartCluster(t)
	customers, shelf := fixtures(url, flush)
	t.Run("Store", func(t *testing.T) { storetest.Run(t, customers) })
	t.Run("Shelf", func(t *testing.T) { storetest.RunShelf(t, shelf) })
}

// TestSentinel has a replica take over: what was saved is still there.
func TestSentinel(t *testing.T) {
	group := redistest.StartSentinel(t)
	s := open(t, group.URL, time.Now)
	c := customer.New(anna, time.Now())
	ok(t, s.Create(t.Context(), c))
	group.WaitForReplica()
	group.Master.Kill()
	c.State = customer.Finished
	for { // no master for a while
		err := s.Save(t.Context(), c)
		if err == nil {
			break
		}
		if errors.Is(err, customer.ErrNotFound) || errors.Is(err, customer.ErrConflict) || t.Context().Err() != nil {
			t.Fatal(err)
		}
	}
	if got, err := s.Get(t.Context(), anna); err != nil || got.State != customer.Finished {
		t.Errorf("%+v, %v", got, err)
	}
}

const anna = "0b8f6f3e-5d0c-4f3a-9a53-5b6a4f0f7f01"

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestRedisSeesCiphertextsOnly looks at everything that Redis holds.
func TestRedisSeesCiphertextsOnly(t *testing.T) {
	server := redistest.Start(t)
	s := open(t, server.URL(), time.Now)
	const secret = "Brian Bell, BB456987"
	c := customer.New(anna, time.Now())
	c.ExternalID = secret
	c.Selfie = &customer.Selfie{Image: c.Attach([]byte(secret))}
	ok(t, s.Create(t.Context(), c))
	ok(t, s.Put(t.Context(), "face", &store.Item{Value: []byte(secret), Ends: time.Now().Add(time.Minute)}))
	all := server.Dump()
	if len(all) < 4 {
		t.Fatalf("Redis holds %d keys", len(all))
	}
	for name, data := range all {
		if bytes.Contains(data, []byte(secret)) || bytes.Contains(data, []byte("Brian")) || bytes.Contains(data, key[:]) {
			t.Errorf("%s shows what it holds", name)
		}
	}
}

// TestOneExpiry holds that a customer has one key, whose expiry Redis keeps
// and each save renews.
func TestOneExpiry(t *testing.T) {
	server := redistest.Start(t)
	s := open(t, server.URL(), time.Now)
	c := customer.New(anna, time.Now())
	c.Selfie = &customer.Selfie{Image: c.Attach([]byte("selfie"))}
	ok(t, s.Create(t.Context(), c))
	rdb := server.Client()
	defer func() { _ = rdb.Close() }()
	keys, err := rdb.Keys(t.Context(), "*"+anna+"*").Result()
	ok(t, err)
	if len(keys) != 1 || !strings.Contains(keys[0], "{"+anna+"}") {
		t.Fatalf("keys %q, want one with the hash tag", keys)
	}
	left := func() time.Duration {
		d, err := rdb.PTTL(t.Context(), keys[0]).Result()
		ok(t, err)
		return d.Round(time.Minute)
	}
	if got := left(); got != 30*time.Minute {
		t.Errorf("created: %v left, want 30 minutes", got)
	}
	c.State = customer.Finished
	ok(t, s.Save(t.Context(), c))
	if got := left(); got != 24*time.Hour {
		t.Errorf("finished: %v left, want 24 hours", got)
	}
	ok(t, s.Delete(t.Context(), anna))
	if n, err := rdb.Exists(t.Context(), keys[0]).Result(); err != nil || n != 0 {
		t.Errorf("%d keys left after Delete, %v", n, err)
	}
}

// TestADayEndsWithItsKey: without the key of its day nothing opens, while the
// key of a customer that is still changed moves on with the days.
func TestADayEndsWithItsKey(t *testing.T) {
	server := redistest.Start(t)
	day := newClock()
	s := open(t, server.URL(), day.Now)
	c := customer.New(anna, day.Now())
	c.State = customer.Finished
	c.Selfie = &customer.Selfie{Image: c.Attach([]byte("selfie"))}
	ok(t, s.Create(t.Context(), c))
	rdb := server.Client()
	defer func() { _ = rdb.Close() }()
	first := "portico:day:2026-03-01"
	left, err := rdb.PTTL(t.Context(), first).Result()
	ok(t, err)
	if want := 12*time.Hour + 24*time.Hour; left > want || left < want-time.Minute {
		t.Errorf("the day's key lives %v more at noon, want %v", left, want)
	}
	day.Advance(13 * time.Hour)
	ok(t, s.Save(t.Context(), c))
	ok(t, rdb.Del(t.Context(), first).Err())
	again := open(t, server.URL(), day.Now)
	if got, err := again.Blob(t.Context(), anna, c.Selfie.Image); err != nil || string(got) != "selfie" {
		t.Errorf("after a change on the next day: %q, %v", got, err)
	}
	ok(t, rdb.Del(t.Context(), "portico:day:2026-03-02").Err())
	if _, err := open(t, server.URL(), day.Now).Get(t.Context(), anna); !errors.Is(err, customer.ErrNotFound) {
		t.Errorf("without any key: %v, want ErrNotFound", err)
	}
}

func TestAnotherMasterKeyIsRefused(t *testing.T) {
	server := redistest.Start(t)
	open(t, server.URL(), time.Now)
	if _, err := redis.Open(t.Context(), redis.Config{URL: server.URL(), Key: seal.Key{9}}); !errors.Is(err, redis.ErrKey) {
		t.Errorf("%v, want ErrKey", err)
	}
}

// TestARestartIsWaitedFor kills Redis and saves while it is away: with every
// write kept nothing is lost, and nothing is done twice.
func TestARestartIsWaitedFor(t *testing.T) {
	server := redistest.Start(t)
	s := open(t, server.URL(), time.Now)
	c := customer.New(anna, time.Now())
	ok(t, s.Create(t.Context(), c))
	server.Kill()
	saved := make(chan error)
	go func() {
		c.Selfie = &customer.Selfie{Image: c.Attach([]byte("selfie"))}
		saved <- s.Save(context.WithoutCancel(t.Context()), c)
	}()
	server.Run()
	ok(t, <-saved)
	if got, err := s.Blob(t.Context(), anna, c.Selfie.Image); err != nil || string(got) != "selfie" || c.Version != 2 {
		t.Errorf("%q of version %d, %v", got, c.Version, err)
	}
}

func TestAddresses(t *testing.T) {
	for address, good := range map[string]bool{
		"redis://host:6379/0":                                  true,
		"rediss://:secret@host:6379":                           true,
		"redis+sentinel://host:26379/0?master_name=m&addr=b:1": true,
		"redis+sentinel://host:26379/0":                        false,
		"redis+cluster://host:7000?addr=b:1&addr=c:1":          true,
		"redis+else://host":                                    false,
		"http://host":                                          false,
		"redis://:secret@host:6379/%zz":                        false,
		"":                                                     false,
	} {
		c, err := redis.Parse(address)
		if (err == nil) != good {
			t.Errorf("Parse(%q): %v, want good %v", address, err, good)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("the error shows the password: %v", err)
		}
		if c != nil {
			_ = c.Close()
		}
	}
}

func TestTokens(t *testing.T) {
	server := redistest.Start(t)
	tokentest.Run(t, func(t *testing.T) token.Book {
		server.Flush()
		return open(t, server.URL(), time.Now).Tokens()
	})
}
