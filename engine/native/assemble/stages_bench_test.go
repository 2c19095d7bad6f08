package assemble_test

import (
	"image"
	"math/rand/v2"
	"testing"
	"time"

	"portico/engine/document"
	"portico/engine/document/barcode"
	"portico/engine/enginetest"
	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/liveness"
	"portico/engine/liveness/gaze"
	"portico/engine/liveness/light"
	"portico/engine/liveness/magnifeye"
	"portico/engine/liveness/track"
	"portico/engine/native/assemble"
	"portico/engine/native/cv"
	"portico/engine/native/zxing"
)

// BenchmarkRectify cuts the card out of a photograph, as wide as a page is
// read at the least.
func BenchmarkRectify(b *testing.B) {
	onInputs(b, func(b *testing.B, p *assemble.Parts, v visit) {
		img := decoded(b, v.front)
		card, found, err := p.Documents.LocateStill(b.Context(), img)
		must(b, err)
		if !found {
			b.Fatal("no card")
		}
		for b.Loop() {
			page, err := imaging.Warp(img, card.Corners, 1014, 639)
			must(b, err)
			imaging.Gray(page)
		}
	})
}

// BenchmarkSource reads one source of a page, from a decoded photograph:
// locating and rectifying, which every source needs, are in each.
func BenchmarkSource(b *testing.B) {
	onInputs(b, func(b *testing.B, p *assemble.Parts, v visit) {
		for _, s := range []struct {
			word string
			data []byte
		}{{document.SourceVIZ, v.front}, {document.SourceMRZ, v.back}, {document.SourceBarcode, v.back}, {document.SourcePortrait, v.front}} {
			img := decoded(b, s.data)
			b.Run("source="+s.word, func(b *testing.B) {
				watchMemory(b)
				for b.Loop() {
					_, err := p.Documents.Read(b.Context(), img, document.Options{Sources: []string{s.word}})
					must(b, err)
				}
			})
		}
	})
}

// BenchmarkBarcode reads the photographed licence's PDF417 with all tries.
func BenchmarkBarcode(b *testing.B) {
	img := enginetest.Picture(b, "barcode", "cmake-cpp-barcode-qrcode-mrz__driver-license-sample.jpg")
	reader := barcode.NewReader(zxing.Decoder{})
	for b.Loop() {
		got, err := reader.Read(b.Context(), img, true)
		must(b, err)
		if len(got) == 0 {
			b.Fatal("nothing read")
		}
	}
}

// BenchmarkInspect is both inspections of a whole onboarding.
func BenchmarkInspect(b *testing.B) {
	onInputs(b, func(b *testing.B, p *assemble.Parts, v visit) {
		c := v.onboard(b, p)
		for b.Loop() {
			p.Engine.InspectCustomer(c, day)
			p.Engine.InspectDocument(c, day)
		}
	})
}

// BenchmarkEvaluate is what each active check computes once its pictures are
// described: a visitor's time goes by meanwhile.
func BenchmarkEvaluate(b *testing.B) {
	p := parts(b)
	v := rendered(b)
	c := v.onboard(b, p)
	f := onlyFace(b, p.Faces, decoded(b, v.selfie))
	rng := rand.New(rand.NewPCG(1, 1))
	var segments []gaze.Segment
	for _, asked := range gaze.Draw(rng) {
		segments = append(segments, gaze.Segment{Asked: asked, Face: f})
	}
	frames, same := approaching(b, p.Faces, decoded(b, v.selfie)), &face.Match{Score: .9}
	targets, shown := magnifeye.Draw(rng), light.Draw(rng)
	if r := magnifeye.Evaluate(frames, targets, same); r.Score == nil {
		b.Fatalf("the approach is not judged: %s, %v", r.Error, r.Cues)
	}
	if r := light.Evaluate(frames, shown, same); len(r.Cues) < 4 { // no light is answered, yet all is computed
		b.Fatalf("the light is not judged: %s, %v", r.Error, r.Cues)
	}
	for _, check := range []struct {
		name string
		do   func()
	}{
		{"smile", func() { _, err := p.Engine.EvaluateLiveness(b.Context(), c, liveness.Smile); must(b, err) }},
		{"gaze", func() { gaze.Evaluate(segments) }},
		{"approach", func() { magnifeye.Evaluate(frames, targets, same) }},
		{"light", func() { light.Evaluate(frames, shown, same) }},
	} {
		b.Run("check="+check.name, func(b *testing.B) {
			for b.Loop() {
				check.do()
			}
		})
	}
}

// BenchmarkTrack measures a frame of an active check, its face already found,
// and follows its points.
func BenchmarkTrack(b *testing.B) {
	p := parts(b)
	img, _ := imaging.Fit(decoded(b, rendered(b).selfie), 960)
	f := onlyFace(b, p.Faces, img)
	pursuit := track.Pursuit{Follower: cv.Points{}}
	for b.Loop() {
		track.Measure(img, f, 0)
		pursuit.Next(img, f)
	}
}

// approaching are the frames of a face that comes closer for five seconds: ever
// smaller parts of one picture.
func approaching(b *testing.B, a *face.Analyzer, img *image.RGBA) []track.Frame {
	b.Helper()
	f := onlyFace(b, a, img)
	box := f.Box.Bounds()
	middle := box.Min.Add(box.Max).Div(2)
	var frames []track.Frame
	for i := range 60 {
		w := img.Rect.Dx() - i*(img.Rect.Dx()-2*box.Dx())/60
		h := w * img.Rect.Dy() / img.Rect.Dx()
		part := image.Rect(0, 0, w, h).Add(middle.Sub(image.Pt(w/2, h/2))).Intersect(img.Rect)
		near := imaging.Resize(imaging.Crop(img, part), 640, 360)
		if found, err := a.Detect(b.Context(), near); err == nil && len(found) > 0 {
			frames = append(frames, track.Measure(near, found[0], time.Duration(i)*80*time.Millisecond))
		}
	}
	if len(frames) < 40 {
		b.Fatalf("the face is in %d frames of 60", len(frames))
	}
	return frames
}
