package passive_test

import (
	"context"
	"errors"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/liveness"
	"portico/engine/liveness/passive"
	"portico/engine/nn"
)

const side = 300

// skin is a picture of reddish texture; shift changes its pixels.
func skin(shift func(x, y int, c color.RGBA) color.RGBA) *image.RGBA {
	rng := rand.New(rand.NewPCG(1, 2))
	img := image.NewRGBA(image.Rect(0, 0, side/5, side/5))
	for y := range side / 5 {
		for x := range side / 5 {
			n := uint8(rng.IntN(90))
			img.SetRGBA(x, y, color.RGBA{130 + n, 90 + n, 80 + n, 255})
		}
	}
	img = imaging.Resize(img, side, side)
	for y := range side {
		for x := range side {
			if shift != nil {
				img.SetRGBA(x, y, shift(x, y, img.RGBAAt(x, y)))
			}
		}
	}
	return img
}

func middleFace(eyes float64) face.Face {
	c := imaging.Point{X: side / 2, Y: side / 2}
	return face.Face{
		Box:         imaging.RotatedRect(c, 2*eyes, 2.4*eyes, 0),
		EyeDistance: eyes,
		Landmarks:   [5]imaging.Point{{X: c.X - eyes/2, Y: 120}, {X: c.X + eyes/2, Y: 120}, c, {X: c.X - 20, Y: 190}, {X: c.X + 20, Y: 190}},
	}
}

func evaluate(t *testing.T, img *image.RGBA) liveness.Result {
	t.Helper()
	r, err := passive.New(nil).Evaluate(t.Context(), img, middleFace(80))
	if err != nil || r.Error != "" || r.Score == nil {
		t.Fatalf("Evaluate = %+v, %v", r, err)
	}
	if *r.Score < 0 || *r.Score > 1 {
		t.Fatalf("score %v", *r.Score)
	}
	return r
}

func TestTracesOfACopyLowerTheScore(t *testing.T) {
	plain := evaluate(t, skin(nil))
	for name, c := range map[string]struct {
		cue   string
		raise bool
		shift func(x, y int, c color.RGBA) color.RGBA
	}{
		"faint grid of a screen": {passive.Moire, true, func(x, _ int, c color.RGBA) color.RGBA {
			d := uint8(3 + 3*math.Cos(2*math.Pi*float64(x)/5))
			return color.RGBA{c.R - d, c.G - min(d, c.G), c.B - min(d, c.B), 255}
		}},
	} {
		r := evaluate(t, skin(c.shift))
		if *r.Score >= *plain.Score {
			t.Errorf("%s: score %v, plain %v", name, *r.Score, *plain.Score)
		}
		if got := r.Cues[c.cue] > plain.Cues[c.cue]; got != c.raise {
			t.Errorf("%s: %s is %v, plain %v", name, c.cue, r.Cues[c.cue], plain.Cues[c.cue])
		}
	}
}

// A wave of known frequency must be found where it is, and a flat picture
// must not divide by nothing.
func TestMoireOfAPureWaveStandsOut(t *testing.T) {
	flat := evaluate(t, skin(func(int, int, color.RGBA) color.RGBA { return color.RGBA{128, 100, 90, 255} }))
	if flat.Cues[passive.Moire] != 0 {
		t.Errorf("moiré of a flat picture = %v, want 0", flat.Cues[passive.Moire])
	}
	wave := func(period float64) float64 {
		return evaluate(t, skin(func(x, y int, c color.RGBA) color.RGBA {
			v := uint8(128 + 60*math.Sin(2*math.Pi*float64(x+y)/period) + float64(c.G)/32)
			return color.RGBA{v, v, v, 255}
		})).Cues[passive.Moire]
	}
	if inside, below := wave(8), wave(64); inside < 3 || inside < below+1 {
		t.Errorf("moiré of a wave within the band = %v, below it %v", inside, below)
	}
}

func TestSmallFaceIsNotJudged(t *testing.T) {
	r, err := passive.New(nil).Evaluate(t.Context(), skin(nil), middleFace(20))
	if err != nil || r.Error != liveness.NotEnoughData || r.Score != nil {
		t.Errorf("Evaluate = %+v, %v; want NOT_ENOUGH_DATA", r, err)
	}
	small := image.NewRGBA(image.Rect(0, 0, 40, 40))
	r, err = passive.New(nil).Evaluate(t.Context(), small, middleFace(80))
	if err != nil || r.Error != liveness.NotEnoughData {
		t.Errorf("Evaluate = %+v, %v; want NOT_ENOUGH_DATA", r, err)
	}
}

// stub is a network with one input that says the same of every picture and
// notes what it was shown.
func stub(live float32, shown *[]nn.Tensor) nn.Net {
	return nn.Func{Names: []string{"classes"}, Fn: func(_ context.Context, in ...nn.Tensor) ([]nn.Tensor, error) {
		*shown = append(*shown, in...)
		return []nn.Tensor{{Shape: []int64{1, 3}, Data: []float32{.1, live, .9 - live}}}, nil
	}}
}

