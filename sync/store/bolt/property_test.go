package bolt_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"portico/engine/customer"
	"portico/sync/outbox"
	"portico/sync/store"
	"portico/sync/store/bolt"
)

// remembered is a customer as the model has it.
type remembered struct {
	finished bool
	settled  time.Time
	owed     []owedEntry // oldest first
	picture  string
}

type owedEntry struct {
	id       uint64
	enqueued time.Time
	dead     bool
}

func (r *remembered) ends() time.Time {
	switch {
	case len(r.owed) > 0:
		return r.owed[0].enqueued.Add(30 * 24 * time.Hour)
	case r.finished:
		return r.settled.Add(24 * time.Hour)
	}
	return r.settled.Add(30 * time.Minute)
}

// chronicle is a store, the model of what is in it, and the machine's clocks.
// now is how much time really passed, which only the test knows.
type chronicle struct {
	t       *testing.T
	dir     string
	store   *bolt.Store
	model   map[string]*remembered
	machine machine
	now     time.Time
	boots   int
	made    int
}

func (h *chronicle) open() {
	var err error
	h.store, err = bolt.Open(h.t.Context(), bolt.Config{Dir: h.dir, Key: testKey, MinFree: 1, Machine: h.machine.read})
	if err != nil {
		h.t.Fatal(err)
	}
}

// forget drops who is past the end from the model.
func (h *chronicle) forget() {
	for id, r := range h.model {
		if h.now.After(r.ends()) {
			delete(h.model, id)
		}
	}
}

func (h *chronicle) someone(t *rapid.T) string {
	h.forget()
	if len(h.model) == 0 {
		t.Skip("nobody there")
	}
	ids := make([]string, 0, len(h.model))
	for i := range h.made {
		if id := childID(7, i); h.model[id] != nil {
			ids = append(ids, id)
		}
	}
	return rapid.SampledFrom(ids).Draw(t, "customer")
}

func (h *chronicle) create(t *rapid.T) {
	id := childID(7, h.made)
	h.made++
	if err := h.store.Create(context.Background(), customer.New(id, h.now)); err != nil {
		t.Fatal(err)
	}
	h.model[id] = &remembered{settled: h.now}
}

// save takes another picture and may finish the customer and owe deliveries.
func (h *chronicle) save(t *rapid.T) {
	id := h.someone(t)
	c, err := h.store.Get(context.Background(), id)
	if err != nil {
		t.Fatalf("customer %s, which ends at %v: %v; it is %v", id, h.model[id].ends(), err, h.now)
	}
	r := h.model[id]
	r.picture = fmt.Sprintf("%s %d", id, c.Version)
	selfie(c, []byte(r.picture))
	var entries []outbox.Entry
	if rapid.Bool().Draw(t, "finish") {
		c.State, r.finished = customer.Finished, true
		entries = make([]outbox.Entry, rapid.IntRange(0, 2).Draw(t, "deliveries"))
	}
	if err := h.store.SaveWith(context.Background(), c, entries...); err != nil {
		t.Fatal(err)
	}
	r.settled = h.now
	for range entries {
		r.owed = append(r.owed, owedEntry{enqueued: h.now})
	}
	h.number(t)
}

