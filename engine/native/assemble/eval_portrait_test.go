package assemble_test

import (
	"image"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"golang.org/x/image/draw"

	"portico/engine/figures"
	"portico/engine/imaging"
)

// grains are the differences of a portrait's grain from that of the rest of
// its page, by kind: what a check of exchanged portraits could go by.
type grains map[string][]float64

func (g grains) table(s *figures.Section) {
	s.Table("Grain of the portrait over that of the rest of the page, as a logarithm: exchanged and genuine portraits overlap, so that no check is made of it", "pictures", "number", "5 %", "median", "95 %")
	for kind, all := range g {
		slices.Sort(all)
		at := func(p float64) float64 { return math.Round(100*all[int(p*float64(len(all)-1))]) / 100 }
		s.Row(kind, len(all), at(.05), at(.5), at(.95))
	}
}

// measure takes the portraits of a genuine card, of one with a photograph in
// the portrait's place before it was photographed, and of the picture of the
// genuine card with the photograph pasted into the file.
func (g grains) measure(t *testing.T, traces ghosts, card, background, face *image.RGBA, seed uint64) {
	t.Helper()
	place := image.Rect(46, 150, 304, 512) // of the portrait on a drawn card of cardWidth
	portrait := imaging.Resize(face, place.Dx(), place.Dy())
	photo, q := deskPhoto(t, card, background, seed)
	g.add(t, "genuine", photo, q, place)
	traces.add(t, "genuine", photo, q, place)
	traces.add(t, "genuine, saved again", compressed(t, photo, 92), q, place)

	printed := imaging.Crop(card, card.Rect)
	draw.Draw(printed, place, portrait, image.Point{}, draw.Src)
	exchanged, q := deskPhoto(t, printed, background, seed)
	g.add(t, "another photograph printed in", exchanged, q, place)
	traces.add(t, "another photograph printed in", exchanged, q, place)

	onto, err := imaging.Between(q, imaging.RectQuad(card.Rect))
	if err != nil {
		t.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(seed, 0x7061737465))
	for kind, grain := range map[string]float64{"pasted into the file": 0, "pasted into the file with grain": 2.5} {
		pasted := imaging.Crop(photo, photo.Rect)
		for y := range photo.Rect.Dy() {
			for x := range photo.Rect.Dx() {
				p := onto.Apply(imaging.Point{X: float64(x), Y: float64(y)})
				if at := image.Pt(int(p.X), int(p.Y)); at.In(place) {
					c := portrait.RGBAAt(at.X-place.Min.X, at.Y-place.Min.Y)
					f := func(v uint8) uint8 { return uint8(min(max(float64(v)+grain*rnd.NormFloat64(), 0), 255)) }
					c.R, c.G, c.B = f(c.R), f(c.G), f(c.B)
					pasted.SetRGBA(x, y, c)
				}
			}
		}
		saved := compressed(t, pasted, 92)
		g.add(t, kind, saved, q, place)
		traces.add(t, kind, saved, q, place)
	}
}

// add measures the noise of Immerkær (Computer Vision and Image Understanding
// 64, 1996) in blocks of 6 by 6 pixels and compares the quietest quarters.
func (g grains) add(t *testing.T, kind string, photo *image.RGBA, q imaging.Quad, place image.Rectangle) {
	t.Helper()
	onto, err := imaging.Between(q, imaging.RectQuad(image.Rect(0, 0, cardWidth, 640)))
	if err != nil {
		t.Fatal(err)
	}
	const block = 6
	grey := imaging.Gray(photo)
	var in, out []float64
	area := q.Bounds().Intersect(grey.Rect.Inset(1))
	for y := area.Min.Y; y+block < area.Max.Y; y += block {
		for x := area.Min.X; x+block < area.Max.X; x += block {
			p := onto.Apply(imaging.Point{X: float64(x) + block/2, Y: float64(y) + block/2})
			at := image.Pt(int(p.X), int(p.Y))
			sum := 0.
			for v := y; v < y+block; v++ {
				for u := x; u < x+block; u++ {
					px := func(dx, dy int) int { return int(grey.Pix[(v+dy)*grey.Stride+u+dx]) }
					d := px(-1, -1) - 2*px(0, -1) + px(1, -1) - 2*px(-1, 0) + 4*px(0, 0) - 2*px(1, 0) + px(-1, 1) - 2*px(0, 1) + px(1, 1)
					sum += math.Abs(float64(d)) / (block * block)
				}
			}
			switch {
			case at.In(place.Inset(10)):
				in = append(in, sum)
			case at.In(image.Rect(20, 20, cardWidth-20, 620)) && !at.In(place.Inset(-10)):
				out = append(out, sum)
			}
		}
	}
	slices.Sort(in)
	slices.Sort(out)
	const rounding = .5
	g[kind] = append(g[kind], math.Log((in[len(in)/4]+rounding)/(out[len(out)/4]+rounding)))
}
