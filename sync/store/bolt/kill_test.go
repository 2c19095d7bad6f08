package bolt_test

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"portico/engine/customer"
	"portico/sync/outbox"
	"portico/sync/store/bolt"
)

// childDir names the folder that a child of TestKilled works in.
const childDir = "PORTICO_STORE_TEST_CHILD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		fmt.Fprintln(os.Stderr, onboardForever(dir))
		os.Exit(1)
	}
	// An ordinary run walks through a few histories; -rapid.checks asks for more.
	if err := flag.Set("rapid.checks", "15"); err != nil {
		panic(err)
	}
	code := m.Run()
	_ = os.RemoveAll(manyFolder)
	os.Exit(code)
}

// onboardForever onboards one customer after the other, takes each one's
// selfie twice, erases every third, and prints a line for every step that was
// acknowledged. It returns only with an error.
func onboardForever(dir string) error {
	ctx := context.Background()
	s, err := bolt.Open(ctx, bolt.Config{Dir: dir, Key: testKey, MinFree: 1})
	if err != nil {
		return err
	}
	defer s.Close()
	for i := 0; ; i++ {
		c := customer.New(childID(os.Getpid(), i), time.Now())
		if err := s.Create(ctx, c); err != nil {
			return err
		}
		for shot := range 2 {
			selfie(c, childSelfie(c.ID, shot))
			var owed []outbox.Entry
			if shot == 1 {
				c.State, owed = customer.Finished, []outbox.Entry{{Payload: []byte(c.ID)}}
			}
			if err := s.SaveWith(ctx, c, owed...); err != nil {
				return err
			}
			fmt.Println("saved", c.ID, shot)
		}
		if i%3 == 2 {
			if err := s.Delete(ctx, c.ID); err != nil {
				return err
			}
			fmt.Println("deleted", c.ID, 0)
		}
	}
}

func childID(pid, i int) string { return fmt.Sprintf("%08d-0000-4000-8000-%012d", pid, i) }

func childSelfie(id string, shot int) []byte {
	return fmt.Appendf(nil, "%s, shot %d %0*d", id, shot, 50_000, 0)
}

// A process killed at any moment leaves a folder that opens and holds every
// step it had acknowledged. The folder of one kill is that of the next.
func TestKilledAtAnyMomentLosesNothingAcknowledged(t *testing.T) {
	dir := t.TempDir()
	chance := rand.New(rand.NewPCG(1, 2))
	acknowledged := map[string]int{} // shots by customer; -1: deleted
	for range 25 {
		if err := runAndKill(t, dir, 1+chance.IntN(30), acknowledged); err != nil {
			t.Fatal(err)
		}
		s := open(t, bolt.Config{Dir: dir})
		for id, shot := range acknowledged {
			wantAcknowledged(t, s, id, shot)
		}
		list, err := s.List(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		wantNoOrphans(t, dir, len(list))
		wantOneEntryEach(t, s, list)
		closeStore(t, s)
	}
	if len(acknowledged) < 20 {
		t.Errorf("only %d customers were acknowledged", len(acknowledged))
	}
}

func runAndKill(t *testing.T, dir string, lines int, acknowledged map[string]int) error {
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), childDir+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	scan := bufio.NewScanner(out)
	for n := 0; scan.Scan(); n++ {
		var what, id string
		var shot int
		if _, err := fmt.Sscan(scan.Text(), &what, &id, &shot); err != nil {
			return err
		}
		if acknowledged[id] = shot; what == "deleted" {
			acknowledged[id] = -1
		}
		if n == lines {
			if err := cmd.Process.Kill(); err != nil {
				return err
			}
		}
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.Exited() {
		return fmt.Errorf("the child ended by itself: %w", err)
	}
	return nil
}

// wantAcknowledged allows for one step more than was acknowledged: the kill may
// have come between the step and its line.
func wantAcknowledged(t *testing.T, s *bolt.Store, id string, shot int) {
	t.Helper()
	c, err := s.Get(t.Context(), id)
	if shot < 0 || errors.Is(err, customer.ErrNotFound) && shot == 1 && deletedNext(id) {
		wantErr(t, "Get of a deleted customer", err, customer.ErrNotFound)
		return
	}
	if err != nil {
		t.Errorf("an acknowledged customer is lost: %v", err)
		return
	}
	got, err := s.Blob(t.Context(), id, c.Selfie.Image)
	if err != nil || string(got) != string(childSelfie(id, shot)) && string(got) != string(childSelfie(id, shot+1)) {
		t.Errorf("customer %s: selfie of %d bytes is not shot %d or the next: %v", id, len(got), shot, err)
	}
}

func deletedNext(id string) bool {
	var i int
	_, err := fmt.Sscanf(id[len(id)-12:], "%d", &i)
	return err == nil && i%3 == 2
}

// wantOneEntryEach checks that exactly the finished customers are owed a
// delivery, and one only.
func wantOneEntryEach(t *testing.T, s *bolt.Store, list []customer.Summary) {
	t.Helper()
	entries, err := s.Outbox().List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	owed := map[string]int{}
	for _, e := range entries {
		owed[e.Key]++
	}
	for _, c := range list {
		want := 0
		if c.State == customer.Finished {
			want = 1
		}
		if owed[c.ID] != want {
			t.Errorf("customer %s, %s, has %d deliveries owed, want %d", c.ID, c.State, owed[c.ID], want)
		}
		delete(owed, c.ID)
	}
	if len(owed) != 0 {
		t.Errorf("deliveries owed for customers that are not there: %v", owed)
	}
}

// wantNoOrphans checks that no pictures were left behind: a customer has at
// most one.
func wantNoOrphans(t *testing.T, dir string, customers int) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "blobs", "*"))
	if err != nil || len(files) > customers {
		t.Errorf("%d picture files of %d customers: %v", len(files), customers, err)
	}
}
