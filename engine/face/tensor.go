package face

import (
	"context"
	"fmt"
	"image"
	"math"

	"portico/engine/nn"
)

// interleaved returns img as a 1×h×w×3 tensor of scale·value + offset.
func interleaved(img *image.RGBA, scale, offset float32) nn.Tensor {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	t := nn.Tensor{Shape: []int64{1, int64(h), int64(w), 3}, Data: make([]float32, 0, 3*w*h)}
	for i := 0; i < len(img.Pix); i += 4 {
		for _, v := range img.Pix[i : i+3] {
			t.Data = append(t.Data, scale*float32(v)+offset)
		}
	}
	return t
}

// planar returns img as a 1×3×h×w tensor of scale·(value − mean).
func planar(img *image.RGBA, mean [3]float32, scale float32) nn.Tensor {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	t := nn.Tensor{Shape: []int64{1, 3, int64(h), int64(w)}, Data: make([]float32, 3*w*h)}
	for i := range w * h {
		for c := range 3 {
			t.Data[c*w*h+i] = scale * (float32(img.Pix[4*i+c]) - mean[c])
		}
	}
	return t
}

// normalised returns g as a 1×1×h×w tensor, less its mean over its standard
// deviation (plus 8 levels, so that flat pictures stay flat).
func normalised(g *image.Gray) nn.Tensor {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	t := nn.Tensor{Shape: []int64{1, 1, int64(h), int64(w)}, Data: make([]float32, w*h)}
	var sum, squares float64
	for i := range t.Data {
		v := float64(g.Pix[i/w*g.Stride+i%w])
		t.Data[i] = float32(v)
		sum, squares = sum+v, squares+v*v
	}
	n := float64(w * h)
	mean := sum / n
	spread := math.Sqrt(max(0, squares/n-mean*mean)) + 8
	for i := range t.Data {
		t.Data[i] = float32((float64(t.Data[i]) - mean) / spread)
	}
	return t
}

// output is what a network must return: its name and how many values.
type output struct {
	name string
	size int
}

// run feeds in to net and returns the wanted outputs in their order, each of
// exactly the wanted size.
func run(ctx context.Context, net nn.Net, in nn.Tensor, want ...output) ([][]float32, error) {
	names := make([]string, len(want))
	for i, w := range want {
		names[i] = w.name
	}
	at, err := nn.Outputs(net, names...)
	if err != nil {
		return nil, err
	}
	all, err := net.Run(ctx, in)
	if err != nil {
		return nil, err
	}
	got := make([][]float32, len(want))
	for i, w := range want {
		if at[i] >= len(all) || len(all[at[i]].Data) != w.size {
			return nil, fmt.Errorf("output %q: %w", w.name, nn.ErrShape)
		}
		got[i] = all[at[i]].Data
	}
	return got, nil
}
