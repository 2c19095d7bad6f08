package nn_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"portico/engine/nn"
)

func TestCheckAcceptsOnlyShapesThatFitTheData(t *testing.T) {
	four := []float32{1, 2, 3, 4}
	for name, tc := range map[string]struct {
		tensor nn.Tensor
		ok     bool
	}{
		"vector":              {nn.Tensor{Shape: []int64{4}, Data: four}, true},
		"batch of one":        {nn.Tensor{Shape: []int64{1, 2, 2}, Data: four}, true},
		"no shape":            {nn.Tensor{Data: four}, false},
		"too few values":      {nn.Tensor{Shape: []int64{5}, Data: four}, false},
		"too many values":     {nn.Tensor{Shape: []int64{3}, Data: four}, false},
		"empty dimension":     {nn.Tensor{Shape: []int64{0, 4}, Data: four}, false},
		"negative dimensions": {nn.Tensor{Shape: []int64{-2, -2}, Data: four}, false},
		"product overflows":   {nn.Tensor{Shape: []int64{math.MaxInt64, 4}, Data: four}, false},
	} {
		t.Run(name, func(t *testing.T) {
			err := tc.tensor.Check()
			if tc.ok && err != nil || !tc.ok && !errors.Is(err, nn.ErrShape) {
				t.Errorf("Check() = %v, want ok %v", err, tc.ok)
			}
		})
	}
}

func TestOutputsResolvesNamesInTheAskedOrder(t *testing.T) {
	net := nn.Func{Names: []string{"regressors", "classificators"}}
	at, err := nn.Outputs(net, "classificators", "regressors")
	if want := []int{1, 0}; err != nil || !slices.Equal(at, want) {
		t.Errorf("Outputs = %v, %v, want %v", at, err, want)
	}
	if _, err := nn.Outputs(net, "output_iris"); !errors.Is(err, nn.ErrNoOutput) {
		t.Errorf("an unknown output gives %v, want ErrNoOutput", err)
	}
}

func ExampleOutputs() {
	net := nn.Func{
		Names: []string{"boxes", "scores"},
		Fn: func(_ context.Context, in ...nn.Tensor) ([]nn.Tensor, error) {
			return []nn.Tensor{in[0], {Shape: []int64{1}, Data: []float32{0.9}}}, nil
		},
	}
	at, err := nn.Outputs(net, "scores")
	if err != nil {
		panic(err)
	}
	out, err := net.Run(context.Background(), nn.Tensor{Shape: []int64{1}, Data: []float32{0}})
	if err != nil {
		panic(err)
	}
	fmt.Println(out[at[0]].Data[0])
	// Output: 0.9
}
