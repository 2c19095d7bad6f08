package ort_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"

	"portico/engine/nn"
)

// work is what one run of a network takes at the least: its multiply-adds, and
// the bytes of its weights, each of which is read once.
type work struct{ multiplyAdds, weightBytes int64 }

// workOf counts the work of the network in an ONNX file, for given inputs.
// ONNX's protobuf merges what is appended: the tensors between the layers
// become outputs, and one run tells their shapes.
func workOf(t testing.TB, path string, in ...nn.Tensor) work {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	g := parseGraph(t, data)
	var more []byte
	for _, n := range g.nodes {
		for _, name := range n.shaping() {
			if !g.known[name] {
				more = lenField(more, graphOutput, lenField(nil, 1, []byte(name)))
				g.known[name] = true
			}
		}
	}
	open := filepath.Join(t.TempDir(), "open.onnx")
	if err := os.WriteFile(open, lenField(data, modelGraph, more), 0o600); err != nil {
		t.Fatal(err)
	}
	net := opened(t, open)
	out, err := net.Run(t.Context(), in...)
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range g.inputs {
		g.shapes[name] = in[i].Shape
	}
	for i, name := range net.OutputNames() {
		g.shapes[name] = out[i].Shape
	}
	w := work{weightBytes: g.weightBytes}
	for _, n := range g.nodes {
		w.multiplyAdds += n.multiplyAdds(t, g.shapes)
	}
	return w
}

// Fields of onnx.proto.
const (
	modelGraph = 7

	graphNode, graphInitializer, graphInput, graphOutput = 1, 5, 11, 12

	nodeInput, nodeOutput, nodeType, nodeAttribute = 1, 2, 4, 5
)

// graph is what counting needs of a network.
type graph struct {
	nodes       []node
	inputs      []string
	shapes      map[string][]int64 // of weights; later of tensors too
	known       map[string]bool    // needs not to become an output
	weightBytes int64
}

type node struct {
	kind    string
	in, out []string
}

// shaping are the tensors whose shapes tell the node's multiply-adds.
func (n node) shaping() []string {
	switch n.kind {
	case "Conv", "Gemm", "MatMul":
		return []string{n.in[0], n.out[0]}
	case "ConvTranspose":
		return n.in[:1]
	}
	return nil
}

// multiplyAdds counts those of the layers that have nearly all of them; adding,
// scaling and bending single values is left out.
func (n node) multiplyAdds(t testing.TB, shapes map[string][]int64) int64 {
	size := func(name string) int64 { return product(shapes[name]) }
	of := func(name string) []int64 {
		if len(shapes[name]) == 0 {
			t.Fatalf("%s: the shape of %q is not known", n.kind, name)
		}
		return shapes[name]
	}
	switch n.kind {
	case "Conv":
		return size(n.out[0]) * product(of(n.in[1])[1:])
	case "ConvTranspose":
		return size(n.in[0]) * product(of(n.in[1])[1:])
	case "Gemm", "MatMul":
		a := of(n.in[0])
		return size(n.out[0]) * a[len(a)-1]
	case "LSTM", "GRU", "RNN", "Einsum", "Attention", "QLinearConv", "MatMulInteger", "ConvInteger":
		t.Fatalf("%s has multiply-adds that nobody counts", n.kind)
	}
	return 0
}

func product(shape []int64) int64 {
	n := int64(1)
	for _, d := range shape {
		n *= d
	}
	return n
}

func parseGraph(t testing.TB, model []byte) *graph {
	t.Helper()
	g := &graph{shapes: map[string][]int64{}, known: map[string]bool{}}
	var declared []string
	fields(t, model, func(num protowire.Number, body []byte, _ uint64) {
		if num != modelGraph {
			return
		}
		fields(t, body, func(num protowire.Number, body []byte, _ uint64) {
			switch num {
			case graphNode:
				g.nodes = append(g.nodes, parseNode(t, body))
			case graphInitializer:
				name, shape := parseWeights(t, body)
				g.shapes[name], g.known[name] = shape, true
				g.weightBytes += 4 * product(shape)
			case graphInput, graphOutput:
				name := first(t, body, 1)
				g.known[name] = true
				if num == graphInput {
					declared = append(declared, name)
				}
			}
		})
	})
	for _, name := range declared {
		if g.shapes[name] == nil {
			g.inputs = append(g.inputs, name)
		}
	}
	return g
}

