"""The glyph network: its shape, its ONNX form and a reference in plain numpy.

Weights are a dict of arrays in the order height, width, in, out:

    a, ab   3×3 convolution over the ink, ReLU, max 2×2
    b, bb   3×3 convolution, ReLU, max 2×1 (height only)
    c, cb   window over the whole height and KERNEL columns, ReLU
    d, db   one fully connected layer per column, log softmax

The ONNX file is the only form that is kept; `read` takes the weights out of it again, so
that training can go on from it.
"""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

CHARS = "<0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
OFF = len(CHARS)  # class: no character is centred on this column
HEIGHT = 24  # rows of a strip
PITCH = 12  # columns from one character to the next
CAP = 15  # rows of a capital
STRIDE = 2  # strip columns per column of the output
KERNEL = 9  # columns of the wide window, in output columns: 1.5 characters

OPSET, IR_VERSION = 17, 8


def initial(rng, channels=(16, 24), hidden=64):
    """Fresh weights after He et al. 2015."""

    def he(*shape):
        return (rng.normal(0, 1, shape) * np.sqrt(2 / np.prod(shape[:-1]))).astype(np.float32)

    first, second = channels
    weights = {
        "a": he(3, 3, 1, first),
        "b": he(3, 3, first, second),
        "c": he(HEIGHT // 4, KERNEL, second, hidden),
        "d": he(hidden, OFF + 1),
    }
    biases = {name + "b": np.zeros(w.shape[-1], np.float32) for name, w in weights.items()}
    return weights | biases


def forward(weights, ink):
    """Log-probabilities, (columns/STRIDE, OFF + 1), of one strip (HEIGHT, even number of columns)."""

    def conv3(x, kernel, bias):
        h, w, _ = x.shape
        padded = np.pad(x, ((1, 1), (1, 1), (0, 0)))
        patches = np.concatenate([padded[i : i + h, j : j + w] for i in range(3) for j in range(3)], 2)
        return np.maximum(patches @ kernel.reshape(-1, kernel.shape[-1]) + bias, 0)

    x = conv3(ink[:, :, None], weights["a"], weights["ab"])
    x = np.maximum(x[:, ::2], x[:, 1::2])
    x = np.maximum(x[::2], x[1::2])
    x = conv3(x, weights["b"], weights["bb"])
    x = np.maximum(x[::2], x[1::2])
    columns = x.transpose(1, 0, 2).reshape(x.shape[1], -1)
    half = KERNEL // 2
    padded = np.pad(columns, ((half, half), (0, 0)))
    wide = weights["c"].transpose(1, 0, 2, 3).reshape(KERNEL, -1, weights["c"].shape[-1])
    hidden = sum(padded[j : j + len(columns)] @ wide[j] for j in range(KERNEL)) + weights["cb"]
    z = np.maximum(hidden, 0) @ weights["d"] + weights["db"]
    z -= z.max(1, keepdims=True)
    return z - np.log(np.exp(z).sum(1, keepdims=True))


def write(weights, path):
    """Save as ONNX: `ink` (strips, 1, HEIGHT, columns) → `logprob` (strips, columns/STRIDE, OFF + 1)."""
    stored = {n: w.transpose(3, 2, 0, 1) if w.ndim == 4 else w for n, w in weights.items()}
    half = KERNEL // 2
    nodes = [
        helper.make_node("Conv", ["ink", "a", "ab"], ["a1"], pads=[1, 1, 1, 1]),
        helper.make_node("Relu", ["a1"], ["a2"]),
        helper.make_node("MaxPool", ["a2"], ["a3"], kernel_shape=[2, 2], strides=[2, 2]),
        helper.make_node("Conv", ["a3", "b", "bb"], ["b1"], pads=[1, 1, 1, 1]),
        helper.make_node("Relu", ["b1"], ["b2"]),
        helper.make_node("MaxPool", ["b2"], ["b3"], kernel_shape=[2, 1], strides=[2, 1]),
        helper.make_node("Conv", ["b3", "c", "cb"], ["c1"], pads=[0, half, 0, half]),
        helper.make_node("Relu", ["c1"], ["c2"]),
        helper.make_node("Squeeze", ["c2", "rows"], ["c3"]),
        helper.make_node("Transpose", ["c3"], ["c4"], perm=[0, 2, 1]),
        helper.make_node("MatMul", ["c4", "d"], ["d1"]),
        helper.make_node("Add", ["d1", "db"], ["d2"]),
        helper.make_node("LogSoftmax", ["d2"], ["logprob"], axis=2),
    ]
    initializers = [numpy_helper.from_array(np.ascontiguousarray(w, np.float32), n) for n, w in sorted(stored.items())]
    initializers.append(numpy_helper.from_array(np.array([2], np.int64), "rows"))
    graph = helper.make_graph(
        nodes,
        "mrz-glyphs",
        [helper.make_tensor_value_info("ink", TensorProto.FLOAT, ["strips", 1, HEIGHT, "columns"])],
        [helper.make_tensor_value_info("logprob", TensorProto.FLOAT, ["strips", "steps", OFF + 1])],
        initializers,
    )
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION, producer_name="portico"
    )
    helper.set_model_props(model, {"classes": CHARS})
    onnx.checker.check_model(model, full_check=True)
    with open(path, "wb") as file:
        file.write(model.SerializeToString(deterministic=True))


def read(path):
    """The weights in a file made by write."""
    stored = {i.name: numpy_helper.to_array(i) for i in onnx.load(path).graph.initializer if i.name != "rows"}
    return {n: w.transpose(2, 3, 1, 0) if w.ndim == 4 else w for n, w in stored.items()}
