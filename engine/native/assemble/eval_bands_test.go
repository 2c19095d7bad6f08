package assemble_test

import (
	"fmt"
	"image"
	"math"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	report "portico/engine/figures"
	"portico/engine/liveness/puppet"
	"portico/engine/liveness/track"
)

// readout is how long a camera takes from its first line to its last.
const readout = 28 * time.Millisecond

// flickering has what a mask covers, everything without one, flicker so many
// times a second, by a depth of its light, as a rolling shutter shows it.
func flickering(img, mask *image.RGBA, hertz, depth float64, at time.Duration) *image.RGBA {
	for y := range img.Rect.Dy() {
		when := at + readout*time.Duration(y)/time.Duration(img.Rect.Dy())
		share := 1 + depth/2*math.Cos(2*math.Pi*hertz*when.Seconds())
		row := img.Pix[y*img.Stride:][:4*img.Rect.Dx()]
		for i := range row {
			if i%4 < 3 && (mask == nil || mask.Pix[y*mask.Stride+i/4*4] > 0) {
				row[i] = uint8(math.Min(255, float64(row[i])*share))
			}
		}
	}
	return img
}

// bandsSeen is just above the greatest depth of six rehearsing heads', whose
// movement leaves what looks like bands.
const bandsSeen = .03

// TestEvalBands counts takes of a second in which bands wander over the face:
// of heads, in even light and under a lamp that flickers, and of screens that
// are refreshed 60 times a second or dimmed 240 times, and of a man on video.
func TestEvalBands(t *testing.T) {
	evaluation(t)
	const frames = 12
	a := faces(t)
	who, n := reported, 10
	if os.Getenv("PORTICO_DEV") == "1" {
		who, n = rehearsing, 6
	}
	seen := report.Tally{}
	count := func(row string, take []track.Frame) {
		if depth, ok := track.Bands(take); ok {
			seen.At(row).Count(depth >= bandsSeen)
			t.Logf("%s: %.4f", row, depth)
		} else {
			seen.At(row).Unjudged++
		}
	}
	for i, p := range cast(t, a, who, n) {
		s := studio(t, 640, 480, 8*i+1)
		dark := s
		dark.Background, dark.Noise = image.NewRGBA(s.Background.Rect), 0
		copied := flatly(p, puppet.Screen)
		for _, c := range []struct {
			row   string
			draw  shown
			hertz float64
			depth float64
			lamp  bool
		}{
			{solidHead, p.Head, 0, 0, false},
			{"solid head under a lamp that flickers by 10 %", p.Head, 100, .1, true},
			{"screen that shines evenly", copied, 0, 0, false},
			{"screen refreshed at 60 Hz, by 10 %", copied, 60, .1, false},
			{"screen dimmed at 240 Hz, by 10 %", copied, 240, .1, false},
		} {
			rng := rand.New(rand.NewPCG(uint64(i), 6))
			pose := puppet.Pose{Distance: 5.5}
			var take []track.Frame
			for k := range frames {
				pose.X, pose.Y = .9*pose.X+.02*rng.NormFloat64(), .9*pose.Y+.02*rng.NormFloat64()
				pose.Yaw, pose.Pitch = .9*pose.Yaw+rng.NormFloat64(), .9*pose.Pitch+rng.NormFloat64()
				at := time.Duration(k)*frameTime + time.Duration(rng.IntN(int(frameTime)/10))
				img := c.draw(s, pose, puppet.Daylight, rng)
				if c.depth > 0 {
					var mask *image.RGBA
					if !c.lamp {
						mask = c.draw(dark, pose, puppet.Daylight, rng)
					}
					img = flickering(img, mask, c.hertz, c.depth, at)
				}
				if f := observed(t, a, img, at); len(f.Face.Mesh) > 0 {
					take = append(take, f)
				}
			}
			count(c.row, take)
		}
	}
	var take []track.Frame
	film(t, 2, func(n int, img *image.RGBA) {
		if n%192 >= 2*frames { // one second of eight
			return
		}
		if f := observed(t, a, img, time.Duration(n)*time.Second/24); len(f.Face.Mesh) > 0 {
			take = append(take, f)
		}
		if len(take) == frames {
			count("one man on video", take)
			take = nil
		}
	})
	out := report.New("liveness-bands", "Bands of a screen's refreshing, a cue that is told and decides nothing")
	seen.Table(out, fmt.Sprintf("Bands of %.0f %% of the light or more wandered over the face, %d frames", 100*bandsSeen, frames), "wandered")
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}
