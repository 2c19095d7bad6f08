package assemble_test

import (
	"errors"
	"image"
	"image/color"
	"maps"
	"math"
	"slices"
	"testing"

	"portico/engine/enginetest"
	"portico/engine/figures"
	"portico/engine/imaging"
)

// TestEvalZonesAltered alters every second outside picture with a zone, as
// prototypes/mrz-reader/robustness.py does. The reader was developed on these
// pictures.
func TestEvalZonesAltered(t *testing.T) {
	evaluation(t)
	reader := mrzReader(t)
	truths := zoneTruths(t)
	maps.DeleteFunc(truths, func(_ string, lines []string) bool { return lines == nil })
	tally := newZoneTally()
	for i, name := range slices.Sorted(maps.Keys(truths)) {
		if i%2 == 0 {
			continue
		}
		img := enginetest.Picture(t, "mrz", name)
		for kind, alter := range alterations() {
			altered := alter(t, img)
			got, err := reader.Read(t.Context(), altered)
			if err != nil {
				t.Fatal(err)
			}
			if !tally.count(kind, got, truths[name]) {
				t.Logf("%s of %s: read %v", kind, name, got)
				tally.wrong.Add(kind+": "+misread(name, got, truths[name]), altered)
			}
			tally.count("all", got, truths[name])
		}
	}
	s := figures.New("mrz-altered", "Machine-readable zones: altered pictures")
	s.Say("Every second outside picture with a zone, altered. The reader was developed on these pictures: the figures flatter it.")
	tally.tables(s, "Altered pictures")
	if err := errors.Join(s.Close(), s.Errors(tally.wrong)); err != nil {
		t.Fatal(err)
	}
}

