package seal_test

import (
	"bytes"
	"errors"
	"testing"

	"portico/sync/store/seal"
)

func TestWhatIsSealedOpensOnlyInItsPlace(t *testing.T) {
	box, other := seal.NewBox(seal.NewKey()), seal.NewBox(seal.NewKey())
	about, plain := seal.About("record", "anna"), []byte("Brian Bell")
	sealed := box.Seal(about, plain)
	if bytes.Contains(sealed, plain) {
		t.Fatal("the text shows")
	}
	if got, err := box.Open(about, sealed); err != nil || !bytes.Equal(got, plain) {
		t.Fatalf("opened %q, %v", got, err)
	}
	flipped := bytes.Clone(sealed)
	flipped[len(flipped)-1] ^= 1
	for name, try := range map[string]func() ([]byte, error){
		"another key":   func() ([]byte, error) { return other.Open(about, sealed) },
		"another place": func() ([]byte, error) { return box.Open(seal.About("recordanna"), sealed) },
		"a flipped bit": func() ([]byte, error) { return box.Open(about, flipped) },
		"cut short":     func() ([]byte, error) { return box.Open(about, sealed[:10]) },
	} {
		if got, err := try(); !errors.Is(err, seal.ErrDamaged) || got != nil {
			t.Errorf("%s: %q, %v; want ErrDamaged", name, got, err)
		}
	}
	if bytes.Equal(seal.About("a", "bc"), seal.About("ab", "c")) {
		t.Error("two lists of parts look alike")
	}
}

func TestAWrappedKey(t *testing.T) {
	box, key := seal.NewBox(seal.NewKey()), seal.NewKey()
	about := seal.About("key", "1")
	inner, err := box.UnwrapKey(about, box.WrapKey(about, key))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := seal.NewBox(key).Open(nil, inner.Seal(nil, []byte("x"))); err != nil || string(got) != "x" {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := box.UnwrapKey(about, box.Seal(about, []byte("short"))); !errors.Is(err, seal.ErrDamaged) {
		t.Errorf("a short key: %v", err)
	}
}

func TestWhatIsNoJSON(t *testing.T) {
	box, about := seal.NewBox(seal.NewKey()), seal.About("record")
	if _, err := box.SealJSON(about, func() {}); err == nil {
		t.Error("a function was sealed as JSON")
	}
	var v any
	if err := box.OpenJSON(about, box.Seal(about, []byte("no JSON")), &v); !errors.Is(err, seal.ErrDamaged) {
		t.Errorf("OpenJSON of something else: %v, want ErrDamaged", err)
	}
	if err := box.OpenJSON(about, nil, &v); !errors.Is(err, seal.ErrDamaged) {
		t.Errorf("OpenJSON of nothing: %v, want ErrDamaged", err)
	}
}
