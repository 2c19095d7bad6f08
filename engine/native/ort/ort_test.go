package ort_test

import (
	"context"
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"portico/engine/native/ort"
	"portico/engine/nn"
	"portico/models"
)

// model returns the path of a fetched model, or skips.
func model(t testing.TB, name string) string {
	t.Helper()
	path, err := models.Path(name)
	if errors.Is(err, models.ErrMissing) {
		t.Skipf("SKIPPED: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func initialised(t testing.TB) {
	t.Helper()
	if err := ort.Init(model(t, models.ONNXRuntime)); err != nil {
		t.Fatal(err)
	}
}

func opened(t testing.TB, path string) *ort.Net {
	t.Helper()
	initialised(t)
	net, err := ort.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := net.Close(); err != nil {
			t.Error(err)
		}
	})
	return net
}

func glyphs(t testing.TB) *ort.Net { return opened(t, model(t, models.MRZGlyphs)) }

// strip is a tensor of ink for the glyph network with one value everywhere.
func strip(columns int64, ink float32) nn.Tensor {
	s := nn.Tensor{Shape: []int64{1, 1, 24, columns}, Data: make([]float32, 24*columns)}
	for i := range s.Data {
		s.Data[i] = ink
	}
	return s
}

func TestInitIsOncePerProcess(t *testing.T) {
	initialised(t)
	initialised(t)
	if got := ort.Version(); got != "1.32.0" {
		t.Errorf("Version() = %q, want 1.32.0", got)
	}
	other := filepath.Join(t.TempDir(), "libonnxruntime.so")
	if err := ort.Init(other); !errors.Is(err, ort.ErrOtherLibrary) {
		t.Errorf("Init with another library = %v, want ErrOtherLibrary", err)
	}
}

func TestBlankPaperHasNoCharacters(t *testing.T) {
	out, err := glyphs(t).Run(context.Background(), strip(216, 0))
	if err != nil {
		t.Fatal(err)
	}
	lp := out[0]
	if len(out) != 1 || len(lp.Shape) != 3 || lp.Shape[1] != 108 || lp.Shape[2] != 38 || lp.Check() != nil {
		t.Fatalf("outputs = %d, first of shape %v, want one of [1 108 38]", len(out), lp.Shape)
	}
	for column := range 108 {
		classes := lp.Data[column*38 : (column+1)*38]
		var sum float64
		for _, l := range classes {
			sum += math.Exp(float64(l))
		}
		if math.Abs(sum-1) > 1e-4 {
			t.Fatalf("column %d: probabilities add up to %g", column, sum)
		}
		if column > 4 && column < 104 && math.Exp(float64(classes[37])) < 0.9 {
			t.Errorf("column %d of blank paper: no-character has probability %.2f", column, math.Exp(float64(classes[37])))
		}
	}
}

func TestFaceNetworksHaveTheirDocumentedOutputs(t *testing.T) {
	for name, tc := range map[string]struct {
		side    int64
		outputs map[string]int
	}{
		models.FaceDetectionShortRange: {128, map[string]int{"regressors": 896 * 16, "classificators": 896}},
		models.FaceDetectionFullRange:  {192, map[string]int{"Identity": 2304 * 16, "Identity_1": 2304}},
		models.FaceMeshAttention: {192, map[string]int{
			"output_mesh_identity": 468 * 3, "output_lips": 160, "output_left_eye": 142, "output_right_eye": 142,
			"output_left_iris": 10, "output_right_iris": 10, "conv_faceflag": 1,
		}},
		models.PersonSegmentation: {256, map[string]int{"activation_10": 256 * 256}},
	} {
		t.Run(name, func(t *testing.T) {
			net := opened(t, model(t, name))
			in := nn.Tensor{Shape: []int64{1, tc.side, tc.side, 3}, Data: make([]float32, tc.side*tc.side*3)}
			out, err := net.Run(context.Background(), in)
			if err != nil {
				t.Fatal(err)
			}
			if len(out) != len(tc.outputs) {
				t.Errorf("%d outputs, want %d", len(out), len(tc.outputs))
			}
			for output, size := range tc.outputs {
				at, err := nn.Outputs(net, output)
				if err != nil {
					t.Fatal(err)
				}
				if got := len(out[at[0]].Data); got != size {
					t.Errorf("output %s has %d values, want %d", output, got, size)
				}
			}
		})
	}
}