// alterations are what is done to a picture, each by its name.
func alterations() map[string]func(testing.TB, *image.RGBA) *image.RGBA {
	rotate := func(degrees float64) func(testing.TB, *image.RGBA) *image.RGBA {
		return func(t testing.TB, img *image.RGBA) *image.RGBA {
			w, h := float64(img.Rect.Dx()), float64(img.Rect.Dy())
			sin, cos := math.Sincos(degrees * math.Pi / 180)
			width, height := w*math.Abs(cos)+h*math.Abs(sin), w*math.Abs(sin)+h*math.Abs(cos)
			q := imaging.RotatedRect(imaging.Point{X: w / 2, Y: h / 2}, width, height, -degrees*math.Pi/180)
			return onDesk(t, img, q, int(width), int(height), 128)
		}
	}
	gray := func(of func(float64) float64) func(testing.TB, *image.RGBA) *image.RGBA {
		return func(_ testing.TB, img *image.RGBA) *image.RGBA {
			g := imaging.Gray(img)
			for i, v := range g.Pix {
				g.Pix[i] = uint8(of(float64(v)))
			}
			return imaging.ToRGBA(g)
		}
	}
	return map[string]func(testing.TB, *image.RGBA) *image.RGBA{
		"turned 180°": rotate(180), "turned 90°": rotate(90), "turned 5°": rotate(5), "turned −11°": rotate(-11),
		"perspective": func(t testing.TB, img *image.RGBA) *image.RGBA {
			w, h := float64(img.Rect.Dx()), float64(img.Rect.Dy())
			to := imaging.Quad{{X: .06 * w, Y: .05 * h}, {X: .97 * w}, {X: w, Y: .96 * h}, {X: .02 * w, Y: h}}
			back, err := imaging.Between(to, imaging.RectQuad(img.Rect))
			if err != nil {
				t.Fatal(err)
			}
			q := imaging.RectQuad(img.Rect)
			for i := range q {
				q[i] = back.Apply(q[i])
			}
			return onDesk(t, img, q, img.Rect.Dx(), img.Rect.Dy(), 100)
		},
		"shrunk to 70 %": func(_ testing.TB, img *image.RGBA) *image.RGBA {
			return imaging.Resize(img, img.Rect.Dx()*7/10, img.Rect.Dy()*7/10)
		},
		"half of the picture": func(t testing.TB, img *image.RGBA) *image.RGBA {
			r := img.Rect
			around := image.Rect(-r.Dx()/2, -r.Dy()/2, r.Dx()*3/2, r.Dy()*3/2)
			return onDesk(t, img, imaging.RectQuad(around), around.Dx(), around.Dy(), 90)
		},
		"blurred": func(_ testing.TB, img *image.RGBA) *image.RGBA {
			return blurred(img, max(.8, float64(img.Rect.Dx())/900))
		},
		"contrast 40 %": gray(func(v float64) float64 { return .4*v + 100 }),
		"JPEG quality 30": func(t testing.TB, img *image.RGBA) *image.RGBA {
			data, err := imaging.EncodeJPEG(img, 30)
			if err != nil {
				t.Fatal(err)
			}
			out, err := imaging.Decode(data, imaging.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			return out
		},
	}
}

// onDesk cuts q out of the luma of img, with a desk of one luma around the
// picture.
func onDesk(t testing.TB, img *image.RGBA, q imaging.Quad, w, h int, luma uint8) *image.RGBA {
	t.Helper()
	out, g := image.NewGray(image.Rect(0, 0, w, h)), imaging.Gray(img)
	m, err := imaging.Between(imaging.RectQuad(out.Rect), q)
	if err != nil {
		t.Fatal(err)
	}
	for y := range h {
		for x := range w {
			p := m.Apply(imaging.Point{X: float64(x) + .5, Y: float64(y) + .5})
			v := luma
			if p.X >= 0 && p.Y >= 0 && p.X < float64(img.Rect.Dx()) && p.Y < float64(img.Rect.Dy()) {
				v = cubic(g, p.X-.5, p.Y-.5)
			}
			out.SetGray(x, y, color.Gray{Y: v})
		}
	}
	return imaging.ToRGBA(out)
}

// cubic is Keys' convolution with a = -0.75, OpenCV's INTER_CUBIC.
func cubic(g *image.Gray, x, y float64) uint8 {
	const a = -.75
	weight := func(d float64) float64 {
		if d = math.Abs(d); d < 1 {
			return ((a+2)*d-(a+3))*d*d + 1
		}
		return ((a*d-5*a)*d+8*a)*d - 4*a
	}
	x0, y0 := math.Floor(x), math.Floor(y)
	sum := 0.
	for j := -1.; j <= 2; j++ {
		row := min(max(int(y0+j), 0), g.Rect.Dy()-1) * g.Stride
		for i := -1.; i <= 2; i++ {
			sum += weight(x-x0-i) * weight(y-y0-j) * float64(g.Pix[row+min(max(int(x0+i), 0), g.Rect.Dx()-1)])
		}
	}
	return uint8(min(max(sum, 0), 255) + .5)
}

// blurred is a Gaussian blur of the luma, sigma in pixels.
func blurred(img *image.RGBA, sigma float64) *image.RGBA {
	g := imaging.Gray(img)
	reach := int(math.Ceil(3 * sigma))
	kernel, sum := make([]float64, 2*reach+1), 0.
	for i := range kernel {
		d := float64(i - reach)
		kernel[i] = math.Exp(-d * d / (2 * sigma * sigma))
		sum += kernel[i]
	}
	pass := func(src []uint8, n, others, step, stride int) []uint8 {
		out := make([]uint8, len(src))
		for o := range others {
			for i := range n {
				v := 0.
				for k, weight := range kernel {
					v += weight * float64(src[o*stride+min(max(i+k-reach, 0), n-1)*step])
				}
				out[o*stride+i*step] = uint8(v/sum + .5)
			}
		}
		return out
	}
	w, h := g.Rect.Dx(), g.Rect.Dy()
	g.Pix = pass(pass(g.Pix, w, h, 1, w), h, w, w, 1)
	return imaging.ToRGBA(g)
}
