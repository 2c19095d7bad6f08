package mrz_test

import (
	"context"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"testing"

	"portico/engine/document/mrz"
	"portico/engine/imaging"
	"portico/engine/nn"
)

// finder answers with the same lines whatever it is shown.
type finder []mrz.Line

func (f finder) TextLines(*image.Gray, float64) []mrz.Line { return f }

func paper(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	return img
}

func twoLines(y float64) finder {
	line := func(y float64) mrz.Line {
		return mrz.Line{Left: imaging.Point{X: 60, Y: y}, Right: imaging.Point{X: 940, Y: y}, Height: 25}
	}
	return finder{line(y), line(y + 50)}
}

func TestReadWithoutAZone(t *testing.T) {
	nothing := nn.Func{Fn: func(_ context.Context, in ...nn.Tensor) ([]nn.Tensor, error) {
		columns := in[0].Shape[3] / 2
		out := nn.Tensor{Shape: []int64{1, columns, 38}, Data: make([]float32, columns*38)}
		for i := range out.Data {
			if out.Data[i] = -12; i%38 == 37 { // no character anywhere
				out.Data[i] = 0
			}
		}
		return []nn.Tensor{out}, nil
	}}
	for name, tc := range map[string]struct {
		img    *image.RGBA
		finder finder
	}{
		"no lines":                  {paper(1000, 700), nil},
		"lines without characters":  {paper(1000, 700), twoLines(500)},
		"lines outside the picture": {paper(1000, 700), twoLines(9000)},
		"a picture of one pixel":    {paper(1, 1), twoLines(0)},
		"a picture of a hair":       {paper(3000, 2), twoLines(0)},
	} {
		t.Run(name, func(t *testing.T) {
			reader := mrz.NewReader(mrz.Nets{Glyphs: nothing, Witness: nothing}, tc.finder)
			for _, read := range []func(context.Context, *image.RGBA) (*mrz.Reading, error){reader.Read, reader.ReadLevel} {
				if got, err := read(t.Context(), tc.img); got != nil || err != nil {
					t.Errorf("read %v, %v; want nothing", got, err)
				}
			}
		})
	}
}

func TestReadReportsTheNetworksFailure(t *testing.T) {
	broken := errors.New("out of memory")
	for name, tc := range map[string]struct {
		answer func(context.Context, ...nn.Tensor) ([]nn.Tensor, error)
		want   error
	}{
		"failure":           {func(context.Context, ...nn.Tensor) ([]nn.Tensor, error) { return nil, broken }, broken},
		"no answer":         {func(context.Context, ...nn.Tensor) ([]nn.Tensor, error) { return nil, nil }, nn.ErrShape},
		"another network's": {func(_ context.Context, in ...nn.Tensor) ([]nn.Tensor, error) { return in, nil }, nn.ErrShape},
	} {
		t.Run(name, func(t *testing.T) {
			reader := mrz.NewReader(mrz.Nets{Glyphs: nn.Func{Fn: tc.answer}}, twoLines(500))
			if got, err := reader.Read(t.Context(), paper(1000, 700)); got != nil || !errors.Is(err, tc.want) {
				t.Errorf("Read = %v, %v, want %v", got, err, tc.want)
			}
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	reader := mrz.NewReader(mrz.Nets{Glyphs: nn.Func{Fn: func(ctx context.Context, _ ...nn.Tensor) ([]nn.Tensor, error) { return nil, ctx.Err() }}}, twoLines(500))
	if got, err := reader.Read(ctx, paper(1000, 700)); got != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("Read after cancel = %v, %v", got, err)
	}
}
