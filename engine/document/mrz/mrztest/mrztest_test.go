package mrztest_test

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/opentype"

	"portico/engine/document/mrz"
	"portico/engine/document/mrz/mrztest"
)

func TestZonesParse(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	kinds, valid := map[mrz.Type]int{}, 0
	for range 2000 {
		lines := mrztest.Zone(rng)
		d, err := mrz.Parse(lines)
		if err != nil {
			t.Fatalf("%q: %v", lines, err)
		}
		kinds[d.Type]++
		if d.Valid {
			valid++
		}
	}
	if len(kinds) != 6 || valid < 1850 || valid > 1980 {
		t.Errorf("formats %v, %d of 2000 valid; want all six, and about one in twenty misprinted", kinds, valid)
	}
}

func TestASeedDrawsTheSameCase(t *testing.T) {
	typeface, err := opentype.Parse(gomono.TTF)
	if err != nil {
		t.Fatal(err)
	}
	draw := func(seed uint64) *mrztest.Case {
		c, err := mrztest.Draw(typeface, seed)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	a, b, other := draw(7), draw(7), draw(8)
	if !bytes.Equal(a.Image.Pix, b.Image.Pix) || a.Pitch != b.Pitch {
		t.Error("seed 7 drew two pictures")
	}
	if bytes.Equal(a.Image.Pix, other.Image.Pix) {
		t.Error("seeds 7 and 8 drew the same picture")
	}
}
