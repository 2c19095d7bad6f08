package chip_test

import (
	"maps"
	"os"
	"path/filepath"
	"testing"

	"portico/engine/document/chip"
	"portico/engine/enginetest"
)

// TestSpecimen is BSI's specimen of 2008: DG1, 2, 3 and 14 are signed, DG4 and
// 15 are not those that were, and its test authority is not in any list.
func TestSpecimen(t *testing.T) {
	whole := specimen(t)
	for name, c := range map[string]struct {
		without     []int
		authorities []chip.Certificate
		want        chip.Authentication
	}{
		"every file":           {nil, nil, chip.Denied},
		"one false group":      {[]int{4}, nil, chip.Denied},
		"what was signed":      {[]int{4, 15}, nil, chip.NoAuthorities},
		"by nobody in a list":  {[]int{4, 15}, authorities(t, "DE_ML_2026-05-28.ml"), chip.Denied},
		"nothing but the seal": {[]int{1, 2, 3, 4, 14, 15}, nil, chip.Denied},
	} {
		f := whole
		f.DG = maps.Clone(whole.DG)
		for _, n := range c.without {
			delete(f.DG, n)
		}
		if got := f.Authenticate(c.authorities); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	d, err := whole.MRZ()
	if err != nil {
		t.Fatal(err)
	}
	if d.Surname != "MUSTERMANN" || d.GivenNames != "ERIKA" || d.Number != "C11T002JM" || !d.Valid {
		t.Errorf("DG1 says %s %s %s, valid %v", d.Surname, d.GivenNames, d.Number, d.Valid)
	}
	// The portrait is a JPEG 2000 file of 15 kB (ISO/IEC 15444-1, I.5.1).
	p, err := whole.Portrait()
	if err != nil || len(p) < 14000 || string(p[4:8]) != "jP  " || chip.IsJPEG(p) {
		t.Errorf("the portrait has %d bytes, %v", len(p), err)
	}
}

// TestSecurityObjects are those of real passports: the manifest says that an
// authority in the list issued each.
func TestSecurityObjects(t *testing.T) {
	list := authorities(t, "DE_ML_2026-05-28.ml")
	for state, own := range map[string]string{"FR": "sod_FR_CSCA.der", "NZ": "sod_NZ_CSCA.der", "AT": "", "UK": ""} {
		sod, err := chip.ParseSOD(read(t, "sod_"+state+"_EF_SOD.bin"))
		if err != nil {
			t.Errorf("%s: %v", state, err)
			continue
		}
		if err := sod.Verify(); err != nil {
			t.Errorf("%s: the signature: %v", state, err)
		}
		if err := sod.IssuedBy(list); err != nil {
			t.Errorf("%s: the list of %d: %v", state, len(list), err)
		}
		if own == "" {
			continue
		}
		if err := sod.IssuedBy(authorities(t, own)); err != nil {
			t.Errorf("%s: its own authority: %v", state, err)
		}
		other := "sod_FR_CSCA.der"
		if own == other {
			other = "sod_NZ_CSCA.der"
		}
		if sod.IssuedBy(authorities(t, other)) == nil {
			t.Errorf("%s was issued by another state", state)
		}
	}
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(enginetest.Data(t), "emrtd", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func authorities(t *testing.T, name string) []chip.Certificate {
	t.Helper()
	all, err := chip.ParseAuthorities(read(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func specimen(t *testing.T) chip.Files {
	t.Helper()
	container := []byte(chip.Magic)
	for _, name := range []string{"EF_COM", "Datagroup1", "Datagroup2", "Datagroup3", "Datagroup4", "Datagroup14", "Datagroup15", "EF_SOD"} {
		container = append(container, read(t, "bsi2008_"+name+".bin")...)
	}
	f, err := chip.Parse(container)
	if err != nil {
		t.Fatal(err)
	}
	return f
}
