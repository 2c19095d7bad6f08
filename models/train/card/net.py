"""The card network: its shape in Keras and its ONNX form.

From a picture of SIDE×SIDE pixels, RGB 0..1, it gives for each of CELLS×CELLS cells the share
of the cell that is card. Batch normalisation is folded into the convolutions when it is written.
"""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SIDE = 192  # pixels of the input, both ways
FITTED = 176  # pixels of the longer side of the picture within it: a card may reach beyond the picture
PAD = 0.5  # value of the letterbox
CELLS = SIDE // 4

OPSET, IR_VERSION = 17, 8

# name, kernel, stride, channels, input; "a+b" joins a, enlarged twofold, to b.
LAYERS = (
    ("c1", 5, 2, 16, "image"),
    ("c2", 3, 2, 32, "c1"),
    ("c3", 3, 1, 32, "c2"),
    ("d1", 3, 2, 48, "c3"),
    ("d2", 3, 1, 48, "d1"),
    ("e1", 3, 2, 64, "d2"),
    ("e2", 3, 1, 64, "e1"),
    ("f1", 3, 2, 80, "e2"),
    ("f2", 3, 1, 80, "f1"),
    ("f3", 3, 1, 80, "f2"),
    ("g1", 1, 1, 64, "f3+e2"),
    ("g2", 3, 1, 64, "g1"),
    ("h1", 1, 1, 48, "g2+d2"),
    ("h2", 3, 1, 48, "h1"),
    ("i1", 1, 1, 32, "h2+c3"),
    ("i2", 3, 1, 32, "i1"),
    ("i3", 3, 1, 32, "i2"),
    ("card", 1, 1, 1, "i3"),
)


def build(norm=True):
    """The network, with batch normalisation or, as it is written, with plain biases."""
    import keras

    made = {"image": keras.Input((SIDE, SIDE, 3), name="image")}
    for name, kernel, stride, channels, source in LAYERS:
        deep, _, flat = source.partition("+")
        x = made[deep]
        if flat:
            x = keras.layers.UpSampling2D(2, interpolation="nearest")(x)
            x = keras.layers.Concatenate()([x, made[flat]])
        last = name == "card"
        pad = kernel // 2
        if pad:
            x = keras.layers.ZeroPadding2D(pad)(x)
        x = keras.layers.Conv2D(channels, kernel, stride, "valid", use_bias=last or not norm, name=name)(x)
        if not last:
            if norm:
                x = keras.layers.BatchNormalization(momentum=0.97, name=name + "n")(x)
            x = keras.layers.ReLU()(x)
        made[name] = x
    return keras.Model(made["image"], made["card"])


def folded(model, name):
    """Weights and biases of a layer, with its normalisation in them."""
    parts = model.get_layer(name).get_weights()
    if len(parts) == 2:
        return parts
    norm = model.get_layer(name + "n")
    gamma, beta, mean, variance = norm.get_weights()
    k = gamma / np.sqrt(variance + norm.epsilon)
    return parts[0] * k, beta - mean * k


def read(path, pictures):
    """The network in a file made by write, its normalisation unfolded by what it makes of pictures, RGB 0..1.

    It answers as the file does, and trains as one that was never folded.
    """
    import keras

    plain, model = build(norm=False), build()
    stored = {i.name: numpy_helper.to_array(i) for i in onnx.load(path).graph.initializer}
    for name, *_ in LAYERS:
        plain.get_layer(name).set_weights([stored[name + "w"].transpose(2, 3, 1, 0), stored[name + "b"]])
    names = [name for name, *_ in LAYERS[:-1]]
    probe = keras.Model(plain.input, [plain.get_layer(name).output for name in names])
    for name, raw in zip(names, probe.predict(pictures, batch_size=32, verbose=0), strict=True):
        w, b = plain.get_layer(name).get_weights()
        mean, variance = raw.mean((0, 1, 2)) - b, raw.var((0, 1, 2))
        norm = model.get_layer(name + "n")
        model.get_layer(name).set_weights([w])
        norm.set_weights([np.sqrt(variance + norm.epsilon), mean + b, mean, variance])
    model.get_layer("card").set_weights(plain.get_layer("card").get_weights())
    return model


def write(model, path):
    """Save as ONNX: `image` (1, 3, SIDE, SIDE) → `card` (1, 1, CELLS, CELLS), 0..1."""
    nodes, weights = [], [numpy_helper.from_array(np.array([1, 1, 2, 2], np.float32), "twice")]
    for name, kernel, stride, _, source in LAYERS:
        deep, _, flat = source.partition("+")
        if flat:
            nodes.append(
                helper.make_node(
                    "Resize", [deep, "", "twice"], [name + "u"], mode="nearest",
                    nearest_mode="floor", coordinate_transformation_mode="asymmetric",
                )
            )  # fmt: skip
            nodes.append(helper.make_node("Concat", [name + "u", flat], [name + "j"], axis=1))
            deep = name + "j"
        last = name == "card"
        w, b = folded(model, name)
        weights.append(numpy_helper.from_array(np.ascontiguousarray(w.transpose(3, 2, 0, 1), np.float32), name + "w"))
        weights.append(numpy_helper.from_array(b.astype(np.float32), name + "b"))
        pad = kernel // 2
        raw = name + "r"
        nodes.append(
            helper.make_node("Conv", [deep, name + "w", name + "b"], [raw], strides=[stride] * 2, pads=[pad] * 4)
        )
        nodes.append(helper.make_node("Sigmoid" if last else "Relu", [raw], [name]))
    graph = helper.make_graph(
        nodes,
        "card-corners",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, SIDE, SIDE])],
        [helper.make_tensor_value_info("card", TensorProto.FLOAT, [1, 1, CELLS, CELLS])],
        weights,
    )
    onnx_model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION, producer_name="portico"
    )
    onnx.checker.check_model(onnx_model, full_check=True)
    with open(path, "wb") as file:
        file.write(onnx_model.SerializeToString(deterministic=True))
