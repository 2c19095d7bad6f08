package ort

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	onnx "github.com/yalue/onnxruntime_go"

	"portico/engine/nn"
)

// Net is one network with its weights loaded. It is safe for concurrent use:
// callers share the session and run in parallel, each on its own thread.
type Net struct {
	name    string
	inputs  []port
	outputs []string

	mu      sync.RWMutex // held for reading while the session runs
	session *onnx.DynamicAdvancedSession
}

// port is an input as the model declares it; a dimension of -1 is free.
type port struct {
	name  string
	shape []int64
}

var _ nn.Net = (*Net)(nil)

// Open loads the network in the ONNX file at path. A file that is damaged or
// no network gives an error, as does one with inputs or outputs that are not
// float32 tensors. The caller closes the Net.
func Open(path string) (*Net, error) {
	if Version() == "" {
		return nil, ErrNotInitialised
	}
	if err := regular(path); err != nil {
		return nil, fmt.Errorf("ort: network: %w", err)
	}
	net, err := open(path)
	if err != nil {
		return nil, fmt.Errorf("ort: network %s: %w", path, err)
	}
	return net, nil
}

func open(path string) (_ *Net, err error) {
	in, out, err := ports(path)
	if err != nil {
		return nil, err
	}
	net := &Net{name: filepath.Base(path)}
	for _, info := range slices.Concat(in, out) {
		if info.OrtValueType != onnx.ONNXTypeTensor || info.DataType != onnx.TensorElementDataTypeFloat {
			return nil, fmt.Errorf("%q is a %v of %v, not a tensor of float32", info.Name, info.OrtValueType, info.DataType)
		}
	}
	var names []string
	for _, info := range in {
		net.inputs = append(net.inputs, port{info.Name, info.Dimensions.Clone()})
		names = append(names, info.Name)
	}
	for _, info := range out {
		net.outputs = append(net.outputs, info.Name)
	}
	if len(net.inputs) == 0 || len(net.outputs) == 0 {
		return nil, errors.New("it has no input or no output")
	}
	options, err := sessionOptions()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, options.Destroy()) }()
	net.session, err = onnx.NewDynamicAdvancedSession(path, names, net.outputs, options)
	if err != nil {
		return nil, err
	}
	return net, nil
}

// noPacking is the setting of a session that leaves the weights as they lie in the file.
const noPacking = "session.disable_prepacking"

// ports asks a network for its inputs and outputs. The library tells them of a
// loaded network only, and loads one for this that is not made fast: with all
// that a session does, each network would be opened twice.
func ports(path string) (in, out []onnx.InputOutputInfo, err error) {
	options, err := sessionOptions()
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, options.Destroy()) }()
	if err := errors.Join(
		options.SetGraphOptimizationLevel(onnx.GraphOptimizationLevelDisableAll),
		options.AddSessionConfigEntry(noPacking, "1"),
	); err != nil {
		return nil, nil, err
	}
	return onnx.GetInputOutputInfoWithOptions(path, options)
}

func sessionOptions() (*onnx.SessionOptions, error) {
	options, err := onnx.NewSessionOptions()
	if err != nil {
		return nil, err
	}
	err = errors.Join(
		options.SetIntraOpNumThreads(1),
		options.SetInterOpNumThreads(1),
		options.SetExecutionMode(onnx.ExecutionModeSequential),
		options.SetMemPattern(false), // a plan of each run's memory: costs memory, saves no time
		options.AddSessionConfigEntry(sharedArena, "1"),
		options.SetLogSeverityLevel(onnx.LoggingLevelError),
	)
	if err != nil {
		return nil, errors.Join(err, options.Destroy())
	}
	return options, nil
}

// OutputNames lists the outputs in the order in which Run returns them.
func (n *Net) OutputNames() []string { return slices.Clone(n.outputs) }

// InputShapes returns the shape of each input as the model declares it; a
// dimension of -1 is free.
func (n *Net) InputShapes() [][]int64 {
	shapes := make([][]int64, len(n.inputs))
	for i, in := range n.inputs {
		shapes[i] = slices.Clone(in.shape)
	}
	return shapes
}

// Run implements nn.Net. After Close it returns ErrClosed.
func (n *Net) Run(ctx context.Context, in ...nn.Tensor) ([]nn.Tensor, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := n.check(in); err != nil {
		return nil, fmt.Errorf("network %s: %w", n.name, err)
	}
	n.mu.RLock()
	defer n.mu.RUnlock()
	if n.session == nil {
		return nil, ErrClosed
	}
	out, err := n.run(in)
	if err != nil {
		return nil, fmt.Errorf("network %s: %w", n.name, err)
	}
	return out, nil
}

func (n *Net) check(in []nn.Tensor) error {
	if len(in) != len(n.inputs) {
		return fmt.Errorf("%w: %d inputs given, %d taken", nn.ErrShape, len(in), len(n.inputs))
	}
	for i, t := range in {
		want := n.inputs[i]
		if err := t.Check(); err != nil {
			return fmt.Errorf("input %q: %w", want.name, err)
		}
		fits := slices.EqualFunc(t.Shape, want.shape, func(got, want int64) bool { return want < 0 || got == want })
		if !fits {
			return fmt.Errorf("input %q: %w: %v given, %v taken", want.name, nn.ErrShape, t.Shape, want.shape)
		}
	}
	return nil
}

// run lends the inputs to C, pinned, for the length of the call and copies the
// outputs out of the runtime's memory.
func (n *Net) run(in []nn.Tensor) (_ []nn.Tensor, err error) {
	var pins runtime.Pinner
	defer pins.Unpin()
	inputs := make([]onnx.Value, 0, len(in))
	outputs := make([]onnx.Value, len(n.outputs))
	defer func() {
		for _, v := range slices.Concat(inputs, outputs) {
			if v != nil {
				err = errors.Join(err, v.Destroy())
			}
		}
	}()
	for _, t := range in {
		pins.Pin(&t.Data[0])
		v, err := onnx.NewTensor(onnx.NewShape(t.Shape...), t.Data)
		if err != nil {
			return nil, err
		}
		inputs = append(inputs, v)
	}
	if err := n.session.Run(inputs, outputs); err != nil {
		return nil, err
	}
	out := make([]nn.Tensor, len(outputs))
	for i, v := range outputs {
		t, ok := v.(*onnx.Tensor[float32])
		if !ok {
			return nil, fmt.Errorf("output %q is not a tensor of float32", n.outputs[i])
		}
		out[i] = nn.Tensor{Shape: t.GetShape().Clone(), Data: slices.Clone(t.GetData())}
	}
	return out, nil
}

// Close waits for running calls and frees the weights. Closing again does
// nothing.
func (n *Net) Close() error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.session == nil {
		return nil
	}
	err := n.session.Destroy()
	n.session = nil
	return err
}
