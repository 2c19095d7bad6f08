// Package sound has the three cues of a kiosk: short, soft and drawn as waves
// here. Each only repeats what the screen shows at the same time.
package sound

import (
	"bytes"
	"encoding/binary"
	"math"
	"time"
)

// Cue is a sound with a meaning.
type Cue string

// The cues.
const (
	Ready Cue = "ready" // the picture is good: hold still
	Taken Cue = "taken" // a picture was taken
	Wrong Cue = "wrong" // it was of no use, or something is to be done
)

// Cues returns every cue.
func Cues() []Cue { return []Cue{Ready, Taken, Wrong} }

// note is a tone that fades in and out.
type note struct {
	hertz float64 // 0 is a pause
	long  time.Duration
}

// Intervals are pure; what is right rises, what is wrong falls.
var tunes = map[Cue][]note{
	Ready: {{660, 90 * time.Millisecond}},
	Taken: {{660, 70 * time.Millisecond}, {990, 130 * time.Millisecond}},
	Wrong: {{440, 120 * time.Millisecond}, {0, 40 * time.Millisecond}, {330, 180 * time.Millisecond}},
}

const (
	rate    = 44100                 // samples a second
	softest = 12 * time.Millisecond // in which a tone comes and goes, so that none clicks
	loudest = .35                   // of full scale: a cue, not an alarm
)

// WAV returns a cue as a WAV file of 16 bits, mono. Volume is 0 to 1.
func WAV(c Cue, volume float64) []byte {
	var pcm []int16
	for _, n := range tunes[c] {
		count := int(n.long.Seconds() * rate)
		for i := range count {
			t := float64(i) / rate
			rest := n.long.Seconds() - t
			envelope := math.Min(1, math.Min(t, rest)/softest.Seconds())
			v := math.Sin(2 * math.Pi * n.hertz * t)
			pcm = append(pcm, int16(math.MaxInt16*loudest*min(max(volume, 0), 1)*envelope*v))
		}
	}
	var out bytes.Buffer
	size := uint32(2 * len(pcm))
	for _, v := range []any{
		[]byte("RIFF"), 36 + size, []byte("WAVEfmt "), uint32(16), uint16(1), uint16(1),
		uint32(rate), uint32(2 * rate), uint16(2), uint16(16), []byte("data"), size, pcm,
	} {
		_ = binary.Write(&out, binary.LittleEndian, v) // into memory: cannot fail
	}
	return out.Bytes()
}
