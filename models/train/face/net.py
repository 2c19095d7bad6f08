"""The two networks: their shapes in Keras and how they become ONNX.

wearables: a face chip of 64×64 pixels, RGB 0..1, to the probabilities of glasses, tinted
glasses, a heavy frame and a mask. eye: 24×24 pixels around one eye, grey 0..1 after its own
mean and spread, to the probability that it is open.
"""

import keras
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

CHIP, EYE = 64, 24
WEARABLES = ("glasses", "tinted", "heavy", "mask")
OPSET, IR_VERSION = 17, 8


def build(side, channels, widths, outputs):
    """Pairs of 3×3 convolutions, each pair at half the size of the one before."""
    x = image = keras.Input((side, side, channels), name="image")
    for i, width in enumerate(widths):
        for j in range(2):
            x = keras.layers.Conv2D(width, 3, 1, "same", use_bias=False, name=f"c{i}{j}")(x)
            x = keras.layers.BatchNormalization(momentum=0.95, name=f"c{i}{j}n")(x)
            x = keras.layers.ReLU()(x)
        x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dropout(0.3)(x)
    return keras.Model(image, keras.layers.Dense(outputs, name="out")(x))


def wearables():
    return build(CHIP, 3, (12, 20, 32, 48), len(WEARABLES))


def eye():
    return build(EYE, 1, (12, 20, 32), 1)


def write(model, path, name, outputs):
    """The ONNX form: NCHW, batch normalisation folded, probabilities out. Same weights, same bytes."""
    nodes, weights, x = [], [], "image"

    def constant(key, values):
        weights.append(numpy_helper.from_array(np.ascontiguousarray(values, np.float32), key))
        return key

    def add(kind, *inputs, output=None, **attributes):
        output = output or f"n{len(nodes)}"
        nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    convolutions = [layer for layer in model.layers if isinstance(layer, keras.layers.Conv2D)]
    for layer in convolutions:
        norm = model.get_layer(layer.name + "n")
        gamma, beta, mean, variance = norm.get_weights()
        k = gamma / np.sqrt(variance + norm.epsilon)
        filters = (layer.get_weights()[0] * k).transpose(3, 2, 0, 1)
        x = add("Conv", x, constant(layer.name + "w", filters), constant(layer.name + "b", beta - mean * k), pads=[1] * 4)
        x = add("Relu", x)
        if layer.name.endswith("1"):
            x = add("MaxPool", x, kernel_shape=[2, 2], strides=[2, 2])
    full, bias = model.get_layer("out").get_weights()
    height, width, depth = model.layers[-3].input.shape[1:]  # of what is flattened
    full = full.reshape(height, width, depth, -1).transpose(2, 0, 1, 3).reshape(len(full), -1)
    x = add("Add", add("MatMul", add("Flatten", x), constant("full", full)), constant("fullb", bias))
    add("Sigmoid", x, output=outputs)
    _, side, _, channels = model.input.shape
    graph = helper.make_graph(
        nodes,
        name,
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["n", channels, side, side])],
        [helper.make_tensor_value_info(outputs, TensorProto.FLOAT, ["n", len(bias)])],
        weights,
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
    onnx.checker.check_model(made)
    with open(path, "wb") as f:
        f.write(made.SerializeToString(deterministic=True))
