package main

import (
	"bytes"
	"encoding/binary"
	"image/jpeg"
	"strings"
	"testing"
)

// Every descriptor says its own length, and the configuration the sum (USB
// 2.0, 9.6): the kernel refuses a camera that errs.
func TestConfigurationAddsUp(t *testing.T) {
	cam, err := parse([]string{"-sizes", "640x480,1280x720"})
	if err != nil {
		t.Fatal(err)
	}
	b := cam.configuration()
	if total := int(binary.LittleEndian.Uint16(b[2:])); total != len(b) {
		t.Errorf("wTotalLength %d of %d bytes", total, len(b))
	}
	for len(b) > 0 {
		if n := int(b[0]); n < 2 || n > len(b) {
			t.Fatalf("a descriptor of %d bytes with %d left", n, len(b))
		}
		b = b[b[0]:]
	}
}

func TestPossibleIsWhatTheCameraHas(t *testing.T) {
	cam, err := parse([]string{"-sizes", "640x480,320x240", "-fps", "30,15"})
	if err != nil {
		t.Fatal(err)
	}
	ask := func(format, frame byte, between int) []byte {
		return cam.possible(append([]byte{0, 0, format, frame}, le32(between)...))
	}
	for name, c := range map[string]struct {
		got           []byte
		format, frame byte
		between       int
	}{
		"as asked":     {ask(formatYUYV, 2, interval(15)), formatYUYV, 2, interval(15)},
		"unknown mode": {ask(9, 7, 0), formatMJPEG, 1, interval(30)},
		"slower":       {ask(formatMJPEG, 1, interval(5)), formatMJPEG, 1, interval(15)},
	} {
		if c.got[2] != c.format || c.got[3] != c.frame || int(binary.LittleEndian.Uint32(c.got[4:])) != c.between {
			t.Errorf("%s: % x", name, c.got)
		}
	}
}

func TestPicturesTakeTurnsAndKeepTheirSize(t *testing.T) {
	p, err := load(nil, 2)
	if err != nil {
		t.Fatal(err)
	}
	z := size{64, 48}
	first, again, second := p.next(formatMJPEG, z), p.next(formatMJPEG, z), p.next(formatMJPEG, z)
	if !bytes.Equal(first, again) || bytes.Equal(first, second) {
		t.Error("a picture is not held for two frames")
	}
	if cfg, err := jpeg.DecodeConfig(bytes.NewReader(second)); err != nil || cfg.Width != 64 || cfg.Height != 48 {
		t.Errorf("%+v, %v", cfg, err)
	}
	if n := len(p.next(formatYUYV, z)); n != 64*48*2 {
		t.Errorf("%d bytes of YUYV", n)
	}
	if p.only("4") == nil || p.only("-1") == nil || p.only("3") != nil {
		t.Error("there are pictures 0 to 3")
	}
}

func TestControlsKeepWhatWasSet(t *testing.T) {
	c := newControls()
	if _, ok := c.request(colour, 0x02, setCur, le16(-20)); !ok {
		t.Fatal("brightness cannot be set")
	}
	if v, err := c.value("brightness"); v != -20 || err != nil {
		t.Errorf("brightness %d, %v", v, err)
	}
	if _, ok := c.request(lens, 0x02, setCur, []byte{manualExposure}); !ok {
		t.Error("exposure mode cannot be set")
	}
	if _, ok := c.request(colour, 0x7f, getCur, nil); ok {
		t.Error("an unknown control answers")
	}
}

func TestFaultsAreKnown(t *testing.T) {
	cam, err := parse(nil)
	if err != nil {
		t.Fatal(err)
	}
	for line, good := range map[string]bool{"fault garbage 2": true, "fault nonsense": false, "fault garbage 0": false, "jump": false} {
		if _, _, err := cam.obey(strings.Fields(line)); (err == nil) != good {
			t.Errorf("%s: %v", line, err)
		}
	}
	if cam.fault.of(1) != none || cam.fault.of(2) != garbage {
		t.Error("a fault on every second frame hits others")
	}
}
