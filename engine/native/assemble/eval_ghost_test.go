package assemble_test

import (
	"image"
	"math"
	"slices"
	"testing"

	"portico/engine/figures"
	"portico/engine/imaging"
)

// ghosts are traces that a portrait was compressed less often than the rest of
// its page (Farid, IEEE Transactions on Information Forensics and Security 4,
// 2009), by kind: what a check of pasted portraits could go by.
type ghosts map[string][]float64

// add compresses photo anew in several qualities. At the one in which the rest
// of the page was compressed before, the rest hardly changes; what was pasted in
// later does. The trace is how far that quality stands out.
func (g ghosts) add(t *testing.T, kind string, photo *image.RGBA, q imaging.Quad, place image.Rectangle) {
	t.Helper()
	onto, err := imaging.Between(q, imaging.RectQuad(image.Rect(0, 0, cardWidth, 640)))
	if err != nil {
		t.Fatal(err)
	}
	const floor = .05 // grey levels
	grey := imaging.Gray(photo)
	area := q.Bounds().Intersect(grey.Rect)
	var ratios []float64
	for quality := 70; quality <= 96; quality += 2 {
		again := imaging.Gray(compressed(t, photo, quality))
		var in, out, inside, outside float64
		for y := area.Min.Y; y < area.Max.Y; y += 2 {
			for x := area.Min.X; x < area.Max.X; x += 2 {
				p := onto.Apply(imaging.Point{X: float64(x), Y: float64(y)})
				i := y*grey.Stride + x
				changed := math.Abs(float64(grey.Pix[i]) - float64(again.Pix[i]))
				switch at := image.Pt(int(p.X), int(p.Y)); {
				case at.In(place.Inset(10)):
					in, inside = in+changed, inside+1
				case at.In(image.Rect(20, 20, cardWidth-20, 620)) && !at.In(place.Inset(-10)):
					out, outside = out+changed, outside+1
				}
			}
		}
		ratios = append(ratios, math.Log((in/inside+floor)/(out/outside+floor)))
	}
	slices.Sort(ratios)
	g[kind] = append(g[kind], ratios[len(ratios)-1]-ratios[len(ratios)/2])
}

func (g ghosts) table(s *figures.Section) {
	s.Table("Ghosts of an earlier compression, in the file that the camera wrote: by how much one quality stands out, as a logarithm. AUC: how often a picture of the kind has more of it than one whose portrait is genuine", "pictures", "number", "5 %", "median", "95 %", "AUC")
	genuine := slices.Concat(g["genuine"], g["genuine, saved again"])
	for kind, all := range g {
		above := 0.
		for _, v := range all {
			for _, w := range genuine {
				switch {
				case v > w:
					above++
				case v == w:
					above += .5
				}
			}
		}
		slices.Sort(all)
		at := func(p float64) float64 { return math.Round(100*all[int(p*float64(len(all)-1))]) / 100 }
		s.Row(kind, len(all), at(.05), at(.5), at(.95), math.Round(100*above/float64(len(all)*len(genuine)))/100)
	}
}
