package assemble_test

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"portico/assets/specimen"
	"portico/engine/document"
	"portico/engine/guidance"
	"portico/engine/imaging"
)

// blemish is what is wrong with how a card is held and lit.
type blemish struct {
	hint  guidance.Hint
	held  func(h *specimen.Held, share float64) // share fades from 1 to 0 as the card settles
	light specimen.Exposure
	lamp  float64 // radius
	left  bool    // the lamp shines on the portrait
	spin  bool    // moved in a circle
	back  bool    // its back is shown, and its front is wanted
	mild  float64 // share of it that no longer spoils a picture
}

var blemishes = map[string]blemish{
	"tilted back":   {hint: guidance.CardFlat, held: func(h *specimen.Held, s float64) { h.Nod += .7 * s }, mild: .2},
	"tilted aside":  {hint: guidance.CardFlat, held: func(h *specimen.Held, s float64) { h.Swing += .75 * s }, mild: .2},
	"far away":      {hint: guidance.CardCloser, held: func(h *specimen.Held, s float64) { h.Width -= .3 * s }},
	"half outside":  {hint: guidance.WholeCard, held: func(h *specimen.Held, s float64) { h.X += (1.02 - h.Width/2 - h.X) * s }},
	"under a lamp":  {hint: guidance.Glare, lamp: .16, mild: .3},
	"lit portrait":  {hint: guidance.GlareFace, lamp: .16, left: true, mild: .3},
	"in the dark":   {hint: guidance.TooDark, light: specimen.Exposure{Gain: .22}, mild: .5},
	"out of focus":  {hint: guidance.Blurred, light: specimen.Exposure{Defocus: 5}, mild: .2},
	"moved about":   {hint: guidance.HoldSteady, spin: true},
	"back shown":    {hint: guidance.WrongSide, back: true},
	"too near":      {hint: guidance.CardFarther, held: func(h *specimen.Held, s float64) { h.Width += (1.02 - h.Width) * s }, mild: .6},
	"too bright":    {hint: guidance.TooBright, light: specimen.Exposure{Gain: 2.2}, mild: .4},
	"without fault": {},
}

// cardSequence renders one sequence; equal seeds give equal pictures.
func cardSequence(b blemish, seed uint64) sequence {
	r := rand.New(rand.NewPCG(seed, 4))
	person := specimen.Person{Seed: seed}
	front, back := specimen.Example(specimen.IDPhoto(person)).Front(1000), specimen.Example(nil).Back(1000)
	card, wrong := front, back
	if seed%2 == 1 && !b.back {
		card = back
	}
	rest := specimen.Held{
		X: .5 + .06*(r.Float64()-.5), Y: .5 + .06*(r.Float64()-.5), Width: .56 + .1*r.Float64(), Turn: .2 * (r.Float64() - .5),
		Nod: .2 * (r.Float64() - .5), Swing: .2 * (r.Float64() - .5),
	}
	lampX, lampY := .5+.35*r.Float64(), .3+.4*r.Float64()
	if b.left {
		lampX = .14 + .12*r.Float64()
	}
	bare := specimen.Desk(sceneW, sceneH)
	var before *specimen.Held
	take := func(h *specimen.Held, share float64, seed int) *image.RGBA {
		img := imaging.Crop(bare, bare.Rect)
		e := specimen.Exposure{Gain: 1, Noise: 2.5, Seed: uint64(seed)}
		if h != nil && before != nil {
			e.Motion = motion(h.X-before.X, (h.Y-before.Y)*sceneH/sceneW)
		}
		before = h
		if h != nil {
			tremor := func() float64 { return 1.5 * (2*r.Float64() - 1) / sceneW } // a hand's, ±0.2 mm
			shaken := *h
			shaken.X, shaken.Y = h.X+tremor(), h.Y+tremor()
			q := shaken.Corners(sceneW, sceneH)
			if b.back && share > 0 {
				specimen.Project(img, wrong, q)
			} else {
				specimen.Project(img, card, q)
			}
			if b.lamp*share > .02 {
				specimen.Reflect(img, q, lampX, lampY, b.lamp*share)
			}
		}
		if b.light.Gain != 0 {
			e.Gain = 1 + (b.light.Gain-1)*share
		}
		e.Defocus = int(float64(b.light.Defocus) * share)
		e.Take(img)
		return img
	}
	return func(yield func(moment) bool) {
		n := 0
		show := func(h *specimen.Held, share float64, m moment) bool {
			n++
			m.shot = func() *image.RGBA { return take(h, share, n) }
			return yield(m)
		}
		for range 14 {
			if !show(nil, 1, moment{defect: guidance.SearchCard}) {
				return
			}
		}
		for i := range 6 { // brought in
			h := rest
			h.X += 1.0 * float64(6-i) / 6
			h.Y += .3 * float64(6-i) / 6
			if !show(&h, 1, moment{}) {
				return
			}
		}
		spoil := func(h *specimen.Held, share float64, i int) {
			if b.held != nil {
				b.held(h, share)
			}
			if b.spin {
				s, c := math.Sincos(float64(i) * 2 * math.Pi * rate.Seconds())
				h.X, h.Y = h.X+.03*s*share, h.Y+.05*c*share
			}
		}
		const spoilt = 20 // pictures
		for i := range spoilt {
			if b.hint == "" {
				break
			}
			h := rest
			spoil(&h, 1, i)
			if !show(&h, 1, moment{defect: b.hint}) {
				return
			}
		}
		for i := range 4 { // settles
			if b.hint == "" {
				break
			}
			h, share := rest, 1-float64(i+1)/5
			spoil(&h, share, spoilt+i)
			if !show(&h, share, moment{acceptable: share <= b.mild}) {
				return
			}
		}
		for range 15 {
			h := rest
			if !show(&h, 0, moment{acceptable: true}) {
				return
			}
		}
	}
}

// guideCard guides along a sequence of this defect.
func guideCard(t *testing.T, f *measured, reader *document.Reader, name string, moments sequence) {
	t.Helper()
	coach, meter := guidance.CardLimits{}.ForPage(), guidance.NewDocumentMeter(reader)
	if blemishes[name].back {
		meter.LookForPortraits(faces(t))
	}
	f.run(name, moments, func(at time.Duration, img *image.RGBA) guidance.Advice {
		return coach.Observe(at, meter.Measure(t.Context(), img, nil))
	})
}

func TestEvalGuidanceOfCards(t *testing.T) {
	d := drill{
		id: "guidance-cards", title: "Guidance of cards", seeds: 4, staying: 17, defects: map[string]guidance.Hint{},
		said:   "Rendered hand-held sequences (assets/specimen); a tilt of up to 0.2 of the one put in, 2 to 14°, counts as acceptable",
		render: func(name string, seed uint64) sequence { return cardSequence(blemishes[name], seed) },
		guide:  func(f *measured, name string, moments sequence) { guideCard(t, f, documents(t), name, moments) },
	}
	for name, b := range blemishes {
		d.defects[name] = b.hint
	}
	d.evaluate(t)
}

func TestCardIsGuidedUntilItIsGood(t *testing.T) {
	f, reader := &measured{wrong: map[string]int{}}, documents(t)
	for _, name := range []string{"half outside", "out of focus"} {
		guideCard(t, f, reader, name, cardSequence(blemishes[name], 0))
	}
	f.check(t)
}
