"""Trains the networks and prints what they do with the pictures that were held back.

    python train.py CHIPS TRAIN_DATA OUT [MINUTES [NAME]]

CHIPS is what `PORTICO_CHIPS=CHIPS go test ./engine/native/assemble -run TestTrainingChips` made,
TRAIN_DATA the folder with eyes/ and glasses/, OUT where the .onnx files go. The time is of processor, for each network; NAME trains one alone.
"""

import collections
import os
import pathlib
import sys
import time

os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")

import keras
import numpy as np

import data
import net

SEED, BATCH = 7, 64


def loss(labels, logits):
    """Cross entropy of what is known."""
    known = keras.ops.cast(labels >= 0, "float32")
    each = keras.losses.binary_crossentropy(keras.ops.maximum(labels, 0)[..., None], logits[..., None], from_logits=True)
    return keras.ops.sum(each * known) / keras.ops.maximum(keras.ops.sum(known), 1)


def train(model, pictures, labels, groups, vary, minutes):
    """Every group (a label in a source) is drawn as often as the others, up to a bound."""
    rng = np.random.default_rng(SEED)
    keras.utils.set_random_seed(SEED)
    counts = collections.Counter(groups)
    weight = np.array([1 / max(counts[g], 60) for g in groups])
    weight /= weight.sum()
    model.compile(keras.optimizers.Adam(2e-3), loss)
    start, batches = time.process_time(), 0
    while (used := (time.process_time() - start) / 60 / minutes) < 1:
        model.optimizer.learning_rate.assign(2e-3 * (0.02 + 0.98 * 0.5 * (1 + np.cos(np.pi * used))))
        chosen = rng.choice(len(labels), BATCH, p=weight)
        value = model.train_on_batch(np.stack([vary(pictures[i], rng) for i in chosen]), labels[chosen])
        batches += 1
        if batches % 200 == 0:
            print(f"  {batches} batches, loss {float(value):.3f}", flush=True)
    print(f"  {batches} batches of {BATCH}")


def report(model, pictures, labels, names, plain, outputs):
    """Errors at 0.5, by output, label and source."""
    logits = np.concatenate([model(np.stack([plain(p) for p in pictures[i : i + 256]])).numpy() for i in range(0, len(pictures), 256)])
    tally = collections.defaultdict(lambda: [0, 0])
    for said, known, name in zip(logits, labels, names):
        kind = "/".join(name.split("/")[:-1]) + "/" + name.split("/")[-1].split("_")[0]
        for output, logit, label in zip(outputs, said, known):
            if label >= 0:
                row = tally[output, int(label), kind]
                row[0] += (logit > 0) != (label > 0)
                row[1] += 1
    for (output, label, kind), (wrong, of) in sorted(tally.items()):
        print(f"| {output} = {label} | {kind} | {wrong} of {of} |")


def main(chips, folder, out, minutes=6, only=""):
    for name, make, outputs, load, vary, plain in (
        ("wearables", net.wearables, net.WEARABLES, lambda: data.chips(chips, pathlib.Path(__file__).with_name("heavy.tsv"), pathlib.Path(folder) / "glasses/manifest.tsv"), data.varied_chip, data.plain_chip),
        ("eye", net.eye, ("open",), lambda: data.eyes(pathlib.Path(folder) / "eyes"), data.varied_eye, data.plain_eye),
    ):
        if only not in ("", name):
            continue
        pictures, labels, test, names = load()
        model = make()
        print(f"{name}: {model.count_params()} parameters, {int((~test).sum())} pictures to train on, {int(test.sum())} held back")
        kept = np.flatnonzero(~test)
        groups = [str(labels[i]) + names[i].rsplit("/", 1)[0] + names[i].split("/")[-1].split("_")[0] for i in kept]
        train(model, [pictures[i] for i in kept], labels[kept], groups, vary, float(minutes))
        held = np.flatnonzero(test)
        report(model, [pictures[i] for i in held], labels[held], [names[i] for i in held], plain, outputs)
        net.write(model, pathlib.Path(out) / f"face-{name}.onnx", name, "probabilities")


if __name__ == "__main__":
    main(*sys.argv[1:])
