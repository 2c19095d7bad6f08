"""Train the card network on rendered scenes.

usage: train.py BACKGROUNDS SECONDS OUT.onnx [--from OLD.onnx] [--workers 1] [--seed 0]

Adam with a cosine schedule over the given time. Scenes are drawn beside it and kept for a while;
a batch takes some of them, mirrored, turned and with their colours swapped. Every hundred batches it prints the loss and, on 128 scenes never trained on, the mean IoU of the
cells, and saves.
"""

import argparse
import collections
import concurrent.futures
import multiprocessing
import time

import net
import numpy as np
import scenes

BATCH = 32
KEPT = 4096  # scenes that batches are taken from
FRESH = 0.3  # new scenes for each one trained on
HELD_BACK = 10**9  # seed of the scenes for the figures; batches count from the given seed
RATE = 3e-3
BORDER = 3.0  # weight of a cell that the outline crosses, beside one of the others

_backgrounds = None


def start(folder):
    global _backgrounds
    import cv2

    cv2.setNumThreads(1)
    _backgrounds = scenes.Backgrounds(folder)


def draw(seed, n=BATCH):
    rng = np.random.default_rng(seed)
    x, y = zip(*(scenes.scene(rng, _backgrounds) for _ in range(n)), strict=True)
    return np.stack(x), np.stack(y)[..., None]


def batch(rng, pictures, shares):
    """The scenes as 0..1, each mirrored, turned by quarters and with its colours swapped at will."""
    x, y = [], []
    for i in range(len(pictures)):
        turn, flip = rng.integers(4), rng.choice([1, -1])
        colours = rng.permutation(3) if rng.random() < 0.5 else np.arange(3)
        x.append(np.rot90(pictures[i], turn)[:, ::flip, colours])
        y.append(np.rot90(shares[i], turn)[:, ::flip])
    return np.stack(x).astype(np.float32) / 255, np.stack(y).astype(np.float32) / 255


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("backgrounds")
    parser.add_argument("seconds", type=float)
    parser.add_argument("out")
    parser.add_argument("--from", dest="old", help="go on from these weights, at half the rate; give another seed")
    parser.add_argument("--workers", type=int, default=1, help="processes that render scenes")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()

    import keras
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    keras.utils.set_random_seed(args.seed)
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(args.workers, context, start, (args.backgrounds,)) as pool:
        x, y = (v.astype(np.float32) / 255 for v in pool.submit(draw, HELD_BACK, 128).result())
        model = net.read(args.old, x) if args.old else net.build()
        rate = RATE / 2 if args.old else RATE
        optimizer = keras.optimizers.Adam(rate)
        step = stepper(model, optimizer)
        print(f"{model.count_params()} parameters", flush=True)
        depth = 2 * args.workers
        ahead = [pool.submit(draw, args.seed + i) for i in range(depth)]
        drawn, kept = depth, collections.deque(maxlen=KEPT)
        begin, average, t, rng = time.monotonic(), None, 0, np.random.default_rng(args.seed)
        while (done := (time.monotonic() - begin) / args.seconds) < 1:
            while not kept or ahead[0].done() and drawn <= FRESH * t:
                kept.extend(zip(*ahead.pop(0).result(), strict=True))
                ahead.append(pool.submit(draw, args.seed + drawn))
                drawn += 1
            now = batch(rng, *zip(*(kept[i] for i in rng.integers(0, len(kept), BATCH)), strict=True))
            t += 1
            optimizer.learning_rate.assign(rate * min(1, t / 50) * (0.5 * (1 + np.cos(np.pi * done)) + 0.01))
            value = float(step(*map(tf.constant, now)))
            average = value if average is None else 0.97 * average + 0.03 * value
            if t % 100 == 0:
                report(model, x, y, t, done, average, drawn)
                net.write(model, args.out)
        report(model, x, y, t, 1, average, drawn)
    net.write(model, args.out)


def stepper(model, optimizer):
    """The function that trains on a batch and returns its loss."""
    import tensorflow as tf

    @tf.function(jit_compile=False)
    def step(x, share):
        with tf.GradientTape() as tape:
            logit = model(x, training=True)
            weight = 1 + BORDER * tf.cast((share > 0.01) & (share < 0.99), tf.float32)
            cross = tf.nn.sigmoid_cross_entropy_with_logits(share, logit)
            p = tf.sigmoid(logit)
            both = tf.reduce_sum(p * share, (1, 2, 3))
            dice = 1 - (2 * both + 20) / (tf.reduce_sum(p, (1, 2, 3)) + tf.reduce_sum(share, (1, 2, 3)) + 20)
            loss = tf.reduce_mean(weight * cross) + 0.3 * tf.reduce_mean(dice)
        optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
        return loss

    return step


def report(model, x, y, t, done, average, drawn):
    p = 1 / (1 + np.exp(-model.predict(x, batch_size=32, verbose=0)))
    a, b = p > 0.5, y > 0.5
    card = b.any((1, 2, 3))
    iou = (a & b).sum((1, 2, 3))[card] / (a | b).sum((1, 2, 3))[card]
    none = a.sum((1, 2, 3))[~card] > 60
    print(
        f"{t} {done:.0%} scenes {drawn * BATCH} loss {average:.4f} iou {iou.mean():.4f}"
        f" ≥.95 {(iou >= 0.95).mean():.3f} false {none.sum()} of {len(none)}",
        flush=True,
    )


if __name__ == "__main__":
    main()
