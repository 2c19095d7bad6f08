package masterkey_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/zalando/go-keyring"

	"portico/app/masterkey"
	"portico/sync/files"
	"portico/sync/files/filestest"
	"portico/sync/store/bolt"
)

// stored are the sources whose key itself is in a file. A passphrase's stretching
// is kept in the same way, and takes too long for so many tries.
func stored(t *testing.T) map[string]installation {
	t.Helper()
	all := installations(t)
	return map[string]installation{"file": all["file"], "credential": all["credential"]}
}

// eachFault does something with the n-th call failing, for every n that there
// is, each time with installations of its own.
func eachFault(t *testing.T, do func(t *testing.T, i installation, layer *filestest.Faulty) error) {
	t.Helper()
	for name := range stored(t) {
		t.Run(name, func(t *testing.T) {
			for n := 1; ; n++ {
				i := stored(t)[name]
				layer := &filestest.Faulty{Layer: files.System(), FailAt: n, Err: syscall.EIO}
				err := do(t, i, layer)
				if layer.Calls() < n {
					if err != nil {
						t.Errorf("without a fault: %v", err)
					}
					return
				}
				// The store decides: with whatever key is left, it opens.
				load(t, i)
				if t.Failed() {
					t.Fatalf("after call %d failed: %v", n, err)
				}
			}
		})
	}
}

// TestFirstKeyWithEveryCallFailing: the key is there or it is not; the next
// start makes the one or finds the other, and says nothing else in between.
func TestFirstKeyWithEveryCallFailing(t *testing.T) {
	eachFault(t, func(t *testing.T, i installation, layer *filestest.Faulty) error {
		faulty := i.source
		faulty.Files = layer
		key, made, err := faulty.Load(t.Context(), i.dir)
		if err != nil && made {
			t.Errorf("made and failed: %v", err)
		}
		if sound, _, again := i.source.Load(t.Context(), i.dir); err == nil && (again != nil || sound != key) {
			t.Errorf("another key afterwards: %v", again)
		}
		return err
	})
}

// TestKeyThatIsThereWithEveryCallFailing: reading fails, and makes none anew.
func TestKeyThatIsThereWithEveryCallFailing(t *testing.T) {
	eachFault(t, func(t *testing.T, i installation, layer *filestest.Faulty) error {
		want := load(t, i)
		faulty := i.source
		faulty.Files = layer
		key, made, err := faulty.Load(t.Context(), i.dir)
		if made || err == nil && key != want {
			t.Errorf("made %v, %v", made, err)
		}
		return err
	})
}

// TestChangeWithEveryCallFailing: stopped anywhere, one key opens the store, and
// the change can be done again.
func TestChangeWithEveryCallFailing(t *testing.T) {
	eachFault(t, func(t *testing.T, i installation, layer *filestest.Faulty) error {
		load(t, i)
		i.change()
		faulty := i.source
		faulty.Files = layer
		err := faulty.Rotate(t.Context(), i.dir)
		load(t, i)
		if again := i.source.Rotate(t.Context(), i.dir); again != nil {
			t.Errorf("the change was not done again: %v", again)
		}
		return err
	})
}

// TestInterruptedChangeWithEveryCallFailing ends a change whose store is
// rewrapped already.
func TestInterruptedChangeWithEveryCallFailing(t *testing.T) {
	next := bolt.MasterKey{0xbb}
	for n := 1; ; n++ {
		root := t.TempDir()
		i := installation{dir: filepath.Join(root, "data"), source: masterkey.Source{File: filepath.Join(root, "key")}}
		first := load(t, i)
		write(t, i.source.File+".new", digits(next))
		if err := bolt.Rekey(t.Context(), bolt.Config{Dir: i.dir, Key: first}, next); err != nil {
			t.Fatal(err)
		}
		layer := &filestest.Faulty{Layer: files.System(), FailAt: n, Err: syscall.EIO}
		faulty := i.source
		faulty.Files = layer
		key, _, err := faulty.Load(t.Context(), i.dir)
		if got := load(t, i); got != next || err == nil && key != next {
			t.Errorf("after call %d failed, another key than the store's", n)
		}
		if layer.Calls() < n {
			if err != nil {
				t.Error(err)
			}
			return
		}
	}
}

