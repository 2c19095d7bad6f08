package chip_test

import (
	"bytes"
	"encoding/pem"
	"errors"
	"path/filepath"
	"testing"

	"portico/engine/document/chip"
	"portico/engine/document/chip/chiptest"
)

var picture = []byte("\xff\xd8\xffthe holder")

func parsed(t testing.TB, d chiptest.Document) chip.Files {
	t.Helper()
	f, err := chip.Parse(d.Container())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestFilesComeBack(t *testing.T) {
	d := chiptest.New(t, picture)
	f := parsed(t, d)
	for name, pair := range map[string][2][]byte{"COM": {f.COM, d.COM}, "SOD": {f.SOD, d.SOD}, "DG1": {f.DG[1], d.DG1}, "DG2": {f.DG[2], d.DG2}} {
		if !bytes.Equal(pair[0], pair[1]) {
			t.Errorf("%s is not the file uploaded", name)
		}
	}
	zone, err := f.MRZ()
	if err != nil || zone.Surname != "ERIKSSON" || zone.GivenNames != "ANNA MARIA" || zone.Number != "L898902C3" || !zone.Valid {
		t.Errorf("DG1 is %+v, %v", zone, err)
	}
	if got, err := f.Portrait(); err != nil || !bytes.Equal(got, picture) || !chip.IsJPEG(got) {
		t.Errorf("DG2 is %q, %v", got, err)
	}
}

func TestAuthenticate(t *testing.T) {
	d, other := chiptest.New(t, picture), chiptest.New(t, picture)
	trusted := func(der ...[]byte) []chip.Certificate {
		var file []byte
		for _, c := range der {
			file = append(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c})...)
		}
		all, err := chip.ParseAuthorities(file)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	for name, c := range map[string]struct {
		change func(*chiptest.Document)
		list   []chip.Certificate
		want   chip.Authentication
	}{
		"as signed":                {nil, trusted(other.Authority, d.Authority), chip.Authenticated},
		"without a list":           {nil, nil, chip.NoAuthorities},
		"of another authority":     {nil, trusted(other.Authority), chip.Denied},
		"another name in DG1":      {func(d *chiptest.Document) { d.DG1[len(d.DG1)-60] ^= 1 }, trusted(d.Authority), chip.Denied},
		"another picture":          {func(d *chiptest.Document) { d.DG2[len(d.DG2)-1] ^= 1 }, nil, chip.Denied},
		"another document's seal":  {func(d *chiptest.Document) { d.SOD = other.SOD; d.DG1 = nil; d.DG2 = nil }, nil, chip.Denied},
		"a hash changed":           {func(d *chiptest.Document) { flip(d.SOD, hash(d.SOD)) }, nil, chip.Denied},
		"the signature changed":    {func(d *chiptest.Document) { d.SOD[len(d.SOD)-1] ^= 1 }, trusted(d.Authority), chip.Denied},
		"no seal":                  {func(d *chiptest.Document) { d.SOD = nil }, nil, chip.InvalidSOD},
		"a seal that is none":      {func(d *chiptest.Document) { d.SOD = []byte{0x77, 2, 5, 0} }, nil, chip.InvalidSOD},
		"no index":                 {func(d *chiptest.Document) { d.COM = nil }, nil, chip.InvalidCOM},
		"an index without content": {func(d *chiptest.Document) { d.COM = []byte{0x60, 0} }, nil, chip.InvalidCOM},
	} {
		changed := d
		changed.DG1, changed.DG2, changed.SOD = bytes.Clone(d.DG1), bytes.Clone(d.DG2), bytes.Clone(d.SOD)
		if c.change != nil {
			c.change(&changed)
		}
		if got := parsed(t, changed).Authenticate(c.list); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestAuthenticateChip(t *testing.T) {
	index := func(tags ...byte) []byte {
		return append([]byte{0x60, byte(9 + len(tags)), 0x5F, 0x01, 4, '0', '1', '0', '7', 0x5C, byte(len(tags))}, tags...)
	}
	for name, c := range map[string]struct {
		files     chip.Files
		challenge []byte
		want      chip.Authentication
	}{
		"no index":              {chip.Files{}, nil, chip.NotEvaluated},
		"no keys":               {chip.Files{COM: index(0x61, 0x75)}, nil, chip.NotSupported},
		"another protocol":      {chip.Files{COM: index(0x61, 0x75, 0x6E)}, nil, chip.NotEvaluated},
		"no answer":             {chip.Files{COM: index(0x61, 0x75, 0x6F)}, []byte("12345678"), chip.MissingSignature},
		"an answer to nothing":  {chip.Files{COM: index(0x61, 0x6F), Answer: []byte{1}}, nil, chip.MissingChallenge},
		"an answer, unverified": {chip.Files{COM: index(0x61, 0x6F), Answer: []byte{1}}, []byte("12345678"), chip.NotEvaluated},
	} {
		if got := c.files.AuthenticateChip(c.challenge); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// hash finds the first hash in a security object: 32 bytes after DG1's number.
func hash(sod []byte) int { return bytes.Index(sod, []byte{2, 1, 1, 4, 32}) + 5 }

func flip(data []byte, i int) { data[i] ^= 1 }

// Some signers write lengths as BER allows and DER does not.
func TestIndefiniteLengths(t *testing.T) {
	d := chiptest.New(t, picture)
	const header = 5 // of chiptest's elements
	open := func(element []byte, size int) []byte {
		return append(append([]byte{element[0], 0x80}, element[size:]...), 0, 0)
	}
	signed := d.SOD[header:]
	size := 2 + int(signed[1]&0x7F) // its length has so many bytes
	sod, err := chip.ParseSOD(open(append(bytes.Clone(d.SOD[:header]), open(signed, size)...), header))
	if err != nil {
		t.Fatal(err)
	}
	if err := sod.Verify(); err != nil || !sod.Covers(map[int][]byte{1: d.DG1, 2: d.DG2}) {
		t.Errorf("not verified as written otherwise: %v", err)
	}
}

func TestContainersThatAreNone(t *testing.T) {
	whole := chiptest.New(t, picture).Container()
	for name, data := range map[string][]byte{
		"nothing":      nil,
		"only a name":  []byte(chip.Magic),
		"another name": []byte("PCC2\x61\x00"),
		"cut short":    whole[:len(whole)-1],
		"a file twice": append(bytes.Clone(whole), 0x61, 0),
		"an odd file":  append(bytes.Clone(whole), 0x71, 0),
		"no end":       append([]byte(chip.Magic), 0x61, 0x80, 0x5F, 0x1F, 0),
		"nested":       append([]byte(chip.Magic), bytes.Repeat([]byte{0x61, 0x80}, 1000)...),
		"too large":    append([]byte(chip.Magic), make([]byte, chip.MostBytes)...),
	} {
		if _, err := chip.Parse(data); !errors.Is(err, chip.ErrParse) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzParse holds that whatever is a container is the sum of its files, and
// that nothing in them breaks what reads them.
func FuzzParse(f *testing.F) {
	seed(f, "FuzzParse")
	f.Fuzz(func(t *testing.T, data []byte) {
		files, err := chip.Parse(data)
		if err != nil {
			if !errors.Is(err, chip.ErrParse) {
				t.Errorf("an error of another kind: %v", err)
			}
			return
		}
		size := len(chip.Magic) + len(files.SOD) + len(files.COM)
		for _, g := range files.DG {
			size += len(g)
		}
		if size > len(data) {
			t.Errorf("%d bytes of files in %d", size, len(data))
		}
		if d, err := files.MRZ(); err == nil && len(d.Lines) == 0 {
			t.Error("a zone without lines")
		}
		if p, err := files.Portrait(); err == nil && len(p) == 0 {
			t.Error("an empty portrait")
		}
		if got := files.Authenticate(nil); got == chip.Authenticated {
			t.Error("authenticated by nobody")
		}
	})
}

// FuzzSOD holds that a security object never covers a data group that it does
// not name, whatever else is in it.
func FuzzSOD(f *testing.F) {
	seed(f, "FuzzSOD")
	f.Fuzz(func(t *testing.T, data []byte) {
		sod, err := chip.ParseSOD(data)
		if err != nil {
			return
		}
		if err := sod.Verify(); err == nil && sod.IssuedBy(nil) == nil {
			t.Error("issued by nobody")
		}
		if sod.Covers(map[int][]byte{1 << 40: data}) {
			t.Error("covers a data group that there is not")
		}
	})
}

// FuzzAuthorities holds that a list is empty only with an error.
func FuzzAuthorities(f *testing.F) {
	seed(f, "FuzzAuthorities")
	f.Fuzz(func(t *testing.T, data []byte) {
		if all, err := chip.ParseAuthorities(data); err == nil && len(all) == 0 {
			t.Error("an empty list")
		}
	})
}

// seed fails when the committed seeds, which the testing package adds, are gone.
func seed(f *testing.F, name string) {
	f.Helper()
	if files, err := filepath.Glob(filepath.Join("testdata", "fuzz", name, "*")); err != nil || len(files) == 0 {
		f.Fatalf("no seeds for %s: testdata moved?", name)
	}
}
