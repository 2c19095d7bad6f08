package main

import (
	"errors"
	"fmt"
	"testing"

	"portico/engine/imaging"
)

func FuzzDecode(f *testing.F) {
	f.Add([]byte("P5 2 2 255\n\x00\x40\x80\xff"))
	f.Add([]byte("P5\n99999 99999\n255\n"))
	f.Add([]byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"))
	f.Add([]byte("P5"))
	f.Fuzz(func(t *testing.T, data []byte) {
		img, err := decode(data)
		if (img == nil) == (err == nil) {
			t.Fatalf("img %v with error %v", img, err)
		}
	})
}

func TestGreyMaps(t *testing.T) {
	img, err := decode([]byte("P5\n2 2\n255\n\x00\x40\x80\xff"))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []uint8{0, 0x40, 0x80, 0xff} {
		if got := img.RGBAAt(i%2, i/2).R; got != want {
			t.Errorf("pixel %d = %d, want %d", i, got, want)
		}
	}
	for name, data := range map[string]string{
		"pixels missing": "P5 200 200 255\n\x00", "huge": "P5 99999 99999 255\n", "no header": "P5 a b c",
	} {
		if _, err := decode([]byte(data)); err == nil || errors.Is(err, imaging.ErrEmpty) {
			t.Error(fmt.Sprint(name, ": no error that says so: ", err))
		}
	}
}