func TestWrongInputsAreErrors(t *testing.T) {
	net := glyphs(t)
	for name, in := range map[string][]nn.Tensor{
		"none":            nil,
		"two":             {strip(24, 0), strip(24, 0)},
		"wrong height":    {{Shape: []int64{1, 1, 23, 24}, Data: make([]float32, 23*24)}},
		"wrong rank":      {{Shape: []int64{24, 24}, Data: make([]float32, 24*24)}},
		"too little data": {{Shape: []int64{1, 1, 24, 24}, Data: make([]float32, 24)}},
		"no columns":      {{Shape: []int64{1, 1, 24, 0}}},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := net.Run(context.Background(), in...); !errors.Is(err, nn.ErrShape) {
				t.Errorf("Run = %v, want ErrShape", err)
			}
		})
	}
	if _, err := net.Run(context.Background(), strip(24, 0)); err != nil {
		t.Errorf("after the errors a good strip gives %v", err)
	}
}

func TestWhatIsNoNetworkGivesAnErrorAndNoAbort(t *testing.T) {
	initialised(t)
	whole, err := os.ReadFile(model(t, models.MRZGlyphs))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, data := range map[string][]byte{
		"empty":     {},
		"text":      []byte("this is no network"),
		"cut short": whole[:len(whole)/2],
		"bits flipped": func() []byte {
			damaged := append([]byte(nil), whole...)
			for i := 0; i < len(damaged); i += 97 {
				damaged[i] ^= 0x55
			}
			return damaged
		}(),
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(dir, "net.onnx")
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			if net, err := ort.Open(path); err == nil {
				t.Errorf("Open gives %v and no error", net.OutputNames())
			}
		})
	}
	if _, err := ort.Open(filepath.Join(dir, "nowhere.onnx")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file gives %v, want fs.ErrNotExist", err)
	}
	if _, err := ort.Open(dir); err == nil {
		t.Error("a folder gives no error")
	}
}

func TestOneNetServesManyAtOnce(t *testing.T) {
	net := glyphs(t)
	ctx := context.Background()
	want := map[int64][]nn.Tensor{}
	for columns := int64(24); columns < 64; columns += 2 {
		out, err := net.Run(ctx, strip(columns, 0.5))
		if err != nil {
			t.Fatal(err)
		}
		want[columns] = out
	}
	var wg sync.WaitGroup
	for columns, alone := range want {
		wg.Go(func() {
			out, err := net.Run(ctx, strip(columns, 0.5))
			if err != nil {
				t.Error(err)
				return
			}
			for i, v := range out[0].Data {
				if v != alone[0].Data[i] {
					t.Errorf("%d columns: value %d is %g together with others, %g alone", columns, i, v, alone[0].Data[i])
					return
				}
			}
		})
	}
	wg.Wait()
}

func TestCancelledAndClosedNetsDoNotRun(t *testing.T) {
	net := glyphs(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := net.Run(ctx, strip(24, 0)); !errors.Is(err, context.Canceled) {
		t.Errorf("Run with a cancelled context = %v", err)
	}
	for range 2 {
		if err := net.Close(); err != nil {
			t.Errorf("Close = %v", err)
		}
	}
	if _, err := net.Run(context.Background(), strip(24, 0)); !errors.Is(err, ort.ErrClosed) {
		t.Errorf("Run after Close = %v, want ErrClosed", err)
	}
}

func BenchmarkGlyphs(b *testing.B) {
	net := glyphs(b)
	in := strip(600, 0.5)
	for b.Loop() {
		if _, err := net.Run(context.Background(), in); err != nil {
			b.Fatal(err)
		}
	}
}