func TestNetworkOfAnOperator(t *testing.T) {
	img := skin(func(int, int, color.RGBA) color.RGBA { return color.RGBA{200, 100, 50, 255} })
	for name, c := range map[string]struct {
		live   float32
		passes bool
	}{"live": {.85, true}, "a copy": {.02, false}} {
		var shown []nn.Tensor
		check := passive.New(&passive.Network{Net: stub(c.live, &shown), Inputs: []passive.Input{{Side: 80, Scale: 2.7}}, Live: 1, BGR: true, Most: 255})
		r, err := check.Evaluate(t.Context(), img, middleFace(80))
		if err != nil || r.Score == nil || c.passes != (*r.Score >= .84) {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
		want := math.Log((1 - float64(c.live)) / float64(c.live))
		if math.Abs(r.Cues[passive.Copied]-want) > 1e-6 {
			t.Errorf("%s: %v, want %v", name, r.Cues[passive.Copied], want)
		}
		if len(shown) != 1 || len(shown[0].Data) != 3*80*80 || shown[0].Data[0] != 50 || shown[0].Data[3*80*80-1] != 200 {
			t.Errorf("%s: shown %d pictures, want one of 80×80 pixels, blue first, 0 to 255", name, len(shown))
		}
	}
}

func TestSuppliedNetworkIsTriedBeforeItIsUsed(t *testing.T) {
	good := passive.Supplied{
		File: "net.onnx", SHA256: strings.Repeat("0", 64), Inputs: []passive.Input{{Side: 80, Scale: 2.7}}, Live: 1, BGR: true, White: 255,
	}
	var shown []nn.Tensor
	if n, err := good.Network(t.Context(), stub(.8, &shown)); err != nil || n.Live != 1 || len(shown) != 1 || shown[0].Data[0] != 127 {
		t.Fatalf("Network = %+v, %v; shown %d pictures", n, err, len(shown))
	}
	for name, spoil := range map[string]func(*passive.Supplied){
		"no hash":         func(s *passive.Supplied) { s.SHA256 = "" },
		"no input":        func(s *passive.Supplied) { s.Inputs = nil },
		"a huge input":    func(s *passive.Supplied) { s.Inputs = []passive.Input{{Side: 1 << 20}} },
		"no such class":   func(s *passive.Supplied) { s.Live = 3 },
		"a negative one":  func(s *passive.Supplied) { s.Live = -1 },
		"white of 0 to 7": func(s *passive.Supplied) { s.White = 7 },
	} {
		bad := good
		spoil(&bad)
		if _, err := bad.Network(t.Context(), stub(.8, &shown)); !errors.Is(err, passive.ErrSupplied) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := good.Network(t.Context(), stub(3, &shown)); !errors.Is(err, passive.ErrNetwork) {
		t.Errorf("scores that are no probabilities: %v", err)
	}
}

func TestNativePatchesAreLookedAtNineTimes(t *testing.T) {
	var shown []nn.Tensor
	check := passive.New(passive.Own("", stub(.5, &shown)))
	if _, err := check.Evaluate(t.Context(), skin(nil), middleFace(80)); err != nil {
		t.Fatal(err)
	}
	if len(shown) != 18 || len(shown[0].Data) != 3*64*64 {
		t.Errorf("shown %d pictures, want nine patches and heads", len(shown))
	}
}

// TestLimitsOfAnotherNetwork: numbers of two networks mean different things, so
// of a desk's limits only the moiré's outlives the network.
func TestLimitsOfAnotherNetwork(t *testing.T) {
	var shown []nn.Tensor
	people, copies := passive.Takes{cues(20, 1, -2)}, passive.Takes{cues(20, 2, 5)}
	limits, _, err := passive.New(passive.Own("first", stub(.5, &shown))).Calibrate(people, copies, .1)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]float64{"first": limits.Copied, "second": passive.Standard.Copied} {
		check := passive.New(passive.Own(name, stub(.5, &shown)))
		check.Settle(limits)
		if got := check.Limits(); got.Moire != limits.Moire || got.Copied != want {
			t.Errorf("the %s network has %+v, want %v", name, got, want)
		}
		if check.Holds(limits) != (name == "first") {
			t.Errorf("the %s network: limits hold: %v", name, check.Holds(limits))
		}
	}
}

// cues are those of n pictures, all alike.
func cues(n int, moire, copied float64) (take []map[string]float64) {
	for range n {
		take = append(take, map[string]float64{passive.Moire: moire, passive.Copied: copied})
	}
	return take
}

func TestWrongNetworkIsAnError(t *testing.T) {
	var shown []nn.Tensor
	for name, n := range map[string]*passive.Network{
		"no such class":  {Net: stub(.5, &shown), Inputs: []passive.Input{{Side: 32, Scale: 1}}, Live: 3},
		"no probability": {Net: stub(7, &shown), Inputs: []passive.Input{{Side: 32, Scale: 1}}, Live: 1},
	} {
		if _, err := passive.New(n).Evaluate(t.Context(), skin(nil), middleFace(80)); !errors.Is(err, passive.ErrNetwork) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestContextIsDisclosed(t *testing.T) {
	small, large := evaluate(t, skin(nil)).Cues[passive.Context], 0.
	if r, err := passive.New(nil).Evaluate(t.Context(), skin(nil), middleFace(40)); err == nil {
		large = r.Cues[passive.Context]
	}
	if small >= large || large != 1 {
		t.Errorf("context %.2f around a large face, %.2f around a small one", small, large)
	}
}