// number learns the numbers of new entries.
func (h *chronicle) number(t *rapid.T) {
	all, err := h.store.Outbox().List(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	place := map[string]int{}
	for _, e := range all {
		if r := h.model[e.Key]; r != nil && place[e.Key] < len(r.owed) {
			r.owed[place[e.Key]].id = e.ID
			place[e.Key]++
		}
	}
}

func (h *chronicle) owing(t *rapid.T) (*remembered, int) {
	id := h.someone(t)
	r := h.model[id]
	if len(r.owed) == 0 {
		t.Skip("nothing owed")
	}
	return r, rapid.IntRange(0, len(r.owed)-1).Draw(t, "entry")
}

func (h *chronicle) acknowledge(t *rapid.T) {
	r, i := h.owing(t)
	for range rapid.IntRange(1, 2).Draw(t, "times") { // a repeated acknowledgement does no harm
		if err := h.store.Outbox().Done(context.Background(), r.owed[i].id); err != nil {
			t.Fatal(err)
		}
	}
	if r.owed = append(r.owed[:i:i], r.owed[i+1:]...); len(r.owed) == 0 {
		r.settled = h.now
	}
}

func (h *chronicle) giveUp(t *rapid.T) {
	r, i := h.owing(t)
	all, err := h.store.Outbox().List(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		if e.ID == r.owed[i].id {
			e.Dead = true
			if err := h.store.Outbox().Save(context.Background(), e); err != nil {
				t.Fatal(err)
			}
			r.owed[i].dead = true
		}
	}
}

func (h *chronicle) erase(t *rapid.T) {
	id := h.someone(t)
	if err := h.store.Delete(context.Background(), id); err != nil {
		t.Fatal(err)
	}
	delete(h.model, id)
}

func (h *chronicle) sweep(t *rapid.T) {
	if _, err := h.store.Sweep(context.Background()); err != nil {
		t.Fatal(err)
	}
	h.forget()
	if kept := keysKept(t, h.dir); kept != len(h.model) {
		t.Fatalf("%d customers' keys are kept after a sweep, of %d customers", kept, len(h.model))
	}
}

// keysKept counts the slots of docs/design/store.md that hold a customer's key.
func keysKept(t *rapid.T, dir string) (n int) {
	const slot = 128
	data, err := os.ReadFile(filepath.Join(dir, "keys"))
	if err != nil {
		t.Fatal(err)
	}
	for key := range slices.Chunk(data[2*slot:], slot) {
		if bytes.Count(key, []byte{0}) < len(key) {
			n++
		}
	}
	return n
}

func (h *chronicle) pass(t *rapid.T) {
	d := time.Duration(rapid.IntRange(1, 40*24*60).Draw(t, "minutes")) * time.Minute
	if rapid.Bool().Draw(t, "short") {
		d %= 45 * time.Minute
	}
	h.machine.runs(d)
	h.now = h.now.Add(d)
}

// jump sets the machine's clock to anything; no time passes by it.
func (h *chronicle) jump(t *rapid.T) {
	h.machine.Wall = h.machine.Wall.Add(time.Duration(rapid.IntRange(-1000, 1000).Draw(t, "days")) * 24 * time.Hour)
}

// crash goes on from a copy of the folder as it lies there: the process that
// held it has no say in the matter. The machine may start anew with it.
func (h *chronicle) crash(t *rapid.T) {
	restart := rapid.Bool().Draw(t, "restart")
	if restart {
		h.sweep(t) // there is one every minute: no more than that is forgotten
	}
	to := filepath.Join(h.t.TempDir(), fmt.Sprint("life ", h.boots))
	h.boots++
	if err := os.CopyFS(to, os.DirFS(h.dir)); err != nil {
		t.Fatal(err)
	}
	if err := h.store.Close(); err != nil {
		t.Fatal(err)
	}
	if h.dir = to; restart {
		h.machine.Boot, h.machine.Up = fmt.Sprint("boot ", h.boots), 0
		h.open()
		h.now, _ = h.store.Time()
		return
	}
	h.open()
}

// compare checks that the store holds what the model does and nothing else.
func (h *chronicle) compare(t *rapid.T) {
	h.forget()
	ctx := context.Background()
	list, err := h.store.List(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		if r := h.model[c.ID]; r == nil || !c.Expires.Equal(r.ends()) {
			t.Fatalf("at %v the store lists %s until %v; the model %+v", h.now, c.ID, c.Expires, r)
		}
	}
	if len(list) != len(h.model) {
		t.Fatalf("at %v the store lists %d customers, the model %d", h.now, len(list), len(h.model))
	}
	owed := map[string]int{}
	entries, err := h.store.Outbox().List(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		owed[e.Key]++
	}
	for id, r := range h.model {
		if owed[id] != len(r.owed) {
			t.Fatalf("%s has %d deliveries owed, want %d", id, owed[id], len(r.owed))
		}
		c, err := h.store.Get(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		if r.picture == "" {
			continue
		}
		if got, err := h.store.Blob(ctx, id, c.Selfie.Image); err != nil || string(got) != r.picture {
			t.Fatalf("picture %q, %v; want %q", got, err, r.picture)
		}
	}
}

// Whatever happens in whatever order, with crashes and a clock that is set to
// anything: the store holds what was acknowledged, for as long as it is to be
// kept by the time that passed, and not longer.
func TestRandomHistories(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		start := newClock().Now()
		h := &chronicle{
			t: t, dir: filepath.Join(t.TempDir(), "data"), model: map[string]*remembered{}, now: start,
			machine: machine{store.Reading{Wall: start, Boot: "boot", Up: time.Hour}},
		}
		h.open()
		defer func() {
			if err := h.store.Close(); err != nil {
				t.Error(err)
			}
			checkRecords(t, h.dir)
		}()
		rt.Repeat(map[string]func(*rapid.T){
			"create": h.create, "save": h.save, "acknowledge": h.acknowledge, "give up": h.giveUp, "erase": h.erase,
			"sweep": h.sweep, "time passes": h.pass, "the clock is set": h.jump, "crash": h.crash, "": h.compare,
		})
	})
}
