package passive_test

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"testing"

	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/liveness"
	"portico/engine/liveness/passive"
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
	r, err := passive.New().Evaluate(t.Context(), img, middleFace(80))
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
		"pale print": {passive.Redness, false, func(_, _ int, c color.RGBA) color.RGBA {
			return color.RGBA{c.G, c.G, c.G, 255}
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

func TestBlurLowersSharpness(t *testing.T) {
	sharp := evaluate(t, skin(nil))
	soft := evaluate(t, imaging.Resize(imaging.Resize(skin(nil), side/6, side/6), side, side))
	if soft.Cues[passive.Sharpness] >= sharp.Cues[passive.Sharpness] {
		t.Errorf("sharpness %v, sharp picture %v", soft.Cues[passive.Sharpness], sharp.Cues[passive.Sharpness])
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
	r, err := passive.New().Evaluate(t.Context(), skin(nil), middleFace(20))
	if err != nil || r.Error != liveness.NotEnoughData || r.Score != nil {
		t.Errorf("Evaluate = %+v, %v; want NOT_ENOUGH_DATA", r, err)
	}
	small := image.NewRGBA(image.Rect(0, 0, 40, 40))
	r, err = passive.New().Evaluate(t.Context(), small, middleFace(80))
	if err != nil || r.Error != liveness.NotEnoughData {
		t.Errorf("Evaluate = %+v, %v; want NOT_ENOUGH_DATA", r, err)
	}
}
