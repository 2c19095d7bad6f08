package record_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"reflect"
	"testing"
	"time"

	"portico/engine/liveness"
	"portico/engine/liveness/record"
)

var created = time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)

func device(seed byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize))
}

func public(k ed25519.PrivateKey) []ed25519.PublicKey {
	return []ed25519.PublicKey{k.Public().(ed25519.PublicKey)}
}

func take() record.Record {
	return record.Record{
		Kind: liveness.MagnifEye, Session: "6f0a3c52", Nonce: record.Nonce{1, 2, 3}, Created: created,
		Frames: []record.Frame{{At: 0, Image: []byte("one")}, {At: 80 * time.Millisecond, Image: []byte("two")}},
	}
}

func sealed(t testing.TB, r record.Record) []byte {
	t.Helper()
	data, err := record.Seal(r, device(1))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestSealedIsOpened(t *testing.T) {
	got, err := record.Open(sealed(t, take()), public(device(1)))
	if err != nil || !reflect.DeepEqual(got, take()) {
		t.Errorf("Open = %+v, %v", got, err)
	}
	if err := got.Check("6f0a3c52", created.Add(time.Minute), 5*time.Minute); err != nil {
		t.Error(err)
	}
}

func TestEveryChangedByteIsRefused(t *testing.T) {
	data := sealed(t, take())
	for i := range data {
		bad := bytes.Clone(data)
		bad[i] ^= 1
		if _, err := record.Open(bad, public(device(1))); err == nil {
			t.Errorf("byte %d of %d was changed and nobody minded", i, len(data))
		}
	}
	for n := range data {
		if _, err := record.Open(data[:n], public(device(1))); err == nil {
			t.Errorf("the first %d of %d bytes were taken", n, len(data))
		}
	}
}

func TestOpenSaysWhy(t *testing.T) {
	data := sealed(t, take())
	later := bytes.Clone(data)
	later[3] = '2'
	forged := bytes.Clone(data)
	forged[len(forged)-70] ^= 1 // in a frame
	backwards := take()
	backwards.Frames[0].At = time.Second
	for name, c := range map[string]struct {
		data []byte
		keys []ed25519.PublicKey
		want error
	}{
		"a JPEG":           {[]byte("\xff\xd8\xff\xe0 and so on"), public(device(1)), record.ErrFormat},
		"another version":  {later, public(device(1)), record.ErrVersion},
		"another device":   {data, public(device(2)), record.ErrKey},
		"no device":        {data, nil, record.ErrKey},
		"a changed frame":  {forged, public(device(1)), record.ErrSignature},
		"one more byte":    {append(bytes.Clone(data), 0), public(device(1)), record.ErrSignature},
		"times go back":    {sealed(t, backwards), public(device(1)), record.ErrFormat},
		"more than a file": {append([]byte("PLR1"), make([]byte, record.MaxBytes)...), public(device(1)), record.ErrTooLarge},
	} {
		if _, err := record.Open(c.data, c.keys); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestCheck(t *testing.T) {
	const age = 5 * time.Minute
	for name, c := range map[string]struct {
		session string
		now     time.Time
		want    error
	}{
		"its own":         {"6f0a3c52", created.Add(age), nil},
		"another session": {"7e000000", created, record.ErrSession},
		"too old":         {"6f0a3c52", created.Add(age + time.Second), record.ErrStale},
		"of the future":   {"6f0a3c52", created.Add(-2 * time.Minute), record.ErrStale},
	} {
		if err := take().Check(c.session, c.now, age); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// The challenge hangs on kind, session and nonce, all three.
func TestRandomIsBoundToTheRecord(t *testing.T) {
	first := func(change func(*record.Record)) uint64 {
		r := take()
		change(&r)
		return r.Random().Uint64()
	}
	own := first(func(*record.Record) {})
	if again := first(func(*record.Record) {}); again != own {
		t.Error("the same record draws another challenge")
	}
	for name, change := range map[string]func(*record.Record){
		"kind":    func(r *record.Record) { r.Kind = liveness.Light },
		"session": func(r *record.Record) { r.Session = "6f0a3c53" },
		"nonce":   func(r *record.Record) { r.Nonce[15] = 1 },
	} {
		if first(change) == own {
			t.Errorf("another %s draws the same challenge", name)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(sealed(f, take()))
	f.Add([]byte("PLR1\x00\x00\x00\x02{}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := record.Open(data, public(device(1)))
		if err != nil {
			return
		}
		back, err := record.Open(sealed(t, r), public(device(1)))
		if err != nil || !reflect.DeepEqual(back, r) {
			t.Errorf("%+v came back as %+v, %v", r, back, err)
		}
	})
}

// FuzzSigned signs whatever comes, so that what is behind the signature is
// read too.
func FuzzSigned(f *testing.F) {
	whole := sealed(f, take())
	f.Add(whole[:len(whole)-ed25519.SignatureSize])
	f.Fuzz(func(t *testing.T, body []byte) {
		sum := sha256.Sum256(body)
		signature := ed25519.Sign(device(1), append([]byte("portico liveness record 1\x00"), sum[:]...))
		r, err := record.Open(append(bytes.Clone(body), signature...), public(device(1)))
		if err != nil {
			return
		}
		back, err := record.Open(sealed(t, r), public(device(1)))
		if err != nil || !reflect.DeepEqual(back, r) {
			t.Errorf("%+v came back as %+v, %v", r, back, err)
		}
	})
}
