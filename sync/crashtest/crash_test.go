// Package crashtest kills a kiosk's process at random moments of random
// onboardings and deliveries, over the real store, audit trail, outbox,
// delivery and backend, and checks after each kill that nothing acknowledged
// is lost and nothing is at the backend twice or in parts.
package crashtest_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"sync"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"portico/engine/customer"
	"portico/sync/audit"
	"portico/sync/disserver/servertest"
	"portico/sync/store/bolt"
)

func now() time.Time { return time.Now() }

// kills is how often the process is killed: a few times in an ordinary test
// run, PORTICO_CRASH_N times where that is set (make crash-test).
func kills(t *testing.T) int {
	text := os.Getenv("PORTICO_CRASH_N")
	if text == "" {
		return 8
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("PORTICO_CRASH_N: %v", err)
	}
	return n
}

// known is what was acknowledged of a customer.
type known struct {
	plan      *plan
	steps     int
	delivered bool
	erasing   bool // erasing it was begun
	erased    bool
	checked   bool // at the backend, since it was delivered
}

func (k *known) finished() bool { return k.steps == len(k.plan.steps) }

// world is a kiosk's folder, the backend, and what the children acknowledged.
type world struct {
	t         *testing.T
	dir       string
	from      pictures
	url       string
	backend   customer.Store
	customers map[string]*known
	chance    *rand.Rand
	total     map[string]int // what was checked so far
	life      time.Duration  // of a kiosk, at most
}

// worlds is how many kiosks, each with a backend of its own, live and die at
// once: most of their time they wait for the disk and for their end.
func worlds(kills int) int { return min(4, 1+kills/50) }

func TestKilledAtAnyMomentOfOnboardingAndDelivery(t *testing.T) {
	n := kills(t)
	all := make([]*world, worlds(n))
	t.Run("kiosks", func(t *testing.T) {
		for i := range all {
			t.Run(strconv.Itoa(i+1), func(t *testing.T) {
				t.Parallel()
				all[i] = newWorld(t)
				all[i].outlive((n + i) / len(all))
			})
		}
	})
	total := map[string]int{}
	for _, w := range all {
		for what, n := range w.total {
			total[what] += n
		}
	}
	t.Logf("%d kills: %v", n, total)
	if total["acknowledged steps"] < n || total["checked at the backend"] < n/4 {
		t.Errorf("too little happened between %d kills: %v", n, total)
	}
}

// forks is held by who starts a process, and shared by who has a store open in
// this one: what is being forked holds that store's lock until it is a program
// of its own.
var forks sync.RWMutex

// outlive kills n kiosks, one after the other, and checks what each left.
func (w *world) outlive(n int) {
	w.t.Helper()
	for i := range n {
		w.runAndKill()
		w.check()
		if w.t.Failed() {
			w.t.Fatalf("after kill %d of %d; the folder is %s", i+1, n, w.dir)
		}
		if (i+1)%100 == 0 {
			w.t.Logf("%d kills: %v", i+1, w.total)
		}
	}
	w.drain()
	w.check()
	for _, k := range w.customers {
		w.total["acknowledged steps"] += k.steps
	}
	w.wantNobodyElse()
}

func newWorld(t *testing.T) *world {
	t.Helper()
	seed := uint64(now().UnixNano())
	t.Logf("seed %d", seed)
	w := &world{t: t, dir: t.TempDir(), customers: map[string]*known{}, total: map[string]int{}, life: firstLife, chance: rand.New(rand.NewPCG(seed, 0))}
	writePictures(t, w.dir)
	var err error
	if w.from, err = readPictures(w.dir); err != nil {
		t.Fatal(err)
	}
	cfg := servertest.Config(t)
	w.backend, w.url = cfg.Store, servertest.Start(t, cfg)
	return w
}

// How long a kiosk may live, its start included. On a busy machine it lives
// longer, so that about one in six is killed before it acknowledged anything.
const (
	shortLife, firstLife, longLife = 260 * time.Millisecond, time.Second, 20 * time.Second
	longer, shorter                = 1.1, .98
)

