package ort_test

import (
	"fmt"
	"slices"
	"testing"

	"portico/engine/nn"
	"portico/models"
)

// free are the dimensions that a model leaves open, as Portico uses it.
var free = map[string]int64{
	models.MRZGlyphs:    600, // columns of a strip; one strip
	models.FaceTemplate: 1,
}

// networks are those that the benchmark runs.
var networks = []string{
	models.FaceDetectionShortRange, models.FaceDetectionFullRange, models.FaceMeshAttention, models.FaceTemplate, models.FaceEye,
	models.FaceWearables, models.PersonSegmentation, models.Age, models.Gender, models.MRZGlyphs, models.MRZWitness, models.CardCorners, models.FaceCopy,
}

// inputsOf are grey pictures of the shapes that a network takes.
func inputsOf(t testing.TB, name string) []nn.Tensor {
	var in []nn.Tensor
	for _, shape := range opened(t, model(t, name)).InputShapes() {
		for i, d := range shape {
			if d < 0 {
				shape[i] = 1
				if i == len(shape)-1 {
					shape[i] = free[name]
				}
			}
		}
		in = append(in, grey(shape...))
	}
	return in
}

func grey(shape ...int64) nn.Tensor {
	return nn.Tensor{Shape: shape, Data: slices.Repeat([]float32{.5}, int(product(shape)))}
}

// BenchmarkNetwork runs each network once an operation, on one thread as
// Portico does, and tells its multiply-adds and weights (docs/limits.md).
func BenchmarkNetwork(b *testing.B) {
	for _, name := range networks {
		b.Run("net="+name, func(b *testing.B) {
			in := inputsOf(b, name)
			w := workOf(b, model(b, name), in...)
			net := opened(b, model(b, name))
			for b.Loop() {
				if _, err := net.Run(b.Context(), in...); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(w.multiplyAdds)/1e6, "MMAC")
			b.ReportMetric(float64(w.weightBytes)/1e6, "weights-MB")
		})
	}
}

// BenchmarkMachine measures what the networks are held against: the multiply-
// adds of a large product of matrices in ONNX Runtime, by one thread and by all,
// and how fast one thread copies blocks of memory.
func BenchmarkMachine(b *testing.B) {
	const n = 1024
	net, in := opened(b, matMul(b, n)), []nn.Tensor{grey(n, n), grey(n, n)}
	multiply := func() error { _, err := net.Run(b.Context(), in...); return err }
	perSecond := func(b *testing.B, each float64, unit string) {
		b.ReportMetric(each*float64(b.N)/b.Elapsed().Seconds()/1e9, unit)
	}
	b.Run("what=multiply-adds/threads=one", func(b *testing.B) {
		for b.Loop() {
			if err := multiply(); err != nil {
				b.Fatal(err)
			}
		}
		perSecond(b, n*n*n, "GMAC/s")
	})
	b.Run("what=multiply-adds/threads=all", func(b *testing.B) {
		b.RunParallel(func(each *testing.PB) {
			for each.Next() {
				if err := multiply(); err != nil {
					b.Error(err)
				}
			}
		})
		perSecond(b, n*n*n, "GMAC/s")
	})
	// From what the nearest cache holds to what none does: weights that are used
	// again and again need not come from memory.
	for _, mb := range []int{1, 4, 16, 64, 256} {
		b.Run(fmt.Sprintf("what=copy/MB=%d", mb), func(b *testing.B) {
			from, to := make([]byte, mb<<20), make([]byte, mb<<20)
			copy(from, to) // a page that nobody has touched is not there yet
			copy(to, from)
			for b.Loop() {
				copy(to, from)
			}
			perSecond(b, 2*float64(mb<<20), "GB/s") // read and written
		})
	}
}

// The known answers are n³ for a product of two matrices, and for networks what
// onnx 1.23's own shape inference gives.
func TestWorkIsCounted(t *testing.T) {
	if got := workOf(t, matMul(t, 64), grey(64, 64), grey(64, 64)); got != (work{multiplyAdds: 64 * 64 * 64}) {
		t.Errorf("a product of 64×64: %+v", got)
	}
	for name, want := range map[string]int64{
		models.FaceDetectionShortRange: 30_760_960, models.FaceTemplate: 270_854_144, models.Age: 63_376_320,
		models.FaceMeshAttention: 43_483_144, models.CardCorners: 148_027_392, models.PersonSegmentation: 59_215_744,
	} {
		if got := workOf(t, model(t, name), inputsOf(t, name)...).multiplyAdds; got != want {
			t.Errorf("%s: %d multiply-adds, want %d", name, got, want)
		}
	}
}
