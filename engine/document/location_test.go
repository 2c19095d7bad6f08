package document_test

import (
	"context"
	"image"
	"image/color"
	"slices"
	"testing"

	"portico/engine/document"
	"portico/engine/document/documenttest"
	"portico/engine/document/locate"
	"portico/engine/imaging"
	"portico/engine/nn"
)

// bright is a card network that takes what is bright for a card.
func bright(t *testing.T) *locate.Network {
	t.Helper()
	const side, cells = 192, 48
	n, err := locate.NewNetwork(nn.Func{Names: []string{"card"}, Fn: func(_ context.Context, in ...nn.Tensor) ([]nn.Tensor, error) {
		out := make([]float32, cells*cells)
		for y := range side {
			for x := range side {
				if in[0].Data[y*side+x] > .6 {
					out[y/4*cells+x/4] += 1. / 16
				}
			}
		}
		return []nn.Tensor{{Shape: []int64{1, 1, cells, cells}, Data: out}}, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// nobody proposes nothing: the network must.
type nobody struct{}

func (nobody) Candidates(*image.RGBA) []imaging.Quad { return nil }

func TestTheLargestOfSeveralCardsIsRead(t *testing.T) {
	plain := documenttest.Desk(856, 540, color.RGBA{225, 225, 230, 255}, 3)
	large, small := documenttest.Place(1200, 1200, 800, .1, 0), documenttest.Place(1200, 1200, 560, 0, 0)
	for i := range large {
		large[i].Y -= 260
		small[i].Y += 330
	}
	for name, c := range map[string]struct {
		cards []imaging.Quad
		want  []string
	}{
		"one": {[]imaging.Quad{large}, nil},
		"two": {[]imaging.Quad{small, large}, []string{document.SeveralCards}},
	} {
		img := documenttest.Desk(1200, 1200, color.RGBA{60, 50, 40, 255}, 5)
		for _, q := range c.cards {
			if err := documenttest.Paste(img, plain, q); err != nil {
				t.Fatal(err)
			}
		}
		r := document.NewReader(document.Parts{Cards: nobody{}, Segments: bright(t), Text: tally{}}, nil)
		got, err := r.Read(t.Context(), img, document.Options{})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !slices.Equal(got.Warnings, c.want) {
			t.Errorf("%s: warnings %v, want %v", name, got.Warnings, c.want)
		}
		if o := documenttest.Overlap(got.Corners, large); o < .97 {
			t.Errorf("%s: the large card is overlapped by %.2f", name, o)
		}
	}
}
