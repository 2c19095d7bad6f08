package sound_test

import (
	"encoding/binary"
	"testing"
	"time"

	"portico/app/sound"
)

// samples reads a canonical WAV file (RIFF, Multimedia Programming Interface
// and Data Specifications 1.0).
func samples(t *testing.T, wav []byte) []int16 {
	t.Helper()
	le := binary.LittleEndian
	if string(wav[:4]) != "RIFF" || string(wav[8:16]) != "WAVEfmt " || int(le.Uint32(wav[4:])) != len(wav)-8 ||
		le.Uint16(wav[20:]) != 1 || le.Uint16(wav[22:]) != 1 || le.Uint32(wav[24:]) != 44100 || int(le.Uint32(wav[40:])) != len(wav)-44 {
		t.Fatalf("not a WAV file of 44.1 kHz, mono: % x", wav[:44])
	}
	var all []int16
	for i := 44; i < len(wav); i += 2 {
		all = append(all, int16(le.Uint16(wav[i:])))
	}
	return all
}

func TestCuesAreShortAndSoft(t *testing.T) {
	heard := map[string]sound.Cue{}
	for _, c := range sound.Cues() {
		wav := sound.WAV(c, 1)
		if other, same := heard[string(wav)]; same {
			t.Errorf("%s sounds like %s", c, other)
		}
		heard[string(wav)] = c
		all := samples(t, wav)
		if long := time.Duration(len(all)) * time.Second / 44100; long < 50*time.Millisecond || long > 400*time.Millisecond {
			t.Errorf("%s lasts %v", c, long)
		}
		loudest, jump := 0, 0
		for i, v := range all {
			loudest = max(loudest, int(v), -int(v))
			if i > 0 {
				jump = max(jump, int(v)-int(all[i-1]), int(all[i-1])-int(v))
			}
		}
		if loudest > 1<<15/2 || loudest < 1<<15/8 {
			t.Errorf("%s reaches %d of 32767", c, loudest)
		}
		if jump > 2500 || all[0] != 0 || max(all[len(all)-1], -all[len(all)-1]) > 200 {
			t.Errorf("%s clicks: a jump of %d, from %d to %d", c, jump, all[0], all[len(all)-1])
		}
		for _, v := range samples(t, sound.WAV(c, 0)) {
			if v != 0 {
				t.Fatalf("%s is heard at volume 0", c)
			}
		}
	}
}
