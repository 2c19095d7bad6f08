package assemble_test

import (
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/gif"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"portico/engine/enginetest"
	report "portico/engine/figures"
	"portico/engine/imaging"
	"portico/engine/liveness/light"
	"portico/engine/liveness/puppet"
	"portico/engine/liveness/track"
	"portico/engine/native/cv"
)

// solidSeen was chosen on rehearsing puppets, whose copies reached 0.36, and on
// every other two seconds of the man on video, who never fell below 0.74; both
// are what TestEvalSolid takes with PORTICO_DEV=1.
const solidSeen = .5

// unrest is how much a head, or the hand that holds a copy, moves from frame to
// frame: to the sides in distances of the outer eye corners, and in degrees.
type unrest struct{ sway, turn float64 }

// next moves a pose on; nine tenths of it stay.
func (u unrest) next(p puppet.Pose, rng *rand.Rand) puppet.Pose {
	p.X, p.Y = .9*p.X+u.sway*rng.NormFloat64(), .9*p.Y+u.sway*rng.NormFloat64()
	p.Yaw, p.Pitch = .9*p.Yaw+u.turn*rng.NormFloat64(), .9*p.Pitch+u.turn*rng.NormFloat64()
	return p
}

// TestEvalSolid counts takes of two seconds whose faces change as no plane
// does: of people on video, of heads, and of prints that stand and are moved.
func TestEvalSolid(t *testing.T) {
	evaluation(t)
	const frames = 24
	who, n, other := fresh, 10, true
	if os.Getenv("PORTICO_DEV") == "1" {
		who, n, other = rehearsing, 10, false
	}
	a := faces(t)
	solid, errs := report.Tally{}, &report.Errors{}
	var take []track.Frame
	var pursuit track.Pursuit
	begin := func() { take, pursuit = nil, track.Pursuit{Follower: cv.Points{}} }
	see := func(img *image.RGBA, at time.Duration) {
		f := observed(t, a, img, at)
		f.Followed = pursuit.Next(img, f.Face)
		if len(f.Face.Mesh) > 0 {
			take = append(take, f)
		}
	}
	count := func(row string, live bool, last *image.RGBA) {
		share, ok := track.Solid(take)
		if !ok {
			solid.At(row).Unjudged++
			return
		}
		solid.At(row).Count(share >= solidSeen)
		said := fmt.Sprintf("%s: %.3f", row, share)
		t.Log(said)
		if live != (share >= solidSeen) {
			errs.Add(said, last)
		}
	}
	film(t, 2, func(n int, img *image.RGBA) {
		k := n / 2
		if k/frames%2 == 1 != other {
			return
		}
		if k%frames == 0 {
			begin()
		}
		see(img, time.Duration(n)*time.Second/24)
		if k%frames == frames-1 {
			count("one man on video", true, img)
		}
	})
	begin()
	turning := animation(t, "headpose_female.gif")
	for k, img := range turning {
		see(img, time.Duration(k)*frameTime)
	}
	count("one woman on video, who turns her head", true, turning[0])
	for i, p := range cast(t, a, who, n) {
		s, printed := studio(t, 640, 480, 8*i+1), flatly(p, puppet.Print)
		for _, c := range []struct {
			row  string
			draw shown
			unrest
			noise  float64
			lit    bool
			closer float64 // from frame to frame, as a share of the distance
		}{
			{solidHead, p.Head, unrest{.02, 1}, 2.5, false, 0},
			{solidHead + " that hardly moves", p.Head, unrest{.005, .2}, 2.5, false, 0},
			{solidHead + " under the light challenge", p.Head, unrest{.02, 1}, 2.5, true, 0},
			{solidHead + " that comes closer", p.Head, unrest{.02, 1}, 2.5, false, .03},
			{"print on a stand", printed, unrest{}, 2.5, false, 0},
			{"print on a stand, dim light", printed, unrest{}, 6, false, 0},
			{"print on a stand under the light challenge", printed, unrest{}, 2.5, true, 0},
			{"print, held", printed, unrest{.01, .4}, 2.5, false, 0},
			{"print, held, under the light challenge", printed, unrest{.01, .4}, 2.5, true, 0},
			{"print, held, brought closer", printed, unrest{.01, .4}, 2.5, false, .03},
			{"print, moved to and fro", printed, unrest{.04, 0}, 2.5, false, 0},
			{"print, tilted to and fro", printed, unrest{.02, 2}, 2.5, false, 0},
		} {
			s.Noise = c.noise
			rng := rand.New(rand.NewPCG(uint64(i), 7))
			pose, colours, lamp := puppet.Pose{Distance: 5.5}, light.Draw(rng), puppet.Daylight
			if c.closer > 0 {
				pose.Distance = 8.5
			}
			begin()
			var img *image.RGBA
			for k := range frames {
				at := time.Duration(k) * frameTime
				pose = c.next(pose, rng)
				pose.Distance *= 1 - c.closer
				if c.lit {
					lamp = room{.65, .35}.under(colours.At(at))
				}
				img = c.draw(s, pose, lamp, rng)
				see(img, at)
			}
			count(c.row, strings.HasPrefix(c.row, solidHead), img)
		}
	}
	out := report.New("liveness-solid", "Change of shape that no plane explains, a cue that is told and decides nothing")
	solid.Table(out, fmt.Sprintf("%.1f of the change or more, %d frames", solidSeen, frames), "as no plane")
	if err := errors.Join(out.Close(), out.Errors(errs)); err != nil {
		t.Fatal(err)
	}
}

// animation returns the pictures of an animated GIF.
func animation(t *testing.T, name string) (all []*image.RGBA) {
	t.Helper()
	f, err := os.Open(enginetest.Data(t, "video", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	g, err := gif.DecodeAll(f)
	if err != nil {
		t.Fatal(err)
	}
	canvas := image.NewRGBA(image.Rect(0, 0, g.Config.Width, g.Config.Height))
	for _, part := range g.Image {
		draw.Draw(canvas, part.Rect, part, part.Rect.Min, draw.Over)
		all = append(all, imaging.Crop(canvas, canvas.Rect))
	}
	return all
}
