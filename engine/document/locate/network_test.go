package locate_test

import (
	"context"
	"errors"
	"image"
	"image/color"
	"math"
	"testing"

	"portico/engine/document/documenttest"
	"portico/engine/document/locate"
	"portico/engine/imaging"
	"portico/engine/nn"
)

const cells = 48 // the network's answer, both ways, for 192×192 pixels

// answering is a card network that gives the share of card in each cell.
func answering(share func(x, y float64) bool) nn.Func {
	return nn.Func{Names: []string{"card"}, Fn: func(_ context.Context, in ...nn.Tensor) ([]nn.Tensor, error) {
		if len(in) != 1 || in[0].Check() != nil || len(in[0].Data) != 3*192*192 {
			return nil, nn.ErrShape
		}
		const fine = 8
		out := make([]float32, cells*cells)
		for i := range out {
			for k := range fine * fine {
				x, y := float64(i%cells)+(float64(k%fine)+.5)/fine, float64(i/cells)+(float64(k/fine)+.5)/fine
				if share(x, y) {
					out[i] += 1. / (fine * fine)
				}
			}
		}
		return []nn.Tensor{{Shape: []int64{1, 1, cells, cells}, Data: out}}, nil
	}}
}

func within(q imaging.Quad, x, y float64) bool {
	for i, a := range q {
		b := q[(i+1)%4]
		if (b.X-a.X)*(y-a.Y)-(b.Y-a.Y)*(x-a.X) < 0 {
			return false
		}
	}
	return true
}

// TestOutlineFromShares gives the network's part the answer of a perfect
// network, and wants the corners back within 1 % of the picture's side.
func TestOutlineFromShares(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 480, 360))
	scale := 176. / 480 / 4 // cells a pixel
	for name, q := range map[string]imaging.Quad{
		"level":          documenttest.Place(480, 360, 300, 0, 0),
		"turned":         documenttest.Place(480, 360, 260, .7, 0),
		"upright":        documenttest.Place(480, 360, 200, math.Pi/2, .1),
		"upside down":    documenttest.Place(480, 360, 300, 3, .1),
		"tilted":         documenttest.Place(480, 360, 330, .2, .25),
		"small":          documenttest.Place(480, 360, 150, 1.1, .1),
		"corner outside": {{X: -8, Y: 60}, {X: 300, Y: 20}, {X: 330, Y: 220}, {X: 20, Y: 260}},
	} {
		t.Run(name, func(t *testing.T) {
			net := answering(func(x, y float64) bool {
				return within(q, (x-24)/scale+240, (y-24)/scale+180) || x < 4 && y < 3 // and a speck elsewhere
			})
			n, err := locate.NewNetwork(net)
			if err != nil {
				t.Fatal(err)
			}
			seen, err := n.Look(t.Context(), img)
			if err != nil {
				t.Fatal(err)
			}
			outlines := seen.Outlines()
			if len(outlines) == 0 {
				t.Fatal("no outline")
			}
			got := outlines[0]
			for _, p := range q {
				nearest := math.Inf(1)
				for _, c := range got {
					nearest = min(nearest, imaging.Dist(p, c))
				}
				if nearest > 4.8 {
					t.Errorf("corner %v is off by %.1f pixels: %v", p, nearest, got)
				}
			}
			if v := seen.Overlap(q); v < .88 {
				t.Errorf("the truth overlaps what was seen by %.3f", v)
			}
		})
	}
}

func TestShapesThatAreNoCard(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 480, 360))
	for name, share := range map[string]func(x, y float64) bool{
		"nothing": func(float64, float64) bool { return false },
		"a speck": func(x, y float64) bool { return x < 5 && y < 5 },
		"a line":  func(_, y float64) bool { return int(y) == 20 },
		"a ring": func(x, y float64) bool {
			d := math.Hypot(x-24, y-24)
			return d > 12 && d < 16
		},
		"an L": func(x, y float64) bool {
			return x > 8 && x < 14 && y > 8 && y < 40 || y > 34 && y < 40 && x > 8 && x < 40
		},
	} {
		n, err := locate.NewNetwork(answering(share))
		if err != nil {
			t.Fatal(err)
		}
		seen, err := n.Look(t.Context(), img)
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range seen.Outlines() {
			if seen.Overlap(q) > .7 {
				t.Errorf("%s: taken for the card %v", name, q)
			}
		}
	}
}

