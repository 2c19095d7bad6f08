"""The pictures, their labels, who is held back, and how they are varied."""

import csv
import hashlib
import json
import pathlib

import numpy as np
from PIL import Image

from net import CHIP, EYE, WEARABLES

UNKNOWN = -1
CHIP_SIDE = 170  # pixels of a stored chip of 256 that the network sees: dlib's chip with a padding of 0.35


TWINS = ("cdO_00554.jpg", "utk_22725.jpg")  # look like pictures that are held back


def held_back(name):
    """Every fifth picture of a source without names of people, or every fifth person."""
    return name in TWINS or hashlib.sha256(name.encode()).digest()[0] % 5 == 0


def people(manifest):
    """Who the pictures of the laboratory's series show, by file: they stand in the folder of its source."""
    with open(manifest) as f:
        rows = csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {r["file"]: r["source"].split("/faceimages/faces/")[1].split("/")[0] for r in rows if "/faceimages/faces/" in r["source"]}


def wearing(folder, file, heavy, person):
    """The labels of a chip in the order of WEARABLES, or None, and whether it is held back."""
    known = dict.fromkeys(WEARABLES, UNKNOWN)
    kind, _, name = file.partition("/")
    source = name.split("_")[0]
    test = held_back(name)
    if folder == "train/glasses":
        known.update(glasses=int(kind in ("glasses", "sunglasses")), tinted=int(kind == "sunglasses"), mask=0)
        known["heavy"] = 0 if kind.startswith("no_") else heavy.get(name, UNKNOWN)
        if source == "cmu":
            test = held_back(person[file])
    elif folder == "train/mask":
        known["mask"] = int(kind == "with_mask")
        test = test or source.startswith("pr")  # a source that was never trained on
    elif folder in ("train/faces", "train/expression"):
        if hashlib.sha256(name.encode()).digest()[1] % 4:  # one in four: they tell no more than "no mask"
            return None
        known["mask"] = 0
        test = test or folder == "train/expression"
    else:
        return None
    return [known[k] for k in WEARABLES], test


def chips(folder, heavy_file, glasses):
    """Stored chips with labels: pictures N×256×256×3, labels, held back, where from. Glasses is the manifest of that folder."""
    person = people(glasses)
    with open(heavy_file) as f:
        heavy = {r["file"]: int(r["heavy"]) for r in csv.DictReader(f, delimiter="\t")}
    pictures, labels, tests, names = [], [], [], []
    for line in open(pathlib.Path(folder) / "faces.jsonl"):
        said = json.loads(line)
        known = "chip" in said and wearing(said["folder"], said["file"], heavy, person)
        if known:
            pictures.append(np.asarray(Image.open(pathlib.Path(folder) / said["chip"]).convert("RGB")))
            labels.append(known[0])
            tests.append(known[1])
            names.append(said["folder"] + "/" + said["file"])
    return np.stack(pictures), np.array(labels, np.float32), np.array(tests), names


def eyes(folder):
    """Single eyes: grey pictures, 1 for open, held back, where from."""
    pictures, labels, tests, names = [], [], [], []
    for path in sorted(pathlib.Path(folder).glob("*/*.*")):
        pictures.append(Image.open(path).convert("L"))
        labels.append([int(path.parent.name == "open")])
        tests.append(held_back(path.name))
        names.append(f"eyes/{path.parent.name}/{path.name}")
    return pictures, np.array(labels, np.float32), np.array(tests), names


def plain_chip(picture):
    lo = (picture.shape[0] - CHIP_SIDE) // 2
    return np.asarray(Image.fromarray(picture[lo : lo + CHIP_SIDE, lo : lo + CHIP_SIDE]).resize((CHIP, CHIP), Image.BOX), np.float32) / 255


def varied_chip(picture, rng):
    """Moved, turned, mirrored; other light, other colours or none; coarser, noisier."""
    angle, scale = rng.normal(0, 0.07), CHIP_SIDE * rng.uniform(0.9, 1.12) / CHIP
    c, s = np.cos(angle) * scale, np.sin(angle) * scale
    x, y = 128 + rng.normal(0, 4, 2)
    half = CHIP / 2
    image = Image.fromarray(picture).transform(
        (CHIP, CHIP), Image.AFFINE, (c, -s, x - (c - s) * half, s, c, y - (s + c) * half), Image.BILINEAR
    )
    if rng.random() < 0.5:
        coarse = int(rng.integers(20, CHIP))
        image = image.resize((coarse, coarse), Image.BILINEAR).resize((CHIP, CHIP), Image.BILINEAR)
    v = np.asarray(image, np.float32) / 255
    if rng.random() < 0.35:
        v = np.repeat(v.mean(2, keepdims=True), 3, 2)
    v = v ** rng.uniform(0.6, 1.6) * rng.uniform(0.85, 1.15, 3) * rng.uniform(0.75, 1.2)
    v = v + rng.normal(0, rng.uniform(0, 0.05), v.shape)
    return np.clip(v[:, ::-1] if rng.random() < 0.5 else v, 0, 1).astype(np.float32)


def normal_eye(values):
    """Less its own mean, over its own spread."""
    values = np.asarray(values, np.float32)
    return ((values - values.mean()) / (values.std() + 8))[..., None]


def plain_eye(image):
    return normal_eye(image.resize((EYE, EYE), Image.BOX))


def varied_eye(image, rng):
    """Moved, turned, mirrored, coarser."""
    w, h = image.size
    angle, zoom = rng.normal(0, 0.12), rng.uniform(0.8, 1.15) / EYE
    c, s = np.cos(angle) * zoom, np.sin(angle) * zoom
    x, y = 0.5 + rng.normal(0, 0.05, 2)
    half = EYE / 2
    affine = (c * w, -s * w, (x - (c - s) * half) * w, s * h, c * h, (y - (s + c) * half) * h)
    if rng.random() < 0.5:
        coarse = int(rng.integers(10, 32))
        image = image.resize((coarse, coarse), Image.BOX)
        affine = tuple(v * coarse / side for v, side in zip(affine, (w, w, w, h, h, h)))
    v = normal_eye(image.transform((EYE, EYE), Image.AFFINE, affine, Image.BILINEAR))
    v = v + rng.normal(0, rng.uniform(0, 0.15), v.shape)
    return (v[:, ::-1] if rng.random() < 0.5 else v).astype(np.float32)