// faultyRing fails at its failAt-th call.
type faultyRing struct {
	secrets       map[string]string
	failAt, calls int
}

func (r *faultyRing) fails() error {
	if r.calls++; r.calls == r.failAt {
		return errors.New("the keyring is locked")
	}
	return nil
}

func (r *faultyRing) Get(_, name string) (string, error) {
	if err := r.fails(); err != nil {
		return "", err
	}
	secret, ok := r.secrets[name]
	if !ok {
		return "", keyring.ErrNotFound
	}
	return secret, nil
}

func (r *faultyRing) Set(_, name, secret string) error {
	if err := r.fails(); err != nil {
		return err
	}
	r.secrets[name] = secret
	return nil
}

func (r *faultyRing) Delete(_, name string) error {
	if err := r.fails(); err != nil {
		return err
	}
	if _, ok := r.secrets[name]; !ok {
		return keyring.ErrNotFound
	}
	delete(r.secrets, name)
	return nil
}

// TestKeyringFailingAnywhere while the first key is made, read and changed: the
// store opens with what is left.
func TestKeyringFailingAnywhere(t *testing.T) {
	for n := 1; ; n++ {
		root := t.TempDir()
		ring := &faultyRing{secrets: map[string]string{}, failAt: n}
		i := installation{dir: filepath.Join(root, "data"), source: masterkey.Source{Kind: masterkey.Keyring, File: "key", Ring: ring}}
		sound := i
		sound.source.Ring = &faultyRing{secrets: ring.secrets}
		_, made, err := i.source.Load(t.Context(), i.dir)
		if err != nil && made {
			t.Errorf("call %d: made and failed", n)
		}
		load(t, sound)
		err = errors.Join(err, i.source.Rotate(t.Context(), i.dir))
		load(t, sound)
		if ring.calls < n {
			if err != nil {
				t.Errorf("without a fault: %v", err)
			}
			return
		}
	}
}

// TestEntryThatIsNoKey is not taken for one.
func TestEntryThatIsNoKey(t *testing.T) {
	ring := &faultyRing{secrets: map[string]string{"key": "no key"}}
	if _, _, err := (masterkey.Source{Kind: masterkey.Keyring, File: "key", Ring: ring}).Load(t.Context(), t.TempDir()); err == nil {
		t.Error("taken")
	}
}

// TestPassphraseThatIsNotGiven where a new one is asked for.
func TestPassphraseThatIsNotGiven(t *testing.T) {
	root := t.TempDir()
	silent := errors.New("nobody answers")
	asked := 0
	i := installation{dir: filepath.Join(root, "data"), source: masterkey.Source{
		Kind: masterkey.Passphrase, File: filepath.Join(root, "key"),
		Ask: func(context.Context, string) ([]byte, error) {
			if asked++; asked > 2 {
				return nil, silent
			}
			return []byte("correct horse"), nil
		},
	}}
	load(t, i)
	if err := i.source.Rotate(t.Context(), i.dir); !errors.Is(err, silent) {
		t.Errorf("Rotate = %v", err)
	}
	asked = 0
	load(t, i)
	if _, err := os.Stat(i.source.File + ".new"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a successor without a passphrase: %v", err)
	}
}

// TestSuccessorAlone: the old key was removed by hand after the store was
// rewrapped.
func TestSuccessorAlone(t *testing.T) {
	root := t.TempDir()
	i := installation{dir: filepath.Join(root, "data"), source: masterkey.Source{File: filepath.Join(root, "key")}}
	first, next := load(t, i), bolt.MasterKey{0xbb}
	write(t, i.source.File+".new", digits(next))
	err := errors.Join(bolt.Rekey(t.Context(), bolt.Config{Dir: i.dir, Key: first}, next), os.Remove(i.source.File))
	if err != nil {
		t.Fatal(err)
	}
	if got := load(t, i); got != next {
		t.Error("not the key that opens the store")
	}
}
