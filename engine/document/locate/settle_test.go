package locate_test

import (
	"context"
	"errors"
	"image/color"
	"testing"

	"portico/engine/document/documenttest"
	"portico/engine/document/locate"
	"portico/engine/imaging"
	"portico/engine/nn"
)

// brighter is a card network that takes for a card what is brighter than
// level, 0..1, and counts how often it looks.
func brighter(t *testing.T, level float32, looks *int) *locate.Network {
	t.Helper()
	n, err := locate.NewNetwork(nn.Func{Names: []string{"card"}, Fn: func(_ context.Context, in ...nn.Tensor) ([]nn.Tensor, error) {
		*looks++
		out := make([]float32, cells*cells)
		for i, v := range in[0].Data[:192*192] {
			if v > level && v != .5 { // grey surrounds the picture
				out[i/192/4*cells+i%192/4] += 1. / 16
			}
		}
		return []nn.Tensor{{Shape: []int64{1, 1, cells, cells}, Data: out}}, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestASecondLookFindsWhatTheFirstMissed shows a tilted card with a dark band,
// of which the first look saw only what is bright.
func TestASecondLookFindsWhatTheFirstMissed(t *testing.T) {
	for name, angle := range map[string]float64{"level": 0, "turned": .6, "upside down": 3} {
		t.Run(name, func(t *testing.T) {
			img := documenttest.Desk(480, 360, color.RGBA{40, 35, 30, 255}, 3)
			card := documenttest.Desk(856, 540, color.RGBA{225, 225, 230, 255}, 3)
			for y := range 100 {
				for x := range 856 {
					card.SetRGBA(x, y, color.RGBA{110, 100, 120, 255})
				}
			}
			truth := documenttest.Place(480, 360, 260, angle, .1)
			if err := documenttest.Paste(img, card, truth); err != nil {
				t.Fatal(err)
			}
			var first, second int
			seen, err := brighter(t, .7, &first).Look(t.Context(), img)
			if err != nil {
				t.Fatal(err)
			}
			got, ok, err := brighter(t, .3, &second).Settle(t.Context(), img, nil, seen)
			if err != nil || !ok {
				t.Fatalf("found %v (%.2f), %v", ok, got.Confidence, err)
			}
			if d := difference(got.Corners, truth); d > .01 {
				t.Errorf("corners off by %.1f ‰ of the width, want at most 10", 1000*d)
			}
			if second != 8 {
				t.Errorf("%d looks, want two turned four ways", second)
			}
		})
	}
}

func TestSettlingWhereThereIsLittleToSee(t *testing.T) {
	img := documenttest.Desk(480, 360, color.RGBA{40, 35, 30, 255}, 3)
	card := imaging.RectQuad(img.Rect)
	steep := imaging.Quad{{X: 180, Y: 60}, {X: 300, Y: 60}, {X: 400, Y: 240}, {X: 80, Y: 240}}
	for name, candidates := range map[string][]imaging.Quad{
		"no candidate":             nil,
		"all of the picture":       {card},
		"reaching to the horizon":  {steep},
		"a quadrilateral of zeros": {{}},
	} {
		var looks int
		if got, ok, err := brighter(t, .7, &looks).Settle(t.Context(), img, candidates, locate.Seen{}); ok || err != nil {
			t.Errorf("%s: %v (%.2f), %v, want nothing", name, got.Corners, got.Confidence, err)
		}
	}
}

func TestSettlingWithANetworkThatFails(t *testing.T) {
	img := documenttest.Desk(480, 360, color.RGBA{40, 35, 30, 255}, 3)
	card := documenttest.Place(480, 360, 260, .2, .1)
	if err := documenttest.Paste(img, documenttest.Card(856, 540), card); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	n, err := locate.NewNetwork(nn.Func{Names: []string{"card"}, Fn: func(context.Context, ...nn.Tensor) ([]nn.Tensor, error) {
		return nil, broken
	}})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok, err := n.Settle(t.Context(), img, []imaging.Quad{card}, locate.Seen{}); ok || !errors.Is(err, broken) {
		t.Errorf("found %v, %v, want the network's error", ok, err)
	}
}
