package guidance_test

import (
	"context"
	"errors"
	"image"
	"testing"
	"time"

	"portico/assets/specimen"
	"portico/engine/document"
	"portico/engine/face"
	"portico/engine/guidance"
	"portico/engine/imaging"
)

func TestTheBestOfTheLastPicturesIsTaken(t *testing.T) {
	type shot struct{ sharpness, glare float64 }
	for name, c := range map[string]struct {
		shots []shot
		want  int
	}{
		"the sharpest":            {[]shot{{.5, 0}, {.6, 0}, {.9, 0}, {.7, 0}, {.6, 0}, {.6, 0}, {.6, 0}}, 2},
		"the one without glare":   {[]shot{{.5, 0}, {.8, .03}, {.8, 0}, {.8, .03}, {.8, .03}, {.8, .03}}, 2},
		"the latest among equals": {[]shot{{.8, 0}, {.8, 0}, {.8, 0}, {.8, 0}, {.8, 0}}, 4},
	} {
		t.Run(name, func(t *testing.T) {
			coach := guidance.ForPage()
			var best guidance.Best[int]
			taken := -1
			for i, s := range c.shots {
				m := card(300, 100, 680)
				m.Sharpness, m.Glare = s.sharpness, s.glare
				a := coach.Observe(time.Duration(i)*100*time.Millisecond, m)
				if pick := best.Observe(a, i); a.Capture {
					taken = pick
				}
			}
			if taken != c.want {
				t.Errorf("picture %d was taken, want %d", taken, c.want)
			}
		})
	}
}

func TestAPictureBeforeABadOneIsNotTaken(t *testing.T) {
	var best guidance.Best[int]
	best.Observe(guidance.Advice{Good: true, Merit: 1}, 1)
	best.Observe(guidance.Advice{}, 2)
	if got := best.Observe(guidance.Advice{Good: true, Merit: .2, Capture: true}, 3); got != 3 {
		t.Errorf("picture %d was taken, want 3", got)
	}
}

type cards struct{ at *document.Location }

func (c cards) Locate(*image.RGBA) (document.Location, bool) {
	if c.at == nil {
		return document.Location{}, false
	}
	return *c.at, true
}

type faces func() ([]face.Face, error)

func (f faces) Detect(context.Context, *image.RGBA) ([]face.Face, error) { return f() }

func TestFaultsOfThePageReachTheCoach(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 1280, 720))
	if m := guidance.NewDocumentMeter(cards{}).Measure(img, nil); m.Found || m.Frame != img.Rect.Size() {
		t.Errorf("an empty desk measures %+v", m)
	}
	for issue, want := range map[string]guidance.Faults{
		document.BrightnessLow: {Dark: true}, document.BrightnessHigh: {Bright: true},
		document.HotspotsHigh: {Glare: true}, document.SharpnessLow: {Blurred: true},
	} {
		at := document.Location{Corners: imaging.RectQuad(image.Rect(300, 100, 980, 530)), Quality: document.Quality{Issues: []string{issue}}}
		m := guidance.NewDocumentMeter(cards{&at}).Measure(img, nil)
		if !m.Found || m.Faults != want {
			t.Errorf("%s measures %+v", issue, m)
		}
	}
	if m := guidance.NewDocumentMeter(cards{}).Measure(img, guidance.Thumbnail(img)); m.Changed != 0 {
		t.Errorf("the same picture changed by %v", m.Changed)
	}
}

func TestNoiseIsNoSharpness(t *testing.T) {
	card := specimen.Example(nil).Front(1000)
	bare := specimen.Desk(1280, 720)
	q := specimen.Held{X: .5, Y: .5, Width: .6, Turn: .05}.Corners(1280, 720)
	for name, c := range map[string]struct {
		shot    specimen.Exposure
		blurred bool
	}{
		"sharp":              {specimen.Exposure{}, false},
		"sharp and noisy":    {specimen.Exposure{Noise: 4}, false},
		"readable":           {specimen.Exposure{Noise: 2.5, Defocus: 1}, false},
		"blurred":            {specimen.Exposure{Defocus: 4}, true},
		"blurred and noisy":  {specimen.Exposure{Noise: 4, Defocus: 4}, true},
		"blurred, dark room": {specimen.Exposure{Noise: 4, Defocus: 4, Gain: .4}, true},
	} {
		img := imaging.Crop(bare, bare.Rect)
		specimen.Project(img, card, q)
		c.shot.Take(img)
		m := guidance.NewDocumentMeter(cards{&document.Location{Corners: q}}).Measure(img, nil)
		if m.Faults.Blurred != c.blurred {
			t.Errorf("%s: blurred %v at %.3f", name, m.Faults.Blurred, m.Sharpness)
		}
	}
}

func TestLightIsThatOfTheFace(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 640, 480))
	box := image.Rect(200, 100, 400, 380)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			copy(img.Pix[img.PixOffset(x, y):], []byte{90, 90, 90, 255})
		}
	}
	one := faces(func() ([]face.Face, error) { return []face.Face{{Box: imaging.RectQuad(box)}}, nil })
	if m, err := guidance.MeasureFace(t.Context(), one, img); err != nil || m.Count != 1 || m.Light < 85 || m.Light > 95 {
		t.Errorf("a face of luma 90: %+v, %v", m, err)
	}
	broken := errors.New("no network")
	if _, err := guidance.MeasureFace(t.Context(), faces(func() ([]face.Face, error) { return nil, broken }), img); !errors.Is(err, broken) {
		t.Errorf("a detector that fails: %v", err)
	}
}

func TestFaceThatIsOnlyFoundNearByIsFarAway(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 1280, 720))
	for width, want := range map[int]guidance.Hint{120: guidance.FaceCloser, 200: guidance.SearchFace} {
		box := image.Rect(260, 100, 260+width, 100+width) // in the middle half
		looks := 0
		near := faces(func() ([]face.Face, error) {
			if looks++; looks%2 == 1 {
				return nil, nil
			}
			return []face.Face{{Box: imaging.RectQuad(box)}}, nil
		})
		m, err := guidance.MeasureFace(t.Context(), near, img)
		if err != nil {
			t.Fatal(err)
		}
		if got := guidance.ForFace().Observe(0, m); got.Hint != want {
			t.Errorf("a face of %d pixels: %q, want %q", width, got.Hint, want)
		}
		if width == 120 && m.Face.Box[0] != (imaging.Point{X: 580, Y: 280}) {
			t.Errorf("it is at %v", m.Face.Box)
		}
	}
}
