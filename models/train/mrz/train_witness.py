"""Train the witness on rendered characters.

usage: train_witness.py SECONDS OUT.onnx [--from OLD.onnx] [--workers 1]

Adam with a cosine schedule over the given time; the text of every batch is new. Every hundred
batches it prints the accuracy on characters that are never trained on, and saves.
"""

import argparse
import concurrent.futures
import multiprocessing
import time

import cv2
import jax
import jax.numpy as jnp
import numpy as np
import strips
import train
import witness_net
from jax import lax

BATCH = 256  # characters
FIRST_SEED = 2 * 10**6  # apart from the seeds of the glyph network's strips


def batch(seed, n=BATCH):
    cv2.setNumThreads(1)
    rng = np.random.default_rng(FIRST_SEED + seed)
    images, classes = [], []
    while len(images) < n:
        more, theirs = strips.cells(rng)
        images += more
        classes += theirs
    return np.stack(images[:n])[..., None], np.array(classes[:n], np.int32)


def forward(weights, x, key=None):
    """Log-probabilities of a batch; a key means training, with dropout."""
    for name in "abc":
        x = lax.conv_general_dilated(x, weights[name], (1, 1), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"))
        x = jax.nn.relu(x + weights[name + "b"])
        x = lax.reduce_window(x, -jnp.inf, lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")
    x = x.reshape(len(x), -1)
    x = jax.nn.relu(x @ weights["d"] + weights["db"])
    if key is not None:
        x = x * (jax.random.bernoulli(key, train.KEEP, x.shape) / train.KEEP)
    return jax.nn.log_softmax(x @ weights["e"] + weights["eb"])


def loss(weights, x, classes, key):
    return -jnp.take_along_axis(forward(weights, x, key), classes[:, None], 1).mean()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("seconds", type=float)
    parser.add_argument("out")
    parser.add_argument("--from", dest="old", help="go on from these weights, at half the rate, on other characters")
    parser.add_argument("--workers", type=int, default=1, help="processes that render characters")
    args = parser.parse_args()

    weights = witness_net.read(args.old) if args.old else witness_net.initial(np.random.default_rng(2))
    rate, seed = (1e-3, 10**6) if args.old else (2e-3, 0)
    ink, truth = batch(train.HELD_BACK, 2048)
    predict = jax.jit(forward)

    def report(weights):
        witness_net.write(weights, args.out)
        return f"characters {(np.array(predict(weights, ink)).argmax(1) == truth).mean():.4f}"

    with concurrent.futures.ProcessPoolExecutor(args.workers, multiprocessing.get_context("spawn")) as pool:
        train.fit(weights, loss, lambda i: pool.submit(batch, seed + i), args.workers, rate, args.seconds, report)


if __name__ == "__main__":
    main()