func TestNetworksThatDoNotFit(t *testing.T) {
	if _, err := locate.NewNetwork(nn.Func{Names: []string{"logprob"}}); !errors.Is(err, nn.ErrNoOutput) {
		t.Errorf("another network: %v, want ErrNoOutput", err)
	}
	broken := errors.New("broken")
	for name, tc := range map[string]struct {
		out  []nn.Tensor
		err  error
		want error
	}{
		"it fails":        {nil, broken, broken},
		"too few cells":   {[]nn.Tensor{{Shape: []int64{1}, Data: []float32{1}}}, nil, nn.ErrShape},
		"too few answers": {nil, nil, nn.ErrShape},
	} {
		n, err := locate.NewNetwork(nn.Func{Names: []string{"card"}, Fn: func(context.Context, ...nn.Tensor) ([]nn.Tensor, error) {
			return tc.out, tc.err
		}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := n.Look(t.Context(), image.NewRGBA(image.Rect(0, 0, 48, 36))); !errors.Is(err, tc.want) {
			t.Errorf("%s: %v, want %v", name, err, tc.want)
		}
		seen, err := n.Look(t.Context(), image.NewRGBA(image.Rectangle{}))
		if got := seen.Outlines(); got != nil || err != nil {
			t.Errorf("no picture: %v, %v, want nothing seen", got, err)
		}
	}
}

// TestTheNetworkSeesThePicture checks the letterbox: where the picture lies,
// its channels and their scale.
func TestTheNetworkSeesThePicture(t *testing.T) {
	img := documenttest.Map(image.NewRGBA(image.Rect(0, 0, 960, 480)), func(color.RGBA) color.RGBA {
		return color.RGBA{255, 102, 0, 255}
	})
	n, err := locate.NewNetwork(nn.Func{Names: []string{"card"}, Fn: func(_ context.Context, in ...nn.Tensor) ([]nn.Tensor, error) {
		for at, want := range map[image.Point]float32{{7, 96}: .5, {8, 96}: -1, {183, 96}: -1, {184, 96}: .5, {96, 51}: .5, {96, 52}: -1, {96, 139}: -1, {96, 140}: .5} {
			for c, colour := range []float32{1, .4, 0} {
				if want >= 0 {
					colour = want
				}
				if got := in[0].Data[(c*192+at.Y)*192+at.X]; math.Abs(float64(got-colour)) > 1e-6 {
					t.Errorf("channel %d at %v is %v, want %v", c, at, got, colour)
				}
			}
		}
		return []nn.Tensor{{Shape: []int64{1, 1, cells, cells}, Data: make([]float32, cells*cells)}}, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	seen, err := n.Look(t.Context(), img)
	if got := seen.Outlines(); got != nil || err != nil {
		t.Errorf("%v, %v, want nothing seen", got, err)
	}
}

// TestCloserLook lets a perfect network look at a part of the picture, and
// wants what it saw in places of the whole.
func TestCloserLook(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 480, 360))
	card := documenttest.Place(480, 360, 120, .4, .05)
	for i := range card {
		card[i].X, card[i].Y = card[i].X+90, card[i].Y-60
	}
	looks := 0
	part := image.Rectangle{}
	n, err := locate.NewNetwork(nn.Func{Names: []string{"card"}, Fn: func(ctx context.Context, in ...nn.Tensor) ([]nn.Tensor, error) {
		turns := looks
		looks++
		seen := image.Rect(0, 0, 480, 360)
		if turns > 0 { // the first look is at all of it
			seen, turns = part, turns-1
		}
		scale := 176. / 4 / float64(max(seen.Dx(), seen.Dy()))
		return answering(func(x, y float64) bool {
			for range turns { // the picture was turned clockwise so often: turn back
				x, y = y, cells-x
			}
			return within(card, (x-24)/scale+float64(seen.Min.X)+float64(seen.Dx())/2, (y-24)/scale+float64(seen.Min.Y)+float64(seen.Dy())/2)
		}).Fn(ctx, in...)
	}})
	if err != nil {
		t.Fatal(err)
	}
	first, err := n.Look(t.Context(), img)
	if err != nil {
		t.Fatal(err)
	}
	part = first.Around(img.Rect)
	if b := card.Bounds(); !b.In(part) || part.Dx() > 2*b.Dx() {
		t.Fatalf("a closer look at %v, want somewhat more than %v", part, b)
	}
	closer, err := n.Closer(t.Context(), img, part)
	if err != nil {
		t.Fatal(err)
	}
	if looks != 5 {
		t.Errorf("%d looks, want one and four", looks)
	}
	if a, b := first.Overlap(card), closer.Overlap(card); b < .93 || b < a {
		t.Errorf("overlap %.3f from afar, %.3f from near", a, b)
	}
	if rest := closer.Without(card); len(rest.Outlines()) != 0 || rest.Overlap(card) > .01 {
		t.Errorf("without the card there is still %v", rest.Outlines())
	}
}
