package assemble_test

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"math/rand/v2"
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
	guise                    guise
}

// guise is what a person does with eyes and mouth, or wears.
type guise int

const (
	atRest guise = iota
	eyesClosed
	mouthOpen
	glasses      // that do not reflect
	glaringGlass // a lamp in them
	guises       // how many there are
)

// flaw is what is wrong with how a face is held and lit.
type flaw struct {
	hint  guidance.Hint
	pose  func(s *stance, share float64, at time.Duration)
	light specimen.Exposure
	guise guise   // until it is mild
	then  guise   // and after
	mild  float64 // share of it that no longer spoils a picture

	other  bool // someone else is in the picture
	window bool // the room behind is burnt out
}

var flaws = map[string]flaw{
	"far away":      {hint: guidance.FaceCloser, pose: func(s *stance, share float64, _ time.Duration) { s.scale *= 1 - .5*share }, mild: .4},
	"too near":      {hint: guidance.FaceFarther, pose: func(s *stance, share float64, _ time.Duration) { s.scale *= 1 + 1.6*share }, mild: .2},
	"aside":         {hint: guidance.CentreFace, pose: func(s *stance, share float64, _ time.Duration) { s.right += .22 * share }, mild: .4},
	"head leaning":  {hint: guidance.LevelHead, pose: func(s *stance, share float64, _ time.Duration) { s.lean += .45 * share }, mild: .2},
	"eyes closed":   {hint: guidance.OpenEyes, guise: eyesClosed, mild: .25},
	"mouth open":    {hint: guidance.CloseMouth, guise: mouthOpen, mild: .25},
	"lamp in glass": {hint: guidance.GlassesGlare, guise: glaringGlass, then: glasses, mild: .25},
	"swaying":       {hint: guidance.HoldSteady, pose: sway},
	"in the dark":   {hint: guidance.TooDark, light: specimen.Exposure{Gain: .12}, mild: .65},
	"two people":    {hint: guidance.OnePerson, other: true, mild: .3},
	"out of focus":  {hint: guidance.Blurred, light: specimen.Exposure{Defocus: 9}, mild: .2},
	"by a window":   {hint: guidance.BackLight, window: true, light: specimen.Exposure{Gain: .12}, mild: .5},
	"without fault": {},
}

// burn makes windows of what lies to both sides of the person.
func burn(img *image.RGBA) {
	for _, r := range []image.Rectangle{image.Rect(0, 0, sceneW*3/10, sceneH*3/4), image.Rect(sceneW*7/10, 0, sceneW, sceneH*3/4)} {
		draw.Draw(img, r, image.White, image.Point{}, draw.Src)
	}
}

func sway(s *stance, share float64, at time.Duration) {
	sin, cos := math.Sincos(2 * math.Pi * at.Seconds())
	s.right += .03 * share * sin
	s.down += .03 * share * cos
}

// person is what a sequence is rendered from.
type person struct {
	wall  *image.RGBA
	faces [guises]*image.RGBA // nil where a sequence does not need it
}

func personOf(seed uint64, needed ...guise) person {
	out := person{wall: specimen.InRoom(specimen.Person{Seed: seed}, sceneW, sceneH, 9, 0)}
	for _, l := range needed {
		p := [guises]specimen.Person{
			eyesClosed: {Blink: 1}, mouthOpen: {Mouth: 1}, glasses: {Glasses: true}, glaringGlass: {Glasses: true, Glare: .7},
		}[l]
		p.Seed = seed
		out.faces[l] = specimen.InRoom(p, sceneW, sceneH, 0, 0)
	}
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
	specimen.Project(img, p.faces[s.guise], q)
	return img
}

func faceSequence(f flaw, seed uint64) sequence {
	r := rand.New(rand.NewPCG(seed, 5))
	who := personOf(seed+3, f.then, f.guise)
	var neighbour person
	if f.other {
		neighbour = personOf(seed+4, atRest)
	}
	n := 0
	expose := func(img *image.RGBA, share float64) *image.RGBA {
		n++
		e := specimen.Exposure{Gain: 1, Noise: 2.5, Seed: uint64(n)}
		if f.light.Gain != 0 {
			e.Gain = 1 + (f.light.Gain-1)*share
		}
		e.Defocus = int(float64(f.light.Defocus) * share)
		e.Take(img)
		if f.window && share > 0 {
			burn(img)
		}
		return img
	}
	rest := stance{guise: f.then, right: .04 * (r.Float64() - .5), scale: .85 + .3*r.Float64(), lean: .1 * (r.Float64() - .5)}
	standing := func(share float64) *image.RGBA {
		s := rest
		if share > f.mild {
			s.guise = f.guise
		}
		s.right += .001 * (2*r.Float64() - 1) // nobody stands still
		if f.pose != nil {
			f.pose(&s, share, time.Duration(n)*rate)
		}
		img := who.seen(s)
		if f.other && share > .3 {
			beside := s
			beside.right, beside.scale = .32, .7*s.scale
			right := image.Rect(sceneW*7/10, 0, sceneW, sceneH)
			draw.Draw(img, right, neighbour.seen(beside), right.Min, draw.Src)
		}
		return expose(img, share)
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

// guideFace guides along a sequence of this flaw.
func guideFace(t *testing.T, f *measured, finder guidance.FaceFinder, name string, moments sequence) {
	t.Helper()
	coach := guidance.FaceLimits{}.ForFace()
	f.run(name, moments, func(at time.Duration, img *image.RGBA) guidance.Advice {
		m, err := guidance.MeasureFace(t.Context(), finder, img)
		if err != nil {
			t.Fatal(err)
		}
		return coach.Observe(at, m)
	})
}

func TestEvalGuidanceOfFaces(t *testing.T) {
	d := drill{
		id: "guidance-faces", title: "Guidance of faces", said: "Drawn people (assets/specimen)", seeds: 3, staying: 20,
		defects: map[string]guidance.Hint{},
		render:  func(name string, seed uint64) sequence { return faceSequence(flaws[name], seed) },
		guide:   func(f *measured, name string, moments sequence) { guideFace(t, f, faces(t), name, moments) },
	}
	for name, f := range flaws {
		d.defects[name] = f.hint
	}
	d.evaluate(t)
}

func TestFaceIsGuidedUntilItIsGood(t *testing.T) {
	f := &measured{wrong: map[string]int{}}
	guideFace(t, f, faces(t), "far away", faceSequence(flaws["far away"], 0))
	f.check(t)
}
