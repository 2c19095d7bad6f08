package assemble_test

import (
	"fmt"
	"image"
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

// Guidance over rendered sequences whose truth is known: what is there comes
// into the picture, has one defect for a while, and settles.

const (
	rate   = 80 * time.Millisecond // between pictures: the kiosk's
	sceneW = 1280
	sceneH = 720
)

// moment is a picture with its truth.
type moment struct {
	img        *image.RGBA
	defect     guidance.Hint // what must be said; "" where nothing is asserted
	acceptable bool          // nothing is wrong with it
}

// lasted is the time after which a hint must have followed a defect: a hint
// stays for so long, and another picture may have to pass.
const lasted = guidance.Shown + 2*rate

// measured is what is measured over sequences.
type measured struct {
	waits         []time.Duration // first acceptable picture to capture
	never         int             // sequences without a capture
	bad           int             // captures of unacceptable pictures
	agreed, asked int             // pictures with a defect that lasted: hint agreed, of all
	wrong         map[string]int
}

// run guides along one sequence.
func (f *measured) run(name string, moments func(yield func(moment) bool), observe func(time.Duration, *image.RGBA) guidance.Advice) {
	var first, since time.Duration = -1, 0
	var last guidance.Hint
	var best guidance.Best[moment]
	at, taken := time.Duration(0), false
	for m := range moments {
		if m.defect != last {
			last, since = m.defect, at
		}
		if m.acceptable && first < 0 {
			first = at
		}
		a := observe(at, m.img)
		pick := best.Observe(a, m)
		if a.Capture {
			taken = true
			if !pick.acceptable {
				f.bad++
				f.wrong[fmt.Sprintf("%s: taken at %v", name, at)]++
			} else {
				f.waits = append(f.waits, at-first)
			}
		}
		if m.defect != "" && at-since >= lasted {
			f.asked++
			if a.Hint == m.defect {
				f.agreed++
			} else {
				f.wrong[fmt.Sprintf("%s: %q", name, a.Hint)]++
			}
		}
		at += rate
	}
	if !taken {
		f.never++
		f.wrong[name+": never taken"]++
	}
}

func (f *measured) check(t *testing.T) {
	t.Helper()
	slices.Sort(f.waits)
	if len(f.waits) == 0 {
		t.Fatalf("nothing was taken: %v", f.wrong)
	}
	p := func(q float64) time.Duration { return f.waits[int(math.Ceil(q*float64(len(f.waits))))-1] }
	share := float64(f.agreed) / float64(f.asked)
	t.Logf("%d sequences: first acceptable picture to capture p50 %v, p95 %v; %d unacceptable taken, %d never; hint agrees in %d of %d (%.1f %%)",
		len(f.waits)+f.bad+f.never, p(.5), p(.95), f.bad, f.never, f.agreed, f.asked, 100*share)
	for what, n := range f.wrong {
		t.Logf("  %d× %s", n, what)
	}
	if p(.5) > 500*time.Millisecond || p(.95) > time.Second || f.bad > 0 || f.never > 0 || share < .95 {
		t.Error("want p50 ≤ 0.5 s, p95 ≤ 1 s, nothing unacceptable, nothing missed, hints ≥ 95 %")
	}
}

// blemish is what is wrong with how a card is held and lit.
type blemish struct {
	hint  guidance.Hint
	held  func(h *specimen.Held, share float64) // share fades from 1 to 0 as the card settles
	light specimen.Exposure
	lamp  float64 // radius
	spin  bool    // moved in a circle
	mild  float64 // share of it that no longer spoils a picture
}

var blemishes = map[string]blemish{
	"tilted back":   {hint: guidance.CardFlat, held: func(h *specimen.Held, s float64) { h.Nod += .7 * s }},
	"tilted aside":  {hint: guidance.CardFlat, held: func(h *specimen.Held, s float64) { h.Swing += .75 * s }},
	"far away":      {hint: guidance.CardCloser, held: func(h *specimen.Held, s float64) { h.Width -= .3 * s }},
	"half outside":  {hint: guidance.WholeCard, held: func(h *specimen.Held, s float64) { h.X += (1.02 - h.Width/2 - h.X) * s }},
	"under a lamp":  {hint: guidance.Glare, lamp: .16, mild: .3},
	"in the dark":   {hint: guidance.TooDark, light: specimen.Exposure{Gain: .22}, mild: .5},
	"out of focus":  {hint: guidance.Blurred, light: specimen.Exposure{Defocus: 5}, mild: .2},
	"moved about":   {hint: guidance.HoldSteady, spin: true},
	"without fault": {},
}

// cardSequence renders one sequence; equal seeds give equal pictures.
func cardSequence(b blemish, seed uint64) func(yield func(moment) bool) {
	r := rand.New(rand.NewPCG(seed, 4))
	person := specimen.Person{Seed: seed}
	card := specimen.Example(specimen.IDPhoto(person)).Front(1000)
	if seed%2 == 1 {
		card = specimen.Example(nil).Back(1000)
	}
	rest := specimen.Held{
		X: .5 + .06*(r.Float64()-.5), Y: .5 + .06*(r.Float64()-.5), Width: .56 + .1*r.Float64(), Turn: .2 * (r.Float64() - .5),
		Nod: .2 * (r.Float64() - .5), Swing: .2 * (r.Float64() - .5),
	}
	lampX, lampY := .3+.5*r.Float64(), .3+.4*r.Float64()
	bare := specimen.Desk(sceneW, sceneH)
	take := func(h *specimen.Held, share float64, seed int) *image.RGBA {
		img := imaging.Crop(bare, bare.Rect)
		if h != nil {
			tremor := func() float64 { return 1.5 * (2*r.Float64() - 1) / sceneW } // a hand's, ±0.2 mm
			h.X, h.Y = h.X+tremor(), h.Y+tremor()
			q := h.Corners(sceneW, sceneH)
			specimen.Project(img, card, q)
			if b.lamp*share > .02 {
				specimen.Reflect(img, q, lampX, lampY, b.lamp*share)
			}
		}
		e := specimen.Exposure{Gain: 1, Noise: 2.5, Seed: uint64(seed)}
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
			m.img = take(h, share, n)
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
		for i := range 20 {
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
			spoil(&h, share, i)
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

// guideCard guides along the sequences of these defects.
func guideCard(t *testing.T, seeds uint64, names ...string) {
	t.Helper()
	reader := documents(t)
	f := &measured{wrong: map[string]int{}}
	for _, name := range names {
		for seed := range seeds {
			coach, meter := guidance.CardLimits{}.ForPage(), guidance.NewDocumentMeter(reader)
			f.run(name, cardSequence(blemishes[name], seed), func(at time.Duration, img *image.RGBA) guidance.Advice {
				return coach.Observe(at, meter.Measure(t.Context(), img, nil))
			})
		}
	}
	f.check(t)
}

func TestEvalGuidanceOfCards(t *testing.T) {
	evaluation(t)
	guideCard(t, 4, slices.Sorted(maps.Keys(blemishes))...)
}

func TestCardIsGuidedUntilItIsGood(t *testing.T) { guideCard(t, 1, "half outside", "out of focus") }
