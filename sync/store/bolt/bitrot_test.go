package bolt_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"portico/engine/customer"
	"portico/sync/outbox"
	"portico/sync/store/bolt"
)

const dbPage = 4096

// grown returns a folder whose buckets span several pages, branches among
// them, and have free pages between.
func grown(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	s := open(t, bolt.Config{Dir: dir, Clock: newClock().Now})
	for i := range 60 {
		c := create(t, s, fmt.Sprintf("0b8f6f3e-5d0c-4f3a-9a53-%012d", i))
		save(t, s, c, outbox.Entry{Payload: make([]byte, 100*i)})
		if i%7 == 3 {
			if err := s.Delete(t.Context(), c.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	closeStore(t, s)
	return dir
}

// One wrong word in a page's header or element table, or one page in another's
// place: the file is refused, or the store works as far as it is sound.
func TestWrongWordsAreRefusedOrHarmless(t *testing.T) {
	dir := grown(t)
	whole, err := os.ReadFile(filepath.Join(dir, "portico.db"))
	if err != nil {
		t.Fatal(err)
	}
	if pages := usedPages(whole); pages["branch"] == 0 || pages["leaf"] < 10 {
		t.Fatalf("the file has pages %v; branches and many leaves wanted", pages)
	}
	chance := rand.New(rand.NewPCG(1, 2))
	refused := 0
	for range 150 {
		db, what := rot(whole, chance)
		if opensDamaged(t, dir, db, what) {
			refused++
		}
	}
	if refused < 15 {
		t.Errorf("only %d of 150 damages were noticed", refused)
	}
}

// usedPages counts the pages by what their flags say (bbolt's page.go).
func usedPages(db []byte) map[string]int {
	names := map[uint16]string{1: "branch", 2: "leaf"}
	count := map[string]int{}
	for p := 0; p < len(db); p += dbPage {
		count[names[binary.NativeEndian.Uint16(db[p+8:])]]++
	}
	return count
}

func rot(whole []byte, chance *rand.Rand) (db []byte, what string) {
	db = bytes.Clone(whole)
	pages := len(db) / dbPage
	page := chance.IntN(pages)
	at := page*dbPage + 4*chance.IntN(4+40*chance.IntN(2)) // the header, or elements, too
	switch chance.IntN(4) {
	case 0:
		binary.NativeEndian.PutUint32(db[at:], chance.Uint32())
		what = fmt.Sprintf("random word at %d", at)
	case 1:
		binary.NativeEndian.PutUint32(db[at:], uint32(chance.IntN(pages+4)))
		what = fmt.Sprintf("small word at %d", at)
	case 2:
		db[at] ^= 1 << chance.IntN(8)
		what = fmt.Sprintf("flipped bit at %d", at)
	default:
		from := chance.IntN(pages)
		copy(db[page*dbPage:(page+1)*dbPage], whole[from*dbPage:])
		what = fmt.Sprintf("page %d in the place of page %d", from, page)
	}
	return db, what
}

// opensDamaged opens a folder with the record file db; true when it was set
// aside as damaged. A store that opens is used once all over.
func opensDamaged(t *testing.T, from string, db []byte, what string) bool {
	t.Helper()
	dir := t.TempDir()
	copyFile(t, filepath.Join(from, "keys"), filepath.Join(dir, "keys"))
	if err := os.WriteFile(filepath.Join(dir, "portico.db"), db, 0o600); err != nil {
		t.Fatal(err)
	}
	c := newClock()
	s, err := bolt.Open(t.Context(), bolt.Config{Dir: dir, Key: testKey, MinFree: 1, Clock: c.Now})
	if err != nil {
		var damaged *bolt.DamagedError
		if !errors.As(err, &damaged) && !errors.Is(err, bolt.ErrNewer) {
			t.Errorf("%s: Open = %v, want a *DamagedError", what, err)
		}
		return true
	}
	if _, err := s.List(t.Context()); err != nil {
		t.Errorf("%s: List = %v", what, err)
	}
	if _, _, err := s.Outbox().Next(t.Context(), c.Now(), nil); err != nil {
		t.Errorf("%s: Next = %v", what, err)
	}
	if err := s.Create(t.Context(), customer.New(boris, c.Now())); err != nil {
		t.Errorf("%s: Create = %v", what, err)
	}
	if err := s.Delete(t.Context(), boris); err != nil {
		t.Errorf("%s: Delete = %v", what, err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("%s: Close = %v", what, err)
	}
	return false
}
