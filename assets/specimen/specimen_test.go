package specimen_test

import (
	"bytes"
	"testing"

	"portico/assets/specimen"
	"portico/engine/document/mrz"
)

func TestExampleZoneIsValid(t *testing.T) {
	lines := specimen.Example(nil).Lines()
	doc, err := mrz.Parse(lines[:])
	if err != nil {
		t.Fatal(err)
	}
	if !doc.Valid {
		t.Errorf("check digits %v, want all right", doc.Checks)
	}
	// Number and birth date, with their check digits, are those of the TD1
	// specimen in ICAO Doc 9303-5, appendix B.
	if got, want := lines[0][5:15], "D231458907"; got != want {
		t.Errorf("document number %q, want %q", got, want)
	}
	if got, want := lines[1][:7], "7408122"; got != want {
		t.Errorf("date of birth %q, want %q", got, want)
	}
}

func TestSamePersonTwiceIsTheSamePicture(t *testing.T) {
	a := specimen.InRoom(specimen.Person{Seed: 4}, 160, 120, 0, 0)
	b := specimen.InRoom(specimen.Person{Seed: 4}, 160, 120, 0, 0)
	if !bytes.Equal(a.Pix, b.Pix) {
		t.Error("two renderings of one person differ")
	}
	other := specimen.InRoom(specimen.Person{Seed: 5}, 160, 120, 0, 0)
	if bytes.Equal(a.Pix, other.Pix) {
		t.Error("another seed gives the same person")
	}
}
