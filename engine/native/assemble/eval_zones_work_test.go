package assemble_test

import (
	"context"
	"slices"
	"sync/atomic"

	"portico/engine/document/mrz"
	"portico/engine/figures"
	"portico/engine/native/cv"
	"portico/engine/nn"
)

// work counts what a reader of zones asks of the glyph network: unlike times,
// it does not depend on the machine nor on what else it does.
type work struct {
	nn.Net
	calls, columns atomic.Int64
	pictures       [][2]int64
}

// Run counts and passes on.
func (w *work) Run(ctx context.Context, in ...nn.Tensor) ([]nn.Tensor, error) {
	w.calls.Add(1)
	w.columns.Add(in[0].Shape[3])
	return w.Net.Run(ctx, in...)
}

// counted returns a reader over nets whose work is counted.
func counted(nets mrz.Nets) (*mrz.Reader, *work) {
	w := &work{Net: nets.Glyphs}
	nets.Glyphs = w
	return mrz.NewReader(nets, cv.TextLines{}), w
}

// next ends a picture.
func (w *work) next() {
	w.pictures = append(w.pictures, [2]int64{w.calls.Swap(0), w.columns.Swap(0)})
}

// table tells what a picture takes. A character is twelve columns wide.
func (w *work) table(s *figures.Section) {
	s.Table("Work a picture, whatever the machine", "of the glyph network", "median", "95 % below", "most")
	for i, what := range []string{"calls", "characters"} {
		var n []int64
		for _, p := range w.pictures {
			n = append(n, p[i]/[]int64{1, 12}[i])
		}
		slices.Sort(n)
		s.Row(what, n[len(n)/2], n[len(n)*95/100], n[len(n)-1])
	}
}
