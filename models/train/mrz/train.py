"""Train the glyph network on rendered strips.

usage: train.py SECONDS OUT.onnx [--from OLD.onnx] [--channels 16 24] [--hidden 64] [--workers 1]

Adam with a cosine schedule over the given time; the text of every batch is new. Every hundred
batches it prints the accuracy on 150 easy and 150 hard strips that are never trained on, how
likely the right characters of the easy ones are held (exp of the mean logarithm), and saves.
"""

import argparse
import concurrent.futures
import multiprocessing
import time

import cv2
import jax
import jax.numpy as jnp
import net
import numpy as np
import strips
from jax import lax

BATCH = 32
HELD_BACK = 10**9  # seed of the strips for the accuracy; batches count from 0
SHARE_OFF = 0.35  # weight of a column between characters: there are many of them
KEEP = 0.9  # dropout of the hidden layer


def batch(seed, n=BATCH, hard=None):
    cv2.setNumThreads(1)
    rng = np.random.default_rng(seed)
    ink, classes = zip(*(strips.strip(rng, hard) for _ in range(n)), strict=True)
    return np.stack(ink)[..., None], np.stack(classes)


def forward(weights, x, key=None):
    """As net.forward, for a batch; in training (with a key) only every second output column."""

    def conv(x, kernel, padding, step=1):
        layout = ("NHWC", "HWIO", "NHWC")
        return lax.conv_general_dilated(x, kernel, (1, step), padding, dimension_numbers=layout)

    def pool(x, size):
        return lax.reduce_window(x, -jnp.inf, lax.max, (1, *size, 1), (1, *size, 1), "VALID")

    half = net.KERNEL // 2
    x = pool(jax.nn.relu(conv(x, weights["a"], "SAME") + weights["ab"]), (2, 2))
    x = pool(jax.nn.relu(conv(x, weights["b"], "SAME") + weights["bb"]), (2, 1))
    x = conv(x, weights["c"], ((0, 0), (half, half)), 1 if key is None else 2)
    x = jax.nn.relu(x + weights["cb"])[:, 0]
    if key is not None:
        x = x * (jax.random.bernoulli(key, KEEP, x.shape) / KEEP)
    return jax.nn.log_softmax(x @ weights["d"] + weights["db"])


def loss(weights, x, classes, key):
    classes = classes[:, ::2]
    logprob = forward(weights, x, key)
    weight = jnp.where(classes < 0, 0.0, jnp.where(classes == net.OFF, SHARE_OFF, 1.0))
    chosen = jnp.take_along_axis(logprob, jnp.maximum(classes, 0)[..., None], 2)[..., 0]
    return -(chosen * weight).sum() / weight.sum()


def adam(loss):
    """One step of Adam with decoupled weight decay on loss(weights, x, classes, key)."""

    @jax.jit
    def step(weights, mean, square, t, rate, x, classes, key):
        value, gradient = jax.value_and_grad(loss)(weights, x, classes, key)
        mean = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, mean, gradient)
        square = jax.tree.map(lambda s, g: 0.999 * s + 0.001 * g * g, square, gradient)

        def update(w, m, s):
            return w - rate * ((m / (1 - 0.9**t)) / (jnp.sqrt(s / (1 - 0.999**t)) + 1e-8) + 1e-5 * w)

        return jax.tree.map(update, weights, mean, square), mean, square, value

    return step


def fit(weights, loss, submit, workers, rate, seconds, report):
    """Train for so many seconds on the batches that submit renders; report saves and judges the weights."""
    step = adam(loss)
    mean = square = jax.tree.map(np.zeros_like, weights)
    key, average, t = jax.random.PRNGKey(0), None, 0
    ahead = [submit(i) for i in range(3 * workers)]
    start = time.monotonic()
    while (done := (time.monotonic() - start) / seconds) < 1:
        x, classes = ahead.pop(0).result()
        ahead.append(submit(t + 3 * workers))
        t += 1
        key, dropout = jax.random.split(key)
        now = rate * min(1, t / 50) * (0.5 * (1 + np.cos(np.pi * done)) + 0.01)
        weights, mean, square, value = step(weights, mean, square, t, now, x, classes, dropout)
        average = float(value) if average is None else 0.95 * average + 0.05 * float(value)
        if t % 100 == 0:
            print(f"{t} {done:.0%} loss {average:.4f} {report(jax.tree.map(np.asarray, weights))}", flush=True)
    report(jax.tree.map(np.asarray, weights))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("seconds", type=float)
    parser.add_argument("out")
    parser.add_argument("--from", dest="old", help="go on from these weights, at half the rate, on other strips")
    parser.add_argument("--channels", type=int, nargs=2, default=(16, 24))
    parser.add_argument("--hidden", type=int, default=64)
    parser.add_argument("--workers", type=int, default=1, help="processes that render strips")
    args = parser.parse_args()

    weights = net.read(args.old) if args.old else net.initial(np.random.default_rng(1), args.channels, args.hidden)
    rate, seed = (2e-3, 10**7) if args.old else (4e-3, 0)
    predict = jax.jit(forward)
    held_back = [batch(HELD_BACK, 150, hard) for hard in (False, True)]

    def report(weights):
        net.write(weights, args.out)
        right, held = [], []
        for ink, truth in held_back:
            logprob, glyph = np.array(predict(weights, ink)), (truth >= 0) & (truth < net.OFF)
            right.append((logprob.argmax(2) == truth)[glyph].mean())
            held.append(np.exp(np.take_along_axis(logprob[glyph], truth[glyph][:, None], 1).mean()))
        return f"easy {right[0]:.4f} hard {right[1]:.4f} held {held[0]:.4f}"

    print(report(weights), flush=True)
    with concurrent.futures.ProcessPoolExecutor(args.workers, multiprocessing.get_context("spawn")) as pool:
        fit(weights, loss, lambda i: pool.submit(batch, seed + i), args.workers, rate, args.seconds, report)


if __name__ == "__main__":
    main()
