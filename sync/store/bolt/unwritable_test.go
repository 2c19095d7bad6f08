package bolt_test

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"go.etcd.io/bbolt"
	"golang.org/x/sys/unix"

	"portico/engine/customer"
	"portico/engine/liveness"
	"portico/sync/audit"
	"portico/sync/files"
	"portico/sync/files/filestest"
	"portico/sync/outbox"
	"portico/sync/store"
	"portico/sync/store/bolt"
)

// JSON has no year 10000 and no number that is none. What holds one is not
// stored, nor is anything beside it, and the store goes on.
func TestWhatJSONCannotHoldIsStoredNotEvenInPart(t *testing.T) {
	far := time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC)
	s := open(t, bolt.Config{Dir: t.TempDir(), Clock: newClock().Now})
	if err := s.Create(t.Context(), customer.New(boris, far)); err == nil {
		t.Error("Create in the year 10000 succeeded")
	}
	a, q := create(t, s, anna), s.Outbox()
	save(t, s, a, outbox.Entry{Payload: []byte("deliver")})
	if err := s.SaveWith(t.Context(), a, outbox.Entry{NotBefore: far}); err == nil {
		t.Error("SaveWith an entry of the year 10000 succeeded")
	}
	none := math.NaN()
	a.Liveness = &customer.Liveness{Results: map[liveness.Kind]liveness.Result{liveness.Smile: {Score: &none}}}
	if err := s.Save(t.Context(), a); err == nil {
		t.Error("Save of a score that is no number succeeded")
	}
	if err := q.Save(t.Context(), outbox.Entry{ID: 1, NotBefore: far}); err == nil {
		t.Error("the queue's Save of the year 10000 succeeded")
	}
	if err := q.Save(t.Context(), outbox.Entry{ID: 1, Payload: []byte("deliver"), NotBefore: newClock().Now().Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	if _, err := q.Retry(t.Context(), far.AddDate(-1, 0, 0)); err != nil {
		t.Fatal(err)
	}
	if err := q.Save(t.Context(), outbox.Entry{ID: 1, Dead: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := q.Retry(t.Context(), far); err == nil {
		t.Error("Retry in the year 10000 succeeded")
	}
	entries, err := q.List(t.Context())
	list, listErr := s.List(t.Context())
	if err != nil || len(entries) != 1 || !entries[0].Dead || listErr != nil || len(list) != 1 {
		t.Errorf("%+v, %v; %+v, %v: want anna with one dead entry", entries, err, list, listErr)
	}
}

func TestMachineInTheYear10000(t *testing.T) {
	m := &machine{store.Reading{Wall: time.Date(10_001, 1, 1, 0, 0, 0, 0, time.UTC), Boot: "b", Up: time.Hour}}
	dir := t.TempDir()
	if _, err := bolt.Open(t.Context(), bolt.Config{Dir: dir, Key: testKey, Machine: m.read}); err == nil {
		t.Error("a store began in the year 10000")
	}
	m.Wall = newClock().Now()
	s := open(t, bolt.Config{Dir: dir, Machine: m.read})
	m.Wall = m.Wall.AddDate(10_000, 0, 0)
	if err := s.ConfirmClock(t.Context()); err == nil {
		t.Error("the year 12026 was confirmed")
	}
}

func TestConfirmingAClockThatIsBehindOrRight(t *testing.T) {
	m := &machine{store.Reading{Wall: newClock().Now(), Boot: "b", Up: time.Hour}}
	s := open(t, bolt.Config{Dir: t.TempDir(), Machine: m.read})
	if err := s.ConfirmClock(t.Context()); err != nil {
		t.Errorf("confirming what is right: %v", err)
	}
	m.Wall = m.Wall.Add(-time.Hour)
	if err := s.ConfirmClock(t.Context()); err == nil {
		t.Error("a clock an hour behind was confirmed; the store's time never goes back")
	}
}

// deaf is a trail that takes nothing.
type deaf struct{}

var errDeaf = errors.New("the trail takes nothing")

func (deaf) Append(context.Context, audit.Event) error { return errDeaf }

// What the trail must tell does not happen without it; what must happen does.
func TestTrailThatTakesNothing(t *testing.T) {
	m := &machine{store.Reading{Wall: newClock().Now(), Boot: "b", Up: time.Hour}}
	s := open(t, bolt.Config{Dir: t.TempDir(), Machine: m.read, Audit: deaf{}})
	save(t, s, create(t, s, anna), outbox.Entry{Payload: []byte("deliver")})
	q := s.Outbox()
	wantErr(t, "giving up", q.Save(t.Context(), outbox.Entry{ID: 1, Key: anna, Dead: true}), errDeaf)
	wantErr(t, "Done", q.Done(t.Context(), 1), errDeaf)
	if entries, err := q.List(t.Context()); err != nil || len(entries) != 1 || entries[0].Dead {
		t.Errorf("%+v, %v; want the entry as it was", entries, err)
	}
	m.Wall = m.Wall.AddDate(1, 0, 0)
	wantErr(t, "ConfirmClock", s.ConfirmClock(t.Context()), errDeaf)
	_, err := s.Sweep(t.Context())
	wantErr(t, "Sweep that notices a jump", err, errDeaf)
	m.Wall = newClock().Now()
	m.runs(31 * 24 * time.Hour)
	n, err := s.Sweep(t.Context())
	wantErr(t, "Sweep", err, errDeaf)
	if n != 1 || found(t, s, anna) {
		t.Errorf("%d erased; a trail that takes nothing must not keep data beyond their lifetime", n)
	}
}

// Where the key went and the rest could not, the next sweep removes the rest,
// and tells no end of a lifetime: it was erased.
func TestRestOfAnErasureIsSweptWithoutBeingToldAgain(t *testing.T) {
	trail, clock := &told{}, newClock()
	s := open(t, bolt.Config{Dir: t.TempDir(), Clock: clock.Now, Audit: trail})
	save(t, s, create(t, s, anna), outbox.Entry{Payload: []byte("deliver")})
	fault := bolt.RecordFaults{FailAt: 1, Err: syscall.EIO}
	if err := fault.Install(s); err != nil {
		t.Fatal(err)
	}
	wantErr(t, "Delete", s.Delete(t.Context(), anna), syscall.EIO)
	if entries, err := s.Outbox().List(t.Context()); err != nil || len(entries) != 0 || found(t, s, anna) {
		t.Errorf("%d entries, %v; want nothing of anna: her key is gone", len(entries), err)
	}
	sweep(t, s, 1)
	if len(trail.events) != 0 {
		t.Errorf("trail %+v, want nothing", trail.events)
	}
	if err := s.Room(t.Context()); err != nil {
		t.Error(err)
	}
}

// One picture in two places of the record is kept once.
func TestPictureInTwoPlacesIsKeptOnce(t *testing.T) {
	dir := t.TempDir()
	s := open(t, bolt.Config{Dir: dir, Clock: newClock().Now})
	a := create(t, s, anna)
	b := selfie(a, []byte("selfie"))
	a.Liveness = &customer.Liveness{Selfies: []customer.LivenessSelfie{{Image: b}}}
	save(t, s, a)
	if names, err := filepath.Glob(filepath.Join(dir, "blobs", "*")); err != nil || len(names) != 1 {
		t.Errorf("%d files, %v; want one", len(names), err)
	}
}

// A picture whose file is gone is damage; the rest of the record is not.
func TestMissingPictureIsDamage(t *testing.T) {
	dir := t.TempDir()
	s := open(t, bolt.Config{Dir: dir, Clock: newClock().Now})
	a := withSelfie(t, s)
	names, err := filepath.Glob(filepath.Join(dir, "blobs", "*"))
	if err != nil || len(names) != 1 {
		t.Fatal(names, err)
	}
	if err := os.Remove(names[0]); err != nil {
		t.Fatal(err)
	}
	_, err = s.Blob(t.Context(), anna, a.Selfie.Image)
	wantErr(t, "Blob", err, bolt.ErrDamaged)
	if !found(t, s, anna) {
		t.Error("the record went with its picture")
	}
}

// Programs that hold the folder without their name, or only the record file.
func TestHeldByAnUnnamedProgram(t *testing.T) {
	dir := owingTwo(t)
	if err := os.Truncate(filepath.Join(dir, "lock"), 0); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(filepath.Join(dir, "lock"))
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	_, err = bolt.Open(t.Context(), bolt.Config{Dir: dir, Key: testKey})
	wantErr(t, "Open of a held folder", err, customer.ErrLocked)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := bbolt.Open(filepath.Join(dir, "portico.db"), 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = bolt.Open(t.Context(), bolt.Config{Dir: dir, Key: testKey})
	wantErr(t, "Open of a held record file", err, customer.ErrLocked)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	lock := filepath.Join(dir, "lock")
	if err := errors.Join(os.Remove(lock), os.Mkdir(lock, 0o700)); err != nil {
		t.Fatal(err)
	}
	if _, err := bolt.Open(t.Context(), bolt.Config{Dir: dir, Key: testKey}); !errors.Is(err, syscall.EISDIR) {
		t.Errorf("Open with a folder in the lock's place: %v", err)
	}
	if _, err := bolt.Opens(bolt.Config{Dir: filepath.Join(dir, "nowhere"), Key: testKey}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Opens of nothing: %v", err)
	}
}

// A key that cannot even be taken back after a failed Create is erased by the
// next Open, as nothing names it.
func TestDiskThatFailsForGoodDuringCreate(t *testing.T) {
	dir := t.TempDir()
	for n := 1; ; n++ {
		layer := &filestest.Faulty{Layer: files.System(), Err: syscall.EIO, Forever: true}
		s, err := bolt.Open(t.Context(), bolt.Config{Dir: dir, Key: testKey, MinFree: 1, Files: layer, Clock: newClock().Now})
		if err != nil {
			t.Fatal(err)
		}
		layer.FailAt = layer.Calls() + n
		c := customer.New(boris, newClock().Now())
		selfie(c, []byte("boris"))
		created := s.Create(t.Context(), c)
		_ = s.Close()
		s = open(t, bolt.Config{Dir: dir, Clock: newClock().Now})
		if there := found(t, s, boris); there && created == nil {
			closeStore(t, s)
			return // the calls after the commit only tidy up
		} else if there {
			t.Fatalf("call %d failed for good and boris is there", n)
		}
		closeStore(t, s)
	}
}

// Erasing what was set aside fails at every call in turn: the sweep says so,
// and the next one does it.
func TestSweepingWhatWasSetAsideFailingAnywhere(t *testing.T) {
	for n := 1; ; n++ {
		dir, clock := t.TempDir(), newClock()
		layer := &filestest.Faulty{Layer: files.System(), Err: syscall.EIO}
		s := open(t, bolt.Config{Dir: dir, Clock: clock.Now, Files: layer})
		aside := filepath.Join(dir, "damaged-"+clock.Now().Format("20060102T150405.000000000Z"))
		if err := errors.Join(os.Mkdir(aside, 0o700), os.WriteFile(filepath.Join(aside, "keys"), make([]byte, 256), 0o600)); err != nil {
			t.Fatal(err)
		}
		clock.Advance(31 * 24 * time.Hour)
		layer.FailAt = layer.Calls() + n
		_, err := s.Sweep(t.Context())
		failed := layer.Calls() >= layer.FailAt
		layer.FailAt = 0
		if !failed {
			if n < 5 || err != nil {
				t.Errorf("only %d calls could be made to fail; then %v", n-1, err)
			}
			return
		}
		wantErr(t, "Sweep", err, syscall.EIO)
		if _, err := s.Sweep(t.Context()); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(aside); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("call %d: still there after the next sweep: %v", n, err)
		}
		closeStore(t, s)
	}
}

// A full disk has no room for the copy that makes the record file smaller: it
// stays large, and opens.
func TestCompactionOnAFullDiskIsPutOff(t *testing.T) {
	dir, key := stages(t)["compaction"]()
	disk := smallDisk(t, "size=32m,mode=0700")
	if err := os.CopyFS(filepath.Join(disk, "s"), os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	before := size(t, filepath.Join(disk, "s", "portico.db"))
	fillUp(t, disk)
	s, err := bolt.Open(t.Context(), bolt.Config{Dir: filepath.Join(disk, "s"), Key: key, MinFree: 1, Clock: newClock().Now})
	if err != nil {
		t.Fatal(err)
	}
	wantFilled(t, s)
	closeStore(t, s)
	if after := size(t, filepath.Join(disk, "s", "portico.db")); after != before {
		t.Errorf("%d bytes, before %d", after, before)
	}
}
