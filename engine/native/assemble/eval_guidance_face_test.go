package assemble_test

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"portico/assets/specimen"
	"portico/engine/face"
	"portico/engine/guidance"
	"portico/engine/imaging"
	"portico/engine/liveness/puppet"
)

// stance is how a person stands before the camera: beside and below the
// middle, and nearer or farther than at rest, and how the head leans, turns
// aside and nods.
type stance struct {
	right, down, scale, lean float64 // in fractions of the picture's width, as a factor, in radians
	yaw, pitch               float64 // degrees; solid heads only
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
	solid  bool // the head is a puppet: a drawing is flat and cannot turn
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
	"turned away":   {hint: guidance.LookStraight, pose: func(s *stance, share float64, _ time.Duration) { s.yaw += 35 * share }, solid: true, mild: .4},
	"looking down":  {hint: guidance.LookStraight, pose: func(s *stance, share float64, _ time.Duration) { s.pitch -= 35 * share }, solid: true, mild: .4},
	"too bright":    {hint: guidance.TooBright, light: specimen.Exposure{Gain: 2.6}, mild: .4},
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

// drawings of people are kept, as every flaw is shown of the same people.
type drawings map[specimen.Person]*image.RGBA

func (d drawings) of(seed uint64, g guise) *image.RGBA {
	p := [guises]specimen.Person{
		eyesClosed: {Blink: 1}, mouthOpen: {Mouth: 1}, glasses: {Glasses: true}, glaringGlass: {Glasses: true, Glare: .7},
	}[g]
	p.Seed = seed
	if d[p] == nil {
		d[p] = specimen.InRoom(p, sceneW, sceneH, 0, 0)
	}
	return d[p]
}

var plainWall = image.NewUniform(color.RGBA{186, 190, 188, 255})

// person is whom a sequence shows.
type person struct {
	drawn drawings
	seed  uint64
}

// seen renders the person; the room moves with them, before a plain wall.
func (p person) seen(s stance) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, sceneW, sceneH))
	draw.Draw(img, img.Rect, plainWall, image.Point{}, draw.Src)
	head := imaging.Point{X: sceneW / 2, Y: sceneH * .44}
	sin, cos := math.Sincos(s.lean)
	q := imaging.RectQuad(img.Rect)
	for i, c := range q {
		x, y := (c.X-head.X)*s.scale, (c.Y-head.Y)*s.scale
		q[i] = imaging.Point{X: head.X + s.right*sceneW + x*cos - y*sin, Y: head.Y + s.down*sceneW + x*sin + y*cos}
	}
	specimen.Project(img, p.drawn.of(p.seed, s.guise), q)
	return img
}

// solidHead returns what shows the person at rest as a head that can turn.
func (p person) solidHead(t *testing.T, finder *face.Analyzer) func(stance) *image.RGBA {
	t.Helper()
	portrait := p.drawn.of(p.seed, atRest)
	found, err := finder.Find(t.Context(), portrait)
	if err != nil || len(found) != 1 {
		t.Fatalf("%d faces drawn, %v", len(found), err)
	}
	head, err := puppet.New(portrait, found[0])
	if err != nil {
		t.Fatal(err)
	}
	const distance = 5.5                                 // some 50 cm
	right, left := found[0].Mesh[33], found[0].Mesh[263] // the outer corners of the eyes
	unit := math.Hypot(left.X-right.X, left.Y-right.Y)
	room := puppet.Scene{Size: portrait.Rect.Size(), Focal: distance * unit, Background: image.NewRGBA(portrait.Rect)}
	draw.Draw(room.Background, portrait.Rect, plainWall, image.Point{}, draw.Src)
	return func(s stance) *image.RGBA {
		return head.Head(room, puppet.Pose{
			Distance: distance / s.scale, X: s.right * sceneW / unit, Y: s.down*sceneW/unit - .4, Yaw: s.yaw, Pitch: s.pitch, Roll: -s.lean * 180 / math.Pi,
		}, puppet.Daylight, rand.New(rand.NewPCG(1, 1)))
	}
}

func faceSequence(t *testing.T, drawn drawings, f flaw, seed uint64) sequence {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 5))
	who, neighbour := person{drawn, seed + 3}, person{drawn, seed + 4}
	seen := who.seen
	if f.solid {
		seen = who.solidHead(t, faces(t))
	}
	n := 0
	expose := func(img *image.RGBA, share float64, moved imaging.Point) *image.RGBA {
		n++
		e := specimen.Exposure{Gain: 1, Noise: 2.5, Seed: uint64(n), Motion: moved}
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
	before := rest
	standing := func(share float64) *image.RGBA {
		s := rest
		if share > f.mild {
			s.guise = f.guise
		}
		s.right += .001 * (2*r.Float64() - 1) // nobody stands still
		if f.pose != nil {
			f.pose(&s, share, time.Duration(n)*rate)
		}
		img := seen(s)
		if f.other && share > .3 {
			beside := s
			beside.right, beside.scale = .32, .7*s.scale
			right := image.Rect(sceneW*7/10, 0, sceneW, sceneH)
			draw.Draw(img, right, neighbour.seen(beside), right.Min, draw.Src)
		}
		moved := motion(s.right-before.right, s.down-before.down)
		before = s
		return expose(img, share, moved)
	}
	return func(yield func(moment) bool) {
		room := sync.OnceValue(func() *image.RGBA { return specimen.InRoom(specimen.Person{Seed: who.seed}, sceneW, sceneH, 9, 0) })
		show := func(m moment, render func() *image.RGBA) bool {
			m.shot = render
			return yield(m)
		}
		for range 14 {
			if !show(moment{defect: guidance.SearchFace}, func() *image.RGBA { return expose(imaging.Crop(room(), room().Rect), 0, imaging.Point{}) }) {
				return
			}
		}
		for i := range 6 { // comes up
			s := rest
			s.right += .5 * float64(6-i) / 6
			s.scale *= 1 - .5*float64(6-i)/6
			if !show(moment{}, func() *image.RGBA { return expose(seen(s), 1, imaging.Point{}) }) {
				return
			}
		}
		if f.hint != "" {
			for range 20 {
				if !show(moment{defect: f.hint}, func() *image.RGBA { return standing(1) }) {
					return
				}
			}
			for i := range 4 { // settles
				share := 1 - float64(i+1)/5
				if !show(moment{acceptable: share <= f.mild}, func() *image.RGBA { return standing(share) }) {
					return
				}
			}
		}
		for range 15 {
			if !show(moment{acceptable: true}, func() *image.RGBA { return standing(0) }) {
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
	people := drawings{}
	d := drill{
		id: "guidance-faces", title: "Guidance of faces", said: "Drawn people (assets/specimen); those that turn are puppets of them (engine/liveness/puppet)", seeds: 3, staying: 14,
		defects: map[string]guidance.Hint{},
		render:  func(name string, seed uint64) sequence { return faceSequence(t, people, flaws[name], seed) },
		guide:   func(f *measured, name string, moments sequence) { guideFace(t, f, faces(t), name, moments) },
	}
	for name, f := range flaws {
		d.defects[name] = f.hint
	}
	d.evaluate(t)
}

func TestFaceIsGuidedUntilItIsGood(t *testing.T) {
	f := &measured{wrong: map[string]int{}}
	guideFace(t, f, faces(t), "far away", faceSequence(t, drawings{}, flaws["far away"], 0))
	f.check(t)
}