// runAndKill lets a kiosk live for a random time and kills it.
func (w *world) runAndKill() {
	w.t.Helper()
	cmd := exec.CommandContext(w.t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), childFolder+"="+w.dir, childBackend+"="+w.url)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		forks.Lock()
		err = cmd.Start()
		forks.Unlock()
	}
	if err != nil {
		w.t.Fatal(err)
	}
	const least = 10 * time.Millisecond
	killed := time.AfterFunc(least+time.Duration(w.chance.Int64N(int64(w.life-least))), func() { _ = cmd.Process.Kill() })
	defer killed.Stop()
	factor := longer
	for lines := bufio.NewScanner(out); lines.Scan(); {
		w.note(lines.Text())
		factor = shorter
	}
	w.life = min(max(time.Duration(factor*float64(w.life)), shortLife), longLife)
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.Exited() {
		w.t.Fatalf("the kiosk ended by itself: %v", err)
	}
}

func (w *world) note(line string) {
	var what, id string
	var n int
	if _, err := fmt.Sscan(line, &what, &id, &n); err != nil {
		w.t.Fatalf("line %q: %v", line, err)
	}
	k := w.customers[id]
	if k == nil {
		k = &known{plan: planOf(id, w.from)}
		w.customers[id] = k
	}
	switch what {
	case "step":
		k.steps = n
	case "delivered":
		k.delivered = true
	case "erasing":
		k.erasing = true
	case "erased":
		k.erased = true
	}
}

// check opens the folder as it was left and compares it with what was
// acknowledged, and the backend with what was delivered.
func (w *world) check() {
	w.t.Helper()
	forks.RLock()
	defer forks.RUnlock()
	ctx := w.t.Context()
	s, trail, err := openStore(ctx, w.dir)
	if err != nil {
		w.t.Fatalf("the folder does not open: %v", err)
	}
	owed := map[string]int{}
	entries, err := s.Outbox().List(ctx)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, e := range entries {
		if owed[e.Key]++; e.Dead {
			w.t.Errorf("the delivery of %s was given up: %s", e.Key, e.LastError)
		}
	}
	for id, k := range w.customers {
		if k.finished() && owed[id] == 0 && !k.erasing {
			k.delivered = true // the kill came between the step and its line
		}
		w.checkKiosk(ctx, s, k, owed[id])
		if k.delivered && !k.checked {
			w.checkBackend(ctx, k.plan)
			w.total["checked at the backend"]++
			k.checked = true
		}
		if k.erased {
			// What is over at both ends is checked no more.
			if err := w.backend.Delete(ctx, id); err != nil {
				w.t.Fatal(err)
			}
			w.total["erased"]++
			w.total["acknowledged steps"] += k.steps
			delete(w.customers, id)
		}
	}
	if err := errors.Join(s.Close(), trail.Close()); err != nil {
		w.t.Fatal(err)
	}
	w.checkFiles(ctx)
}

// checkKiosk allows for one step more than was acknowledged.
func (w *world) checkKiosk(ctx context.Context, s *bolt.Store, k *known, owed int) {
	w.t.Helper()
	c, err := s.Get(ctx, k.plan.id)
	if k.erasing && errors.Is(err, customer.ErrNotFound) {
		if k.erased = true; owed != 0 {
			w.t.Errorf("%s was erased and a delivery is owed", k.plan.id)
		}
		return
	}
	if k.erased || err != nil {
		w.t.Errorf("customer %s, %d steps acknowledged, erased %v: %v", k.plan.id, k.steps, k.erased, err)
		return
	}
	got, err := imagesOf(c, func(b customer.Blob) ([]byte, error) { return s.Blob(ctx, k.plan.id, b) })
	if err != nil {
		w.t.Errorf("customer %s: %v", k.plan.id, err)
	}
	next := min(k.steps+1, len(k.plan.steps))
	if !reflect.DeepEqual(got, k.plan.after(ctx, k.steps)) && !reflect.DeepEqual(got, k.plan.after(ctx, next)) {
		w.t.Errorf("customer %s holds neither the pictures of step %d nor of the next", k.plan.id, k.steps)
	}
	if c.State == customer.Finished {
		k.steps = len(k.plan.steps)
	}
	if owed > 1 || owed == 1 && (k.delivered || !k.finished()) {
		w.t.Errorf("customer %s after step %d of %d, delivered %v, has %d deliveries owed", k.plan.id, k.steps, len(k.plan.steps), k.delivered, owed)
	}
	w.total["checked in the store"]++
}