func parseNode(t testing.TB, data []byte) node {
	var n node
	fields(t, data, func(num protowire.Number, body []byte, _ uint64) {
		switch num {
		case nodeInput:
			n.in = append(n.in, string(body))
		case nodeOutput:
			n.out = append(n.out, string(body))
		case nodeType:
			n.kind = string(body)
		case nodeAttribute:
			if first(t, body, 1) == "transA" {
				fields(t, body, func(num protowire.Number, _ []byte, v uint64) {
					if num == 3 && v != 0 {
						t.Fatal("a transposed A is not counted")
					}
				})
			}
		}
	})
	return n
}

func parseWeights(t testing.TB, data []byte) (name string, shape []int64) {
	shape = []int64{}
	fields(t, data, func(num protowire.Number, body []byte, v uint64) {
		switch {
		case num == 8:
			name = string(body)
		case num == 1 && body == nil:
			shape = append(shape, int64(v))
		case num == 1:
			for len(body) > 0 {
				v, n := protowire.ConsumeVarint(body)
				if n < 0 {
					t.Fatal(protowire.ParseError(n))
				}
				shape, body = append(shape, int64(v)), body[n:]
			}
		}
	})
	return name, shape
}

// first is the first field of a number, as text.
func first(t testing.TB, data []byte, want protowire.Number) (text string) {
	found := false
	fields(t, data, func(num protowire.Number, body []byte, _ uint64) {
		if num == want && !found {
			text, found = string(body), true
		}
	})
	return text
}

// fields calls do for each field of a message, with the bytes or the number
// that it holds.
func fields(t testing.TB, data []byte, do func(num protowire.Number, body []byte, v uint64)) {
	t.Helper()
	for len(data) > 0 {
		num, kind, n := protowire.ConsumeTag(data)
		if n < 0 {
			t.Fatal(protowire.ParseError(n))
		}
		data = data[n:]
		var body []byte
		var v uint64
		switch kind {
		case protowire.BytesType:
			body, n = protowire.ConsumeBytes(data)
		case protowire.VarintType:
			v, n = protowire.ConsumeVarint(data)
		default:
			n = protowire.ConsumeFieldValue(num, kind, data)
		}
		if n < 0 {
			t.Fatal(protowire.ParseError(n))
		}
		do(num, body, v)
		data = data[n:]
	}
}

func lenField(to []byte, num protowire.Number, body []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(to, num, protowire.BytesType), body)
}

func intField(num protowire.Number, v uint64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(nil, num, protowire.VarintType), v)
}

// matMul writes the product of two matrices of n×n as a network.
func matMul(t testing.TB, n uint64) string {
	t.Helper()
	value := func(name string) []byte {
		dim := lenField(nil, 1, intField(1, n))
		tensor := lenField(intField(1, 1), 2, append(slices.Clone(dim), dim...))
		return lenField(lenField(nil, 1, []byte(name)), 2, lenField(nil, 1, tensor))
	}
	node := lenField(lenField(lenField(lenField(nil, nodeInput, []byte("a")), nodeInput, []byte("b")), nodeOutput, []byte("c")), nodeType, []byte("MatMul"))
	g := lenField(lenField(nil, graphNode, node), 2, []byte("product"))
	g = lenField(lenField(lenField(g, graphInput, value("a")), graphInput, value("b")), graphOutput, value("c"))
	model := lenField(lenField(intField(1, 8), modelGraph, g), 8, intField(2, 13))
	path := filepath.Join(t.TempDir(), fmt.Sprintf("product-%d.onnx", n))
	if err := os.WriteFile(path, model, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
