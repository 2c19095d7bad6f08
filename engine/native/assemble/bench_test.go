package assemble_test

import (
	"context"
	"image"
	"testing"

	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/native/assemble"
)

// The inputs that are measured: Portico's own specimen in webcam pictures of
// 1280×720, and the contract's sample card in pictures of 1200×1600 or so.
var inputs = []struct {
	name string
	of   func(testing.TB) visit
}{{"specimen", rendered}, {"sample", contracts}}

// onInputs runs a benchmark on each input, in names that benchstat reads.
func onInputs(b *testing.B, do func(b *testing.B, p *assemble.Parts, v visit)) {
	p := parts(b)
	for _, in := range inputs {
		b.Run("input="+in.name, func(b *testing.B) {
			v := in.of(b)
			watchMemory(b)
			do(b, p, v)
		})
	}
}

func decoded(b *testing.B, data []byte) *image.RGBA {
	b.Helper()
	img, err := imaging.Decode(data, imaging.Limits{})
	if err != nil {
		b.Fatal(err)
	}
	return img
}

func must(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// BenchmarkOpen is what a start costs before the first picture.
func BenchmarkOpen(b *testing.B) {
	parts(b) // skips without models
	watchMemory(b)
	for b.Loop() {
		p, err := assemble.Open(b.Context())
		must(b, err)
		must(b, p.Close())
	}
}

func BenchmarkDecode(b *testing.B) {
	onInputs(b, func(b *testing.B, _ *assemble.Parts, v visit) {
		b.SetBytes(int64(len(v.front)))
		for b.Loop() {
			decoded(b, v.front)
		}
	})
}

// BenchmarkLocate finds the card in a frame of a 1280-pixel camera.
func BenchmarkLocate(b *testing.B) {
	onInputs(b, func(b *testing.B, p *assemble.Parts, v visit) {
		frame, _ := imaging.Fit(decoded(b, v.front), 1280)
		for b.Loop() {
			if _, ok := p.Documents.Locate(frame); !ok {
				b.Fatal("not found")
			}
		}
	})
}

// BenchmarkPage is the way from the bytes of a picture to the page's data,
// with the time of each stage beside.
func BenchmarkPage(b *testing.B) {
	onInputs(b, func(b *testing.B, p *assemble.Parts, v visit) {
		for side, data := range map[document.Side][]byte{document.Front: v.front, document.Back: v.back} {
			b.Run("side="+string(side), func(b *testing.B) {
				watchMemory(b)
				c := customer.New("bench", day)
				p.Engine.StartDocument(c, customer.Advice{}, nil, nil)
				stages := map[string]float64{}
				for b.Loop() {
					out, err := p.Engine.AddPage(b.Context(), c, data, nil)
					must(b, err)
					c.Saved() // as a store would: nothing piles up
					for stage, ms := range out.Millis {
						stages[stage] += ms
					}
				}
				for stage, ms := range stages {
					b.ReportMetric(ms/float64(b.N), stage+"-ms")
				}
			})
		}
	})
}

// BenchmarkZone reads the machine-readable zone of a page that is cut out.
func BenchmarkZone(b *testing.B) {
	reader := mrzReader(b)
	onInputs(b, func(b *testing.B, p *assemble.Parts, v visit) {
		img := read(b, p.Documents, decoded(b, v.back)).Rectified
		for b.Loop() {
			z, err := reader.Read(b.Context(), img)
			must(b, err)
			if z == nil || !z.Valid {
				b.Fatal("not read")
			}
		}
	})
}

// BenchmarkSelfie measures the parts of a selfie, and all of it from the bytes.
func BenchmarkSelfie(b *testing.B) {
	onInputs(b, func(b *testing.B, p *assemble.Parts, v visit) {
		img := decoded(b, v.selfie)
		f := onlyFace(b, p.Faces, img)
		frame, _ := imaging.Fit(img, 640)
		for _, part := range []struct {
			name string
			do   func(ctx context.Context) error
		}{
			{"live", func(ctx context.Context) error { _, err := p.Faces.Detect(ctx, frame); return err }},
			{"find", func(ctx context.Context) error { _, err := p.Faces.Find(ctx, img); return err }},
			{"template", func(ctx context.Context) error { _, err := p.Faces.Template(ctx, img, f); return err }},
			{"attributes", func(ctx context.Context) error { _, err := p.Faces.Attributes(ctx, img, f); return err }},
			{"passive", func(ctx context.Context) error { _, err := p.Passive.Evaluate(ctx, img, f); return err }},
			{"all", func(ctx context.Context) error {
				_, err := p.Engine.SetSelfie(ctx, customer.New("bench", day), v.selfie)
				return err
			}},
		} {
			b.Run("part="+part.name, func(b *testing.B) {
				watchMemory(b)
				for b.Loop() {
					must(b, part.do(b.Context()))
				}
			})
		}
	})
}

func BenchmarkCompare(b *testing.B) {
	onInputs(b, func(b *testing.B, p *assemble.Parts, v visit) {
		c := v.onboard(b, p)
		portrait := c.Document.Pages[document.Front].Template
		for b.Loop() {
			_, err := face.Compare(c.Selfie.Template, portrait)
			must(b, err)
		}
	})
}

func BenchmarkDecide(b *testing.B) {
	onInputs(b, func(b *testing.B, p *assemble.Parts, v visit) {
		c := v.onboard(b, p)
		for b.Loop() {
			p.Engine.Decide(c, day)
		}
	})
}

// BenchmarkOnboarding is two pages, a selfie, a smile challenge and the
// decision, one after the other.
func BenchmarkOnboarding(b *testing.B) {
	onInputs(b, func(b *testing.B, p *assemble.Parts, v visit) {
		for b.Loop() {
			p.Engine.Finish(v.onboard(b, p), day)
		}
	})
}
