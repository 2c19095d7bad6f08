package bolt_test

import (
	"bytes"
	"errors"
	"os"
	"syscall"
	"testing"

	"portico/engine/customer"
	"portico/sync/outbox"
	"portico/sync/store/bolt"
)

// smallDisk mounts a file system of the given options, e.g. "size=8m".
func smallDisk(t *testing.T, options string) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, options); err != nil {
		t.Skipf("NOT TESTED on a really full disk: mounting a small one needs root: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	return dir
}

func TestFullDiskKeepsTheOldAndTakesNewAgainAfterDeleting(t *testing.T) {
	dir := smallDisk(t, "size=8m,mode=0700")
	s := open(t, bolt.Config{Dir: dir})
	a := create(t, s, anna)
	photo := bytes.Repeat([]byte("anna"), 1<<18)
	selfie(a, photo)
	save(t, s, a, outbox.Entry{Payload: []byte("deliver anna")})

	b := create(t, s, boris)
	var err error
	for range 20 { // one more picture of 1 MB each time
		b.Liveness = &customer.Liveness{Selfies: append(livenessOf(b), customer.LivenessSelfie{Image: b.Attach(photo)})}
		if err = s.Save(t.Context(), b); err != nil {
			break
		}
	}
	wantErr(t, "Save on the full disk", err, customer.ErrFull)
	saved, err := s.Get(t.Context(), boris)
	if err != nil {
		t.Fatal(err)
	}
	if got, tried := len(livenessOf(saved)), len(livenessOf(b)); got != tried-1 {
		t.Errorf("boris has %d pictures, want the %d that were acknowledged", got, tried-1)
	}

	fillUp(t, dir)
	wantErr(t, "Create on the full disk", s.Create(t.Context(), customer.New("clara", b.Created)), customer.ErrFull)
	closeStore(t, s)
	s = open(t, bolt.Config{Dir: dir})
	got, err := s.Blob(t.Context(), anna, a.Selfie.Image)
	if err != nil || !bytes.Equal(got, photo) {
		t.Errorf("anna's selfie after opening on the full disk: %d bytes, %v", len(got), err)
	}
	if err := s.Delete(t.Context(), boris); err != nil && !errors.Is(err, customer.ErrFull) {
		t.Errorf("Delete on the full disk: %v", err)
	}
	_, err = s.Get(t.Context(), boris)
	wantErr(t, "Get of what was deleted on the full disk", err, customer.ErrNotFound)
	if err := os.Remove(dir + "/filler"); err != nil {
		t.Fatal(err)
	}
	create(t, s, boris)
}

func livenessOf(c *customer.Customer) []customer.LivenessSelfie {
	if c.Liveness == nil {
		return nil
	}
	return c.Liveness.Selfies
}

// fillUp leaves no free byte in dir.
func fillUp(t *testing.T, dir string) {
	t.Helper()
	f, err := os.Create(dir + "/filler")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for size := 1 << 20; size > 0; {
		if _, err := f.Write(make([]byte, size)); err != nil {
			size /= 2
		}
	}
}

// The transaction itself meets the full disk, after the pictures were written.
func TestFullDiskInTheTransactionCommitsNothing(t *testing.T) {
	dir := smallDisk(t, "size=8m,mode=0700")
	s := open(t, bolt.Config{Dir: dir})
	a := create(t, s, anna)
	selfie(a, []byte("one"))
	save(t, s, a)
	fillUp(t, dir)
	if err := os.Truncate(dir+"/filler", size(t, dir+"/filler")-64<<10); err != nil {
		t.Fatal(err)
	}
	selfie(a, []byte("two"))
	err := s.SaveWith(t.Context(), a, outbox.Entry{Payload: make([]byte, 1<<20)})
	wantErr(t, "SaveWith", err, customer.ErrFull)
	saved, err := s.Get(t.Context(), anna)
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.Blob(t.Context(), anna, saved.Selfie.Image)
	if err != nil || string(got) != "one" {
		t.Errorf("selfie %q, %v; want the acknowledged one", got, err)
	}
	entries, err := s.Outbox().List(t.Context())
	if err != nil || len(entries) != 0 {
		t.Errorf("outbox %d entries, %v; want none", len(entries), err)
	}
	if err := os.Remove(dir + "/filler"); err != nil {
		t.Fatal(err)
	}
	if err := s.Save(t.Context(), a); err != nil {
		t.Errorf("the same Save with room again: %v", err)
	}
}

func TestCreateNeedsRoomForAWholeOnboarding(t *testing.T) {
	s := open(t, bolt.Config{Dir: t.TempDir(), MinFree: 1 << 60})
	wantErr(t, "Create", s.Create(t.Context(), customer.New(anna, newClock().Now())), customer.ErrFull)
}

func size(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}
