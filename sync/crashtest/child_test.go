package crashtest_test

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/uuid"

	"portico/engine/customer"
	"portico/sync/audit"
	"portico/sync/delivery"
	"portico/sync/disclient"
	"portico/sync/disserver/servertest"
	"portico/sync/outbox"
	"portico/sync/store/bolt"
)

// Where a child works; set for children only.
const (
	childFolder  = "PORTICO_CRASH_FOLDER"
	childBackend = "PORTICO_CRASH_BACKEND"
)

var masterKey = bolt.MasterKey{7}

func TestMain(m *testing.M) {
	if dir := os.Getenv(childFolder); dir != "" {
		fmt.Fprintln(os.Stderr, live(context.Background(), dir, os.Getenv(childBackend)))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func dataFolder(dir string) string { return filepath.Join(dir, "data") }

// openStore opens the kiosk's store with its audit trail.
func openStore(ctx context.Context, dir string) (*bolt.Store, *audit.Log, error) {
	if err := os.MkdirAll(dataFolder(dir), 0o700); err != nil {
		return nil, nil, err
	}
	trail, err := audit.Open(ctx, filepath.Join(dataFolder(dir), audit.FileName), audit.Config{})
	if err != nil {
		return nil, nil, err
	}
	s, err := bolt.Open(ctx, bolt.Config{Dir: dataFolder(dir), Key: masterKey, MinFree: 1, Audit: trail})
	return s, trail, err
}

// live is a kiosk's life: one visitor after the other, each one's delivery
// under way while the next is here, now and then one erased. A line says what
// was acknowledged. It returns only with an error.
func live(ctx context.Context, dir, backend string) error {
	from, err := readPictures(dir)
	if err != nil {
		return err
	}
	s, _, err := openStore(ctx, dir)
	if err != nil {
		return err
	}
	worker, err := deliverer(s, telling{s.Outbox()}, backend)
	if err != nil {
		return err
	}
	go func() { _ = worker.Run(ctx) }()
	for {
		if err := visit(ctx, s, planOf(uuid.NewString(), from)); err != nil {
			return err
		}
		worker.Wake()
		if err := eraseSome(ctx, s); err != nil {
			return err
		}
	}
}

func deliverer(s *bolt.Store, queue outbox.Queue, backend string) (*outbox.Worker, error) {
	client, err := disclient.New(backend, disclient.Config{Token: servertest.Token})
	if err != nil {
		return nil, err
	}
	return outbox.New(queue, delivery.New(client, s, delivery.Config{}), outbox.Config{Log: slog.New(slog.DiscardHandler)}), nil
}

// telling is a queue that prints a line for every acknowledged delivery.
type telling struct{ *bolt.Queue }

func (q telling) Done(ctx context.Context, id uint64) error {
	entries, err := q.List(ctx)
	if err != nil {
		return err
	}
	err = q.Queue.Done(ctx, id)
	for _, e := range entries {
		if err == nil && e.ID == id {
			fmt.Println("delivered", e.Key, 0)
		}
	}
	return err
}

func visit(ctx context.Context, s *bolt.Store, p *plan) error {
	c := customer.New(p.id, now())
	for i, step := range p.steps {
		step.do(c)
		var err error
		switch i {
		case 0:
			err = s.Create(ctx, c)
		case len(p.steps) - 1:
			err = s.SaveWith(ctx, c, delivery.NewEntry(c))
		default:
			err = s.Save(ctx, c)
		}
		if err != nil {
			return err
		}
		fmt.Println("step", p.id, i+1)
	}
	return nil
}

// eraseSome erases random customers once there are too many.
func eraseSome(ctx context.Context, s *bolt.Store) error {
	all, err := s.List(ctx)
	if err != nil {
		return err
	}
	for _, i := range rand.Perm(len(all))[:max(0, len(all)-12)] {
		id := all[i].ID
		fmt.Println("erasing", id, 0)
		if err := s.Delete(ctx, id); err != nil {
			return err
		}
		fmt.Println("erased", id, 0)
	}
	return nil
}
