package assemble_test

import (
	"image"
	"image/color"
	"image/draw"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"portico/assets/specimen"
	"portico/engine/guidance"
	"portico/engine/imaging"
)

// stance is how a person stands before the camera: beside and below the
// middle, and nearer or farther than at rest, and how the head leans.
type stance struct {
	right, down, scale, lean float64 // in fractions of the picture's width, as a factor, in radians
	eyes                     int     // 0 open, 1 closed
}

// flaw is what is wrong with how a face is held and lit.
type flaw struct {
	hint  guidance.Hint
	pose  func(s *stance, share float64, at time.Duration)
	light specimen.Exposure
	mild  float64 // share of it that no longer spoils a picture
}

var flaws = map[string]flaw{
	"far away":      {hint: guidance.FaceCloser, pose: func(s *stance, share float64, _ time.Duration) { s.scale *= 1 - .5*share }, mild: .4},
	"too near":      {hint: guidance.FaceFarther, pose: func(s *stance, share float64, _ time.Duration) { s.scale *= 1 + 1.6*share }, mild: .2},
	"aside":         {hint: guidance.CentreFace, pose: func(s *stance, share float64, _ time.Duration) { s.right += .22 * share }, mild: .4},
	"head leaning":  {hint: guidance.LevelHead, pose: func(s *stance, share float64, _ time.Duration) { s.lean += .45 * share }, mild: .2},
	"eyes closed":   {hint: guidance.OpenEyes, pose: func(s *stance, share float64, _ time.Duration) { s.eyes = int(math.Ceil(share - .25)) }, mild: .25},
	"swaying":       {hint: guidance.HoldSteady, pose: sway},
	"in the dark":   {hint: guidance.TooDark, light: specimen.Exposure{Gain: .12}, mild: .65},
	"without fault": {},
}

func sway(s *stance, share float64, at time.Duration) {
	sin, cos := math.Sincos(2 * math.Pi * at.Seconds())
	s.right += .03 * share * sin
	s.down += .03 * share * cos
}

// person is what a sequence is rendered from.
type person struct {
	wall  *image.RGBA
	faces [2]*image.RGBA // by stance.eyes
}

func personOf(seed uint64) person {
	p := specimen.Person{Seed: seed}
	out := person{wall: specimen.InRoom(p, sceneW, sceneH, 9, 0)}
	out.faces[0] = specimen.InRoom(p, sceneW, sceneH, 0, 0)
	p.Blink = 1
	out.faces[1] = specimen.InRoom(p, sceneW, sceneH, 0, 0)
	return out
}

// seen renders the person; the room moves with them, before a plain wall.
func (p person) seen(s stance) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, sceneW, sceneH))
	draw.Draw(img, img.Rect, image.NewUniform(color.RGBA{186, 190, 188, 255}), image.Point{}, draw.Src)
	head := imaging.Point{X: sceneW / 2, Y: sceneH * .44}
	sin, cos := math.Sincos(s.lean)
	q := imaging.RectQuad(img.Rect)
	for i, c := range q {
		x, y := (c.X-head.X)*s.scale, (c.Y-head.Y)*s.scale
		q[i] = imaging.Point{X: head.X + s.right*sceneW + x*cos - y*sin, Y: head.Y + s.down*sceneW + x*sin + y*cos}
	}
	specimen.Project(img, p.faces[s.eyes], q)
	return img
}

func faceSequence(f flaw, seed uint64) func(yield func(moment) bool) {
	r := rand.New(rand.NewPCG(seed, 5))
	who := personOf(seed + 3)
	n := 0
	expose := func(img *image.RGBA, share float64) *image.RGBA {
		n++
		e := specimen.Exposure{Gain: 1, Noise: 2.5, Seed: uint64(n)}
		if f.light.Gain != 0 {
			e.Gain = 1 + (f.light.Gain-1)*share
		}
		e.Take(img)
		return img
	}
	rest := stance{right: .04 * (r.Float64() - .5), scale: .85 + .3*r.Float64(), lean: .1 * (r.Float64() - .5)}
	standing := func(share float64) *image.RGBA {
		s := rest
		s.right += .001 * (2*r.Float64() - 1) // nobody stands still
		if f.pose != nil {
			f.pose(&s, share, time.Duration(n)*rate)
		}
		return expose(who.seen(s), share)
	}
	return func(yield func(moment) bool) {
		for range 14 {
			if !yield(moment{img: expose(imaging.Crop(who.wall, who.wall.Rect), 0), defect: guidance.SearchFace}) {
				return
			}
		}
		for i := range 6 { // comes up
			s := rest
			s.right += .5 * float64(6-i) / 6
			s.scale *= 1 - .5*float64(6-i)/6
			if !yield(moment{img: expose(who.seen(s), 1)}) {
				return
			}
		}
		if f.hint != "" {
			for range 20 {
				if !yield(moment{img: standing(1), defect: f.hint}) {
					return
				}
			}
			for i := range 4 { // settles
				share := 1 - float64(i+1)/5
				if !yield(moment{img: standing(share), acceptable: share <= f.mild}) {
					return
				}
			}
		}
		for range 15 {
			if !yield(moment{img: standing(0), acceptable: true}) {
				return
			}
		}
	}
}

// guideFace guides along the sequences of these flaws.
func guideFace(t *testing.T, seeds uint64, names ...string) {
	t.Helper()
	finder := faces(t)
	all := &measured{wrong: map[string]int{}}
	for _, name := range names {
		for seed := range seeds {
			coach := guidance.FaceLimits{}.ForFace()
			all.run(name, faceSequence(flaws[name], seed), func(at time.Duration, img *image.RGBA) guidance.Advice {
				m, err := guidance.MeasureFace(t.Context(), finder, img)
				if err != nil {
					t.Fatal(err)
				}
				return coach.Observe(at, m)
			})
		}
	}
	all.check(t)
}

func TestEvalGuidanceOfFaces(t *testing.T) {
	evaluation(t)
	guideFace(t, 3, slices.Sorted(maps.Keys(flaws))...)
}

func TestFaceIsGuidedUntilItIsGood(t *testing.T) { guideFace(t, 1, "far away") }
