"""Train the network that tells a face from its copy.

usage: train.py FACES.jsonl RECAPTURE SECONDS OUT.onnx [--seed 0] [--after BEFORE.onnx]

FACES.jsonl is what `portico face --json` says of NUAA's crops and of pictures of people; RECAPTURE is the folder of
photographed screens. Of a batch a little less than half is NUAA's live faces and prints; the others are pictures of people,
as they are and as copies that `recapture.py` makes. Nothing rendered is ever called live.
"""

import argparse
import time

import cv2
import net
import numpy as np
import pictures
import recapture

RATE = 2e-3
AGAIN = 5e-4  # where the training of a network goes on
HEADLESS = 0.5  # share of samples whose head is a plain colour, so that the patch alone must tell
PATCHES = 3  # of each picture
AROUND = 1.5  # side of what is kept around a face over its longer side
COPIES = (recapture.on_screen, recapture.on_grid, recapture.in_dots, recapture.on_paper)
OF_COPIES = (0.4, 0.15, 0.3, 0.15)


def near(picture):
    """The pixels around the face and its square there."""
    x, y, side = picture.square
    half = AROUND / 2 * max(side, pictures.PATCH)
    left, top = max(0, int(x - half)), max(0, int(y - half))
    return picture.pixels[top : int(y + half) + 1, left : int(x + half) + 1], x - left, y - top, side


def augmented(rng, picture, live, textures):
    """Patches of one picture after copy, zoom and camera, the head to each, and whether it is a copy."""
    pixels, x, y, side = near(picture)
    zoom = float(np.clip(rng.uniform(0.7, 1.3), pictures.PATCH / min(pixels.shape[:2]) + 0.02, 4))
    if rng.random() < 0.5:
        pixels = cv2.resize(pixels, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA if zoom < 1 else cv2.INTER_CUBIC)
        x, y, side = x * zoom, y * zoom, side * zoom
    pixels = pixels.astype(np.float32)
    if not picture.copied and not live:
        copy = COPIES[rng.choice(len(COPIES), p=OF_COPIES)]
        pixels = copy(rng, pixels, textures) if copy is recapture.on_screen else copy(rng, pixels)
    pixels = recapture.camera(rng, pixels)
    if rng.random() < 0.5:
        pixels, x = np.ascontiguousarray(pixels[:, ::-1]), pixels.shape[1] - x
    side *= rng.uniform(0.9, 1.1)
    for _ in range(PATCHES):
        patch, head = pictures.view(pixels, (x, y, side), rng.uniform(-1, 1, 2))
        if rng.random() < HEADLESS:
            head = np.broadcast_to(rng.integers(0, 256, 3).astype(np.uint8), head.shape)
        yield patch, head, not live


def batch(rng, groups, textures):
    """Of each group so many pictures as they are said to be."""
    live, printed, portraits, others = groups
    rows = []
    for group, n, is_live in ((live, 7, True), (printed, 7, False), (live, 3, False), (portraits, 4, True), (others, 3, True), (portraits, 5, False), (others, 3, False)):
        for _ in range(n):
            rows += augmented(rng, group[rng.integers(len(group))], is_live, textures)
    patch, head, copied = zip(*rows, strict=True)
    return np.stack(patch).astype(np.float32) / 255, np.stack(head).astype(np.float32) / 255, np.array(copied, np.float32)[:, None]


def score(model, pixels, at):
    """The mean logit over nine patches, as the engine takes it."""
    grid = [(u, v) for v in (-1, 0, 1) for u in (-1, 0, 1)]
    views = [pictures.view(pixels, at, place) for place in grid]
    patch, head = (np.stack(v).astype(np.float32) / 255 for v in zip(*views, strict=True))
    return float(np.mean(model([patch, head], training=False)))


def report(model, held, textures):
    """How often a copy is ranked below a live face, by kind, on what was not trained on."""
    rng = np.random.default_rng(7)

    def scores(kind, copied):
        return [score(model, p.pixels, p.square) for p in [p for p in held if p.kind == kind and p.copied == copied][:40]]

    live = {kind: scores(kind, False) for kind in {p.kind for p in held}}
    rows = {f"print {kind}": scores(kind, True) for kind in live}
    portraits = [p for p in held if p.kind == "portrait"][:40]
    for name, make in {"screens": lambda p: recapture.on_screen(rng, p, textures), "grid": lambda p: recapture.on_grid(rng, p), "dots": lambda p: recapture.in_dots(rng, p)}.items():
        rows[name] = [score(model, make(p.pixels.astype(np.float32)).astype(np.uint8), p.square) for p in portraits]
    out = []
    for name, copies in rows.items():
        ref = live.get(name.split()[-1], live["portrait"])
        if copies and ref:
            wrong = np.mean(np.array(copies)[:, None] < np.array(ref)[None])
            out.append(f"{name} {wrong:.3f}")
    print("   wrong order:", ", ".join(sorted(out)), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("faces")
    parser.add_argument("recapture")
    parser.add_argument("seconds", type=float)
    parser.add_argument("out")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--after", help="a network of before, whose training goes on")
    args = parser.parse_args()

    import keras
    import tensorflow as tf

    cv2.setNumThreads(1)
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    keras.utils.set_random_seed(args.seed)
    trained, held = pictures.faces(args.faces)
    textures, held_textures = pictures.screens(args.recapture)
    groups = (
        [p for p in trained if p.kind not in pictures.PLAIN and not p.copied],
        [p for p in trained if p.copied],
        [p for p in trained if p.kind == "portrait"],
        [p for p in trained if p.kind in pictures.PLAIN and p.kind != "portrait"],
    )
    rng = np.random.default_rng(args.seed)
    rate = AGAIN if args.after else RATE
    model = net.unfolded(args.after, *batch(rng, groups, textures)[:2]) if args.after else net.build()
    print(f"{model.count_params()} parameters; {[len(g) for g in groups]} pictures, {len(textures)} screens", flush=True)
    optimizer = keras.optimizers.AdamW(rate, weight_decay=1e-3)

    @tf.function(jit_compile=False)
    def step(patch, head, copied):
        with tf.GradientTape() as tape:
            logit = model([patch, head], training=True)
            loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(0.9 * copied + 0.05, logit))
        optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
        return loss

    average, t, begin, said = None, 0, time.process_time(), 0.25
    while (done := (time.process_time() - begin) / args.seconds) < 1:
        t += 1
        optimizer.learning_rate.assign(rate * min(1, t / 50) * (0.5 * (1 + np.cos(np.pi * done)) + 0.01))
        value = float(step(*map(tf.constant, batch(rng, groups, textures))))
        average = value if average is None else 0.98 * average + 0.02 * value
        if done >= said:
            said += 0.25
            print(f"{t} {done:.0%} loss {average:.4f}", flush=True)
            net.write(model, args.out)
    report(model, held, held_textures)
    print(f"{t} batches, {time.process_time() - begin:.0f} s")
    net.write(model, args.out)


if __name__ == "__main__":
    main()
