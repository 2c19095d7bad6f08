"""Fit the weights by which the approach challenge tells a solid head from a flat picture.

usage: fit.py SAMPLES.jsonl OUT.tsv

A sample is a take: its kind (`solid`, or a copy's), the puppet it shows and frames with their width, height, distance of
the pupils and mesh. Of each take the farthest and nearest frames are paired; what a homography of the face leaves over
of the near mesh, over the growth of the face, is the sample's vector. The weights are a ridge regression of 1 for
solid and 0 for flat. Printed: the values of each kind with the puppet itself left out.

What is left over of a point is in proportion to its distance from the camera's axis, so every component comes a second
time, times the face's own distance from it in the near picture.
"""

import json
import sys

import numpy as np

VERTICES = np.arange(0, 468, 3)
ENDS = 5  # frames at either end
RIDGE = 0.1  # of the mean of the kernel's diagonal
GROWTH = 0.1  # growth of the distance of the pupils over the longer side of the picture, for a vector's unit


def left_over(far, near):
    """The near mesh less the best homography of the far one, in distances of the pupils."""
    plane = [np.array([[p["X"], p["Y"]] for p in f["M"]])[VERTICES] for f in (far, near)]
    (x, y), (u, v) = ((((p - p.mean(0)) / f["U"]).T) for p, f in zip(plane, (far, near), strict=True))
    one, zero = np.ones(len(x)), np.zeros(len(x))
    rows = np.r_[
        np.c_[one, x, y, zero, zero, zero, -x * u, -y * u],
        np.c_[zero, zero, zero, one, x, y, -x * v, -y * v],
    ]
    target = np.r_[u, v]
    rest = target - rows @ np.linalg.lstsq(rows, target, rcond=None)[0]
    right, below = (plane[1].mean(0) - np.array([near["W"], near["H"]]) / 2) / near["U"]
    rest = rest * GROWTH * max(near["W"], near["H"]) / (near["U"] - far["U"])
    return np.r_[rest, right * rest[: len(x)], below * rest[len(x) :]]


def vector(take):
    frames = sorted(take["frames"], key=lambda f: f["R"])
    n = min(ENDS, len(frames) // 3)
    return np.mean([left_over(a, b) for a in frames[:n] for b in frames[-n:]], 0)


def fit(x, solid):
    weight = np.sqrt(np.where(solid, (~solid).sum() / solid.sum(), 1.0))  # as much for heads as for copies
    mean = x.mean(0)
    z = (x - mean) * weight[:, None]
    kernel = z @ z.T
    kernel += RIDGE * np.trace(kernel) / len(kernel) * np.eye(len(kernel))
    w = z.T @ np.linalg.solve(kernel, weight * (solid - 0.5))
    low, high = (x[~solid] @ w).mean(), (x[solid] @ w).mean()
    return w / (high - low), -low / (high - low)


def main():
    takes = [json.loads(line) for line in open(sys.argv[1])]
    x = np.array([vector(t) for t in takes])
    solid = np.array([t["name"] == "solid" for t in takes])
    who, kind = np.array([t["i"] for t in takes]), np.array([t["name"] for t in takes])
    value = np.zeros(len(takes))
    for person in set(who):
        w, b = fit(x[who != person], solid[who != person])
        value[who == person] = x[who == person] @ w + b
    for k in sorted(set(kind)):
        print(k, np.round(np.sort(value[kind == k]), 2))
    w, b = fit(x, solid)
    with open(sys.argv[2], "w") as out:
        out.write(f"bias\t{b:.5f}\n")
        for v, of in zip(VERTICES, w.reshape(4, -1).T, strict=True):
            out.write(f"{v}\t" + "\t".join(f"{value:.4f}" for value in of) + "\n")


if __name__ == "__main__":
    main()
