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

type cards struct{ at *document.Location }

func (c cards) Locate(*image.RGBA) (document.Location, bool) {
	if c.at == nil {
		return document.Location{}, false
	}
	return *c.at, true
}

type faces func() ([]face.Face, error)

func (f faces) Detect(context.Context, *image.RGBA) ([]face.Face, error) { return f() }

func TestEmptyDeskAndSamePicture(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 1280, 720))
	if m := guidance.NewDocumentMeter(cards{}).Measure(t.Context(), img, nil); m.Found || m.Frame != img.Rect.Size() {
		t.Errorf("an empty desk measures %+v", m)
	}
	if m := guidance.NewDocumentMeter(cards{}).Measure(t.Context(), img, guidance.Thumbnail(img)); m.Changed != 0 {
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
		page, err := imaging.Warp(img, q, 640, 404)
		if err != nil {
			t.Fatal(err)
		}
		m := guidance.NewDocumentMeter(cards{&document.Location{Corners: q, Page: imaging.Gray(page)}}).Measure(t.Context(), img, nil)
		m.Brightness = .5
		coach := guidance.CardLimits{}.ForPage()
		coach.Observe(0, m)
		if got := coach.Observe(time.Second, m).Hint; (got == guidance.Blurred) != c.blurred {
			t.Errorf("%s: %s at %.3f", name, got, m.Sharpness)
		}
	}
}

func TestDetectorThatFails(t *testing.T) {
	broken := errors.New("no network")
	img := image.NewRGBA(image.Rect(0, 0, 640, 480))
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
		if got := (guidance.FaceLimits{}).ForFace().Observe(0, m); got.Hint != want {
			t.Errorf("a face of %d pixels: %q, want %q", width, got.Hint, want)
		}
		if width == 120 && m.Face.Box[0] != (imaging.Point{X: 580, Y: 280}) {
			t.Errorf("it is at %v", m.Face.Box)
		}
	}
}

// second finds a card only in a picture other than the camera's, at these
// corners in units of its size.
type second struct{ x0, y0, x1, y1 float64 }

func (s second) Locate(img *image.RGBA) (document.Location, bool) {
	w, h := float64(img.Rect.Dx()), float64(img.Rect.Dy())
	if img.Rect.Size() == image.Pt(1280, 720) {
		return document.Location{}, false
	}
	at := func(x, y float64) imaging.Point { return imaging.Point{X: x * w, Y: y * h} }
	return document.Location{Corners: imaging.Quad{at(s.x0, s.y0), at(s.x1, s.y0), at(s.x1, s.y1), at(s.x0, s.y1)}}, true
}

func TestCardsThatTheLocatorMisses(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 1280, 720))
	for name, c := range map[string]struct {
		cards second
		want  guidance.Hint
	}{
		"tilted back":    {second{.25, .3, .75, .7}, guidance.CardFlat},      // 640 by 288 pixels
		"cut off":        {second{.5, .3, .9166667, .7}, guidance.WholeCard}, // up to the border, in a frame of a tenth
		"whole, upright": {second{.3, .3, .7, .75}, guidance.SearchCard},     // not one of those
	} {
		meter, coach := guidance.NewDocumentMeter(c.cards), guidance.CardLimits{}.ForPage()
		var got guidance.Hint
		for i := range 12 {
			got = coach.Observe(time.Duration(i)*100*time.Millisecond, meter.Measure(t.Context(), img, nil)).Hint
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
