"""Train the network that tells a face from its copy.

usage: train.py FACES.jsonl RECAPTURE SECONDS OUT.onnx [--seed 0]

FACES.jsonl is what `portico face --json` says of NUAA's crops and of the portraits; RECAPTURE is the folder of
photographed screens. Half of a batch is real: NUAA's live faces and prints. The other half is portraits,
as they are and as copies that `recapture.py` makes. Nothing rendered is ever called live.
"""

import argparse
import time

import net
import numpy as np
import pictures
import recapture

BATCH = 64
RATE = 2e-3
HEADLESS = 0.3  # share of samples whose head is a plain colour, so that the patch alone must tell


def augmented(rng, picture, live, textures):
    """One sample: pixels and where its face is, after copy, zoom and camera."""
    pixels, (x, y, side) = picture.pixels, picture.square
    zoom = float(np.clip(rng.uniform(0.7, 1.3), pictures.PATCH / min(pixels.shape[:2]) + 0.02, 4))
    if rng.random() < 0.5:
        pixels = recapture.cv2.resize(pixels, None, fx=zoom, fy=zoom, interpolation=recapture.cv2.INTER_AREA if zoom < 1 else recapture.cv2.INTER_CUBIC)
        x, y, side = x * zoom, y * zoom, side * zoom
    pixels = pixels.astype(np.float32)
    copied = picture.copied
    if not copied and not live:
        copied = True
        pixels = [lambda: recapture.on_screen(rng, pixels, textures), lambda: recapture.in_dots(rng, pixels), lambda: recapture.on_paper(rng, pixels)][
            rng.choice(3, p=[0.45, 0.35, 0.2])
        ]()
    pixels = recapture.camera(rng, pixels)
    if rng.random() < 0.5:
        pixels, x = np.ascontiguousarray(pixels[:, ::-1]), pixels.shape[1] - x
    patch, head = pictures.view(pixels, (x, y, side * rng.uniform(0.9, 1.1)), rng.uniform(-1, 1, 2))
    if rng.random() < HEADLESS:
        head = np.broadcast_to(rng.integers(0, 256, 3).astype(np.uint8), head.shape)
    return patch, head, copied


def batch(rng, groups, textures):
    live, printed, portraits = groups
    rows = [augmented(rng, live[rng.integers(len(live))], True, textures) for _ in range(16)]
    rows += [augmented(rng, printed[rng.integers(len(printed))], True, textures) for _ in range(16)]
    rows += [augmented(rng, portraits[rng.integers(len(portraits))], i < 12, textures) for i in range(24)]
    rows += [augmented(rng, live[rng.integers(len(live))], False, textures) for _ in range(8)]
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
    live = {k: [score(model, p.pixels, p.square) for p in held if p.kind == k and not p.copied][:60] for k in {p.kind for p in held}}
    rows = {f"print {k}": [score(model, p.pixels, p.square) for p in held if p.kind == k and p.copied][:60] for k in live}
    portraits = [p for p in held if p.kind == "portrait"][:60]
    for name, make in {"screens": lambda p: recapture.on_screen(rng, p, textures), "dots": lambda p: recapture.in_dots(rng, p)}.items():
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
    args = parser.parse_args()

    import keras
    import tensorflow as tf

    recapture.cv2.setNumThreads(1)
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    keras.utils.set_random_seed(args.seed)
    trained, held = pictures.faces(args.faces)
    textures, held_textures = pictures.screens(args.recapture)
    groups = (
        [p for p in trained if p.kind != "portrait" and not p.copied],
        [p for p in trained if p.copied],
        [p for p in trained if p.kind == "portrait"],
    )
    model = net.build()
    print(f"{model.count_params()} parameters; {[len(g) for g in groups]} pictures, {len(textures)} screens", flush=True)
    optimizer = keras.optimizers.AdamW(RATE, weight_decay=1e-3)

    @tf.function(jit_compile=False)
    def step(patch, head, copied):
        with tf.GradientTape() as tape:
            logit = model([patch, head], training=True)
            loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(0.9 * copied + 0.05, logit))
        optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
        return loss

    rng, average, t, begin, said = np.random.default_rng(args.seed), None, 0, time.process_time(), 0.0
    while (done := (time.process_time() - begin) / args.seconds) < 1:
        t += 1
        optimizer.learning_rate.assign(RATE * min(1, t / 50) * (0.5 * (1 + np.cos(np.pi * done)) + 0.01))
        value = float(step(*map(tf.constant, batch(rng, groups, textures))))
        average = value if average is None else 0.98 * average + 0.02 * value
        if done >= said:
            said += 0.1
            print(f"{t} {done:.0%} loss {average:.4f}", flush=True)
            report(model, held, held_textures)
            net.write(model, args.out)
    report(model, held, held_textures)
    print(f"{t} batches, {time.process_time() - begin:.0f} s")
    net.write(model, args.out)


if __name__ == "__main__":
    main()