// checkBackend checks that a delivered customer is there with exactly its
// pages and its liveness selfies, in order.
func (w *world) checkBackend(ctx context.Context, p *plan) {
	w.t.Helper()
	c, err := w.backend.Get(ctx, p.id)
	if err != nil {
		w.t.Errorf("delivered and not at the backend: %v", err)
		return
	}
	got, err := imagesOf(c, func(b customer.Blob) ([]byte, error) { return w.backend.Blob(ctx, p.id, b) })
	if err != nil || c.State != customer.Finished || !reflect.DeepEqual(got, p.after(ctx, len(p.steps))) {
		w.t.Errorf("customer %s is at the backend, %s, with %d pages and %d liveness selfies, want exactly %d and %d: %v",
			p.id, c.State, len(got.pages), len(got.liveness), len(p.pages), len(p.liveness), err)
	}
}

// checkFiles runs bbolt's own check and the audit trail's.
func (w *world) checkFiles(ctx context.Context) {
	w.t.Helper()
	db, err := bbolt.Open(filepath.Join(dataFolder(w.dir), "portico.db"), 0o600, &bbolt.Options{ReadOnly: true, Timeout: time.Second})
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	err = db.View(func(tx *bbolt.Tx) error {
		for err := range tx.Check() {
			w.t.Error(err)
		}
		return nil
	})
	if err != nil {
		w.t.Error(err)
	}
	f, err := os.Open(filepath.Join(dataFolder(w.dir), audit.FileName))
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if _, err := audit.Read(ctx, f, func(audit.Record, audit.Head) error { return nil }); err != nil {
		w.t.Error(err)
	}
}

// drain delivers what is still owed, with nobody killing.
func (w *world) drain() {
	w.t.Helper()
	forks.RLock()
	defer forks.RUnlock()
	s, trail, err := openStore(w.t.Context(), w.dir)
	if err != nil {
		w.t.Fatal(err)
	}
	worker, err := deliverer(s, s.Outbox(), w.url)
	if err != nil {
		w.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Minute)
	defer cancel()
	done := make(chan struct{})
	go func() { defer close(done); _ = worker.Run(ctx) }()
	for tick := time.NewTicker(50 * time.Millisecond); ctx.Err() == nil; <-tick.C {
		if st, err := worker.Status(ctx); err == nil && st.Pending == 0 {
			break
		}
	}
	cancel()
	<-done
	if entries, err := s.Outbox().List(w.t.Context()); err != nil || len(entries) != 0 {
		w.t.Errorf("%d deliveries are still owed after a minute without a kill, %v", len(entries), err)
	}
	if err := errors.Join(s.Close(), trail.Close()); err != nil {
		w.t.Fatal(err)
	}
}

// wantNobodyElse checks that the backend has only customers that a kiosk began
// to deliver, each once.
func (w *world) wantNobodyElse() {
	w.t.Helper()
	all, err := w.backend.List(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	for _, c := range all {
		k := w.customers[c.ID]
		if k == nil || !k.finished() {
			w.t.Errorf("the backend has %s, which no kiosk finished", c.ID)
		}
		delete(w.customers, c.ID)
	}
	for id, k := range w.customers {
		if k.finished() && !k.erasing {
			w.t.Errorf("the backend has not %s", id)
		}
	}
}
