// Package nn is how the engine speaks to a neural network without knowing
// what runs it.
//
// A detector or reader takes a Net in its constructor, resolves the outputs it
// needs with Outputs, and feeds it tensors. The adapter that runs real model
// files is engine/native/ort; tests feed a Func. The package is plain values:
// no I/O, no global state.
package nn

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// ErrShape reports a tensor whose shape does not match its data or what the
// network takes.
var ErrShape = errors.New("nn: wrong tensor shape")

// ErrNoOutput reports a network that lacks an output its user needs: most
// likely another network's file.
var ErrNoOutput = errors.New("nn: no such output")

// Tensor is a dense float32 array, the last dimension varying fastest. Data
// has as many values as the product of Shape.
type Tensor struct {
	Shape []int64
	Data  []float32
}

// Check returns an error that wraps ErrShape unless the tensor has a shape,
// every dimension is positive and Data has exactly their product of values.
func (t Tensor) Check() error {
	if len(t.Shape) == 0 {
		return fmt.Errorf("%w: no dimensions", ErrShape)
	}
	n := int64(1)
	for _, d := range t.Shape {
		if d <= 0 || n > int64(len(t.Data))/d {
			return fmt.Errorf("%w: %v for %d values", ErrShape, t.Shape, len(t.Data))
		}
		n *= d
	}
	if n != int64(len(t.Data)) {
		return fmt.Errorf("%w: %v for %d values", ErrShape, t.Shape, len(t.Data))
	}
	return nil
}

// Net is one network, ready to run. It is safe for concurrent use.
type Net interface {
	// OutputNames lists the outputs in the order in which Run returns them.
	OutputNames() []string
	// Run feeds the inputs, in the model's order, and returns all outputs, in
	// the model's order. It keeps no input after returning, and the outputs
	// are the caller's. A cancelled ctx is honoured before the network starts,
	// not within it. A wrong number or shape of inputs wraps ErrShape.
	Run(ctx context.Context, in ...Tensor) ([]Tensor, error)
}

// Outputs finds the positions of the named outputs among those of net, to be
// resolved once and used to index what Run returns. A name that net lacks
// wraps ErrNoOutput.
func Outputs(net Net, names ...string) ([]int, error) {
	has := net.OutputNames()
	at := make([]int, len(names))
	for i, name := range names {
		if at[i] = slices.Index(has, name); at[i] < 0 {
			return nil, fmt.Errorf("%w: %q among %q", ErrNoOutput, name, has)
		}
	}
	return at, nil
}

// Func is a Net made of a function and the names of what it returns.
type Func struct {
	Names []string
	Fn    func(ctx context.Context, in ...Tensor) ([]Tensor, error)
}

// OutputNames returns f.Names.
func (f Func) OutputNames() []string { return f.Names }

// Run calls f.Fn.
func (f Func) Run(ctx context.Context, in ...Tensor) ([]Tensor, error) { return f.Fn(ctx, in...) }
