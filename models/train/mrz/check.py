"""Compare the ONNX network with the reference in numpy on rendered and random strips.

usage: check.py mrz-glyphs.onnx
"""

import sys

import cv2
import net
import numpy as np
import onnxruntime
import strips

TOLERANCE = 2e-4  # log-probabilities reach about -40; float32 sums in another order


def main(path):
    cv2.setNumThreads(1)
    weights = net.read(path)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    rng = np.random.default_rng(0)
    worst = same = total = 0
    for columns in (24, 216, 432, 600):
        for ink in (np.tile(strips.strip(rng)[0], 3)[:, :columns], rng.normal(0, 1, (net.HEIGHT, columns)).astype(np.float32)):
            (got,) = session.run(None, {"ink": np.stack([ink, ink])[:, None]})
            want = net.forward(weights, ink)
            worst = max(worst, np.abs(got - want).max())
            same += (got[1].argmax(1) == want.argmax(1)).sum()
            total += len(want)
    print(f"largest difference {worst:.1e}, same class in {same} of {total} columns")
    return worst <= TOLERANCE


if __name__ == "__main__":
    sys.exit(0 if main(sys.argv[1]) else 1)
