#!/usr/bin/env python3
"""Convert dlib's face recognition network (ResNet-29) to ONNX.

Usage:
    dlib_to_onnx.py dlib_face_recognition_resnet_model_v1.dat face-template.onnx

Needs the packages numpy and onnx.

The file is dlib's serialisation of the type anet_type in dlib's example
dnn_face_recognition_ex.cpp. That type says how the layers hang together; the
file is searched for the parameters of the layers that have any, in their
order from the picture on. Anything but 29 convolutions, each followed by its
affine layer, and one full connection without bias is refused.

Contract of the result: input "faces", N×3×150×150, RGB, (byte − 122.782,
117.001, 104.298) / 256; output "descriptor", N×128. Affine layers are folded
into their convolutions. The same input gives the same bytes; the SHA-256 of
the source is kept in the metadata.
"""

import hashlib
import pathlib
import re
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET, IR_VERSION = 17, 8
SIDE, DESCRIPTOR = 150, 128

# Width of each block and whether it halves its input, from the picture on.
BLOCKS = (
    [(32, False)] * 3
    + [(64, True)] + [(64, False)] * 3
    + [(128, True)] + [(128, False)] * 2
    + [(256, True)] + [(256, False)] * 2
    + [(256, True)]
)


class Unsupported(Exception):
    """The file is not that network."""


def number(data, at):
    """An integer of dlib's compact form, and where the next thing starts."""
    length = data[at] & 0x0F
    value = int.from_bytes(data[at + 1 : at + 1 + length], "little")
    return (-value if data[at] & 0x80 else value), at + 1 + length


def tensor(data, at):
    """The floats of a resizable_tensor."""
    version, at = number(data, at)
    if version != 2:
        raise Unsupported(f"tensor of version {version}")
    size = 1
    for _ in range(4):
        side, at = number(data, at)
        size *= side
    return np.frombuffer(data, "<f4", size, at)


def parameters(data):
    """The parameters of the layers in their order, by kind."""
    found = []
    for name in re.finditer(rb"\x01[\x04-\x07](con_4|affine_|fc_2)", data):
        kind, at = name.group(1).decode(), name.end()
        if kind == "fc_2":
            for _ in range(2):  # outputs and inputs stand before
                _, at = number(data, at)
        found.append((kind, tensor(data, at)))
    if [kind for kind, _ in found] != ["con_4", "affine_"] * 29 + ["fc_2"]:
        raise Unsupported("other layers than 29 convolutions with affine layers and a full connection")
    return [values for _, values in found]


class Graph:
    """The ONNX graph as it grows."""

    def __init__(self, values):
        self.values = iter(values)
        self.nodes, self.weights = [], []

    def add(self, kind, *inputs, **attributes):
        out = f"{kind.lower()}{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [out], **attributes))
        return out

    def constant(self, name, values):
        self.weights.append(numpy_helper.from_array(values, name))
        return name

    def convolution(self, x, inputs, width, kernel, stride):
        """A convolution with its affine layer. A halving one has no border in dlib."""
        stored, affine = next(self.values), next(self.values)
        if len(stored) != width * (inputs * kernel * kernel + 1) or len(affine) != 2 * width:
            raise Unsupported(f"a convolution of {len(stored)} parameters")
        gamma, beta = affine[:width], affine[width:]
        filters = stored[:-width].reshape(width, inputs, kernel, kernel) * gamma[:, None, None, None]
        i = len(self.nodes)
        w = self.constant(f"filters{i}", filters.astype(np.float32))
        b = self.constant(f"bias{i}", (stored[-width:] * gamma + beta).astype(np.float32))
        border = 0 if stride > 1 else kernel // 2
        return self.add("Conv", x, w, b, strides=[stride] * 2, pads=[border] * 4)

    def block(self, x, side, inputs, width, halved):
        """A residual block; returns its output and the side of that.

        dlib adds tensors of different sizes as if the smaller one went on with zeros.
        """
        y = self.convolution(x, inputs, width, 3, 2 if halved else 1)
        y = self.add("Relu", y)
        y = self.convolution(y, width, width, 3, 1)
        if halved:
            x = self.add("AveragePool", x, kernel_shape=[2, 2], strides=[2, 2])
            short = (side - 3) // 2 + 1
            side = (side - 2) // 2 + 1
            y = self.grown(y, 0, side - short)
            x = self.grown(x, width - inputs, 0)
        return self.add("Relu", self.add("Add", x, y)), side

    def grown(self, x, channels, pixels):
        if not channels and not pixels:
            return x
        pads = self.constant(f"pads{len(self.nodes)}", np.array([0, 0, 0, 0, 0, channels, pixels, pixels], np.int64))
        return self.add("Pad", x, pads)


def convert(data):
    g = Graph(parameters(data))
    x = g.add("Relu", g.convolution("faces", 3, 32, 7, 2))
    x = g.add("MaxPool", x, kernel_shape=[3, 3], strides=[2, 2])
    side, inputs = 35, 32
    for width, halved in BLOCKS:
        x, side = g.block(x, side, inputs, width, halved)
        inputs = width
    x = g.add("Flatten", g.add("GlobalAveragePool", x))
    full = g.constant("full", next(g.values).reshape(inputs, DESCRIPTOR))
    g.nodes.append(helper.make_node("MatMul", [x, full], ["descriptor"]))
    graph = helper.make_graph(
        g.nodes,
        "dlib-face-template",
        [helper.make_tensor_value_info("faces", TensorProto.FLOAT, ["n", 3, SIDE, SIDE])],
        [helper.make_tensor_value_info("descriptor", TensorProto.FLOAT, ["n", DESCRIPTOR])],
        g.weights,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
    model.metadata_props.add(key="source_sha256", value=hashlib.sha256(data).hexdigest())
    onnx.checker.check_model(model)
    return model.SerializeToString(deterministic=True)


def main(source, target):
    pathlib.Path(target).write_bytes(convert(pathlib.Path(source).read_bytes()))


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (TypeError, Unsupported, IndexError, ValueError) as error:
        sys.exit(f"{sys.argv[0]}: {error}")
