"""The network: a patch at the picture's own resolution and the whole head made small, joined to one logit."""

import keras
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET, IR_VERSION = 15, 8
# Each branch: (output channels, stride) of 3×3 convolutions; then the mean over all places.
BRANCHES = {
    "patch": [(16, 1), (24, 2), (32, 1), (48, 2), (64, 2)],
    "head": [(16, 2), (24, 2), (32, 2), (48, 2)],
}
SIDE = 64


def build(norm=True):
    """Keras's form, channels last; without norm, as it is stored."""
    inputs, ends = [], []
    for name, layers in BRANCHES.items():
        x = entry = keras.Input((SIDE, SIDE, 3), name=name)
        for i, (channels, stride) in enumerate(layers):
            x = keras.layers.ZeroPadding2D(1)(x)
            x = keras.layers.Conv2D(channels, 3, stride, use_bias=not norm, name=f"{name}{i}")(x)
            if norm:
                x = keras.layers.BatchNormalization(momentum=0.95, name=f"{name}{i}n")(x)
            x = keras.layers.ReLU()(x)
        x = keras.layers.GlobalAveragePooling2D()(x)
        inputs.append(entry)
        ends.append(keras.layers.Dropout(0.3 if name == "patch" else 0.6)(x) if norm else x)
    out = keras.layers.Dense(1, name="copied")(keras.layers.Concatenate()(ends))
    return keras.Model(inputs, out)


def unfolded(path, patch, head):
    """Keras's form with normalisation of a network that write wrote: the same function, its statistics those of these pictures."""
    stored = {w.name: numpy_helper.to_array(w) for w in onnx.load(path).graph.initializer}
    model, plain = build(), build(norm=False)
    for name, layers in BRANCHES.items():
        for i in range(len(layers)):
            plain.get_layer(f"{name}{i}").set_weights([stored[f"{name}{i}w"].transpose(2, 3, 1, 0), stored[f"{name}{i}b"]])
    raw = {f"{name}{i}": plain.get_layer(f"{name}{i}").output for name, layers in BRANCHES.items() for i in range(len(layers))}
    seen = keras.Model(plain.inputs, raw)([patch, head], training=False)
    for name, values in seen.items():
        kernel, bias = plain.get_layer(name).get_weights()
        mean, variance = np.mean(values, (0, 1, 2)), np.var(values, (0, 1, 2))
        norm = model.get_layer(name + "n")
        norm.set_weights([np.sqrt(variance + norm.epsilon), mean, mean - bias, variance])
        model.get_layer(name).set_weights([kernel])
    model.get_layer("copied").set_weights([stored["w"][:, 1:], stored["b"][1:]])
    return model


def folded(model, name):
    """Weights and biases of a convolution with its normalisation in them."""
    (kernel,) = model.get_layer(name).get_weights()
    norm = model.get_layer(name + "n")
    gamma, beta, mean, variance = norm.get_weights()
    k = gamma / np.sqrt(variance + norm.epsilon)
    return kernel * k, beta - mean * k


def write(model, path):
    """Save as ONNX: `patch` and `head` (1, 3, 64, 64), 0..1, red first → `copied` (1, 2), odds of live and of a copy."""
    nodes, weights, ends = [], [], []
    for name, layers in BRANCHES.items():
        at = name
        for i, (_, stride) in enumerate(layers):
            w, b = folded(model, f"{name}{i}")
            weights.append(numpy_helper.from_array(np.ascontiguousarray(w.transpose(3, 2, 0, 1), np.float32), f"{name}{i}w"))
            weights.append(numpy_helper.from_array(b.astype(np.float32), f"{name}{i}b"))
            raw = f"{name}{i}r"
            nodes.append(helper.make_node("Conv", [at, f"{name}{i}w", f"{name}{i}b"], [raw], strides=[stride] * 2, pads=[1] * 4))
            at = f"{name}{i}"
            nodes.append(helper.make_node("Relu", [raw], [at]))
        nodes.append(helper.make_node("GlobalAveragePool", [at], [name + "p"]))
        nodes.append(helper.make_node("Flatten", [name + "p"], [name + "f"]))
        ends.append(name + "f")
    nodes.append(helper.make_node("Concat", ends, ["joined"], axis=1))
    w, b = model.get_layer("copied").get_weights()
    pair = np.concatenate([np.zeros_like(w), w], 1), np.concatenate([np.zeros_like(b), b])
    weights += [numpy_helper.from_array(pair[0].astype(np.float32), "w"), numpy_helper.from_array(pair[1].astype(np.float32), "b")]
    nodes.append(helper.make_node("Gemm", ["joined", "w", "b"], ["logits"]))
    nodes.append(helper.make_node("Softmax", ["logits"], ["classes"], axis=1))
    graph = helper.make_graph(
        nodes,
        "face-copy",
        [helper.make_tensor_value_info(n, TensorProto.FLOAT, [1, 3, SIDE, SIDE]) for n in BRANCHES],
        [helper.make_tensor_value_info("classes", TensorProto.FLOAT, [1, 2])],
        weights,
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION, producer_name="portico")
    onnx.checker.check_model(made, full_check=True)
    with open(path, "wb") as file:
        file.write(made.SerializeToString(deterministic=True))
