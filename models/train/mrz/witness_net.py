"""The witness: a network that looks at one character at a time, in plain standardised luma.

It differs from the glyph network (net.py) in what it sees (a square around a character that is
already located, not a line; luma, not ink), in its shape and in the fonts of its training, so
that both seldom make the same mistake. Weights are a dict of arrays: three 3×3 convolutions
(height, width, in, out), each with ReLU and max 2×2, and two fully connected layers.
"""

import net
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SIDE = net.HEIGHT  # rows and columns of a character's square: two characters wide
LEAST = 4.0  # less deviation, in luma, is not stretched


def standardise(luma):
    """Luma of a square with mean 0 and deviation 1."""
    return ((luma - luma.mean()) / max(LEAST, luma.std())).astype(np.float32)


def initial(rng, channels=(12, 24, 32), hidden=64):
    """Fresh weights after He et al. 2015."""
    weights, before = {}, 1
    for name, after in zip("abc", channels, strict=True):
        weights[name] = rng.normal(0, np.sqrt(2 / (9 * before)), (3, 3, before, after)).astype(np.float32)
        weights[name + "b"] = np.zeros(after, np.float32)
        before = after
    flat = before * (SIDE // 8) ** 2
    for name, n, m in (("d", flat, hidden), ("e", hidden, len(net.CHARS))):
        weights[name] = rng.normal(0, np.sqrt(2 / n), (n, m)).astype(np.float32)
        weights[name + "b"] = np.zeros(m, np.float32)
    return weights


def write(weights, path):
    """Save as ONNX: `luma` (characters, 1, SIDE, SIDE) → `logprob` (characters, classes)."""
    stored = {n: w.transpose(3, 2, 0, 1) if w.ndim == 4 else w for n, w in weights.items()}
    nodes, x = [], "luma"
    for name in "abc":
        nodes += [
            helper.make_node("Conv", [x, name, name + "b"], [name + "1"], pads=[1, 1, 1, 1]),
            helper.make_node("Relu", [name + "1"], [name + "2"]),
            helper.make_node("MaxPool", [name + "2"], [name + "3"], kernel_shape=[2, 2], strides=[2, 2]),
        ]
        x = name + "3"
    nodes += [
        helper.make_node("Transpose", [x], ["rows"], perm=[0, 2, 3, 1]),
        helper.make_node("Flatten", ["rows"], ["flat"]),
        helper.make_node("Gemm", ["flat", "d", "db"], ["d1"]),
        helper.make_node("Relu", ["d1"], ["d2"]),
        helper.make_node("Gemm", ["d2", "e", "eb"], ["e1"]),
        helper.make_node("LogSoftmax", ["e1"], ["logprob"], axis=1),
    ]
    initializers = [numpy_helper.from_array(np.ascontiguousarray(w, np.float32), n) for n, w in sorted(stored.items())]
    graph = helper.make_graph(
        nodes,
        "mrz-witness",
        [helper.make_tensor_value_info("luma", TensorProto.FLOAT, ["characters", 1, SIDE, SIDE])],
        [helper.make_tensor_value_info("logprob", TensorProto.FLOAT, ["characters", len(net.CHARS)])],
        initializers,
    )
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", net.OPSET)], ir_version=net.IR_VERSION, producer_name="portico"
    )
    helper.set_model_props(model, {"classes": net.CHARS})
    onnx.checker.check_model(model, full_check=True)
    with open(path, "wb") as file:
        file.write(model.SerializeToString(deterministic=True))


def read(path):
    """The weights in a file made by write."""
    stored = {i.name: numpy_helper.to_array(i) for i in onnx.load(path).graph.initializer}
    return {n: w.transpose(2, 3, 1, 0) if w.ndim == 4 else w for n, w in stored.items()}
