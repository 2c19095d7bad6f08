"""Pictures of faces and of screens, and what the network sees of them."""

import json
import pathlib

import cv2
import numpy as np

PATCH = 64  # pixels of the picture per side, at its own resolution
CONTEXT = 64  # pixels per side that the whole head is made small to
HEAD = 1.2  # side of the context over the longer side of the face
INNER = 0.6  # side of the square that patches come from over the same
TRAINED = ("0001", "0002", "0003", "0004")  # NUAA's subjects; the others are reported
SCREENS = ("aa", "ag", "ga")  # sources of screens; the others are reported
PLAIN = ("portrait", "aligned", "without_mask")  # folders of live pictures that copies are made of, too


class Picture:
    """One picture, its square around the face (middle and longer side) and whether it shows a copy."""

    def __init__(self, pixels, square, copied, kind):
        self.pixels, self.square, self.copied, self.kind = pixels, square, copied, kind


def read(path):
    return cv2.cvtColor(cv2.imread(str(path), cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)


def faces(lines):
    """The pictures in `portico face --json`'s lines: NUAA's by subject, portraits as live."""
    trained, held = [], []
    for line in open(lines):
        entry = json.loads(line)
        if not entry.get("faces"):
            continue
        path = pathlib.Path(entry["file"])
        box = np.array(entry["faces"][0]["box"])
        side = max(np.linalg.norm(box[0] - box[1]), np.linalg.norm(box[1] - box[2]))
        pixels = read(path)
        if min(pixels.shape[:2]) < PATCH:
            continue
        kind = path.parent.name if path.parent.name in PLAIN else path.name[:4]
        picture = Picture(pixels, (*box.mean(0), side), path.parent.name == "print", kind)
        report = kind not in TRAINED + PLAIN or kind == "portrait" and int(path.stem[-5:]) % 5 == 0
        (held if report else trained).append(picture)
    return trained, held


def screens(folder):
    """Texture of photographed screens, by whether it is trained on: what is left of a grey picture without its broad parts."""
    trained, held = [], []
    for path in sorted(pathlib.Path(folder, "screen_crop").glob("*.jpg")):
        grey = read(path).astype(np.float32)
        broad = cv2.GaussianBlur(grey, (0, 0), 5)
        texture = np.clip(grey / (broad + 8), 0.4, 1.8)
        (trained if path.name[:2] in SCREENS else held).append(texture)
    return trained, held


def square(pixels, x, y, side, size):
    """The square around (x, y), made size pixels wide; outside the picture its edge is repeated."""
    scale = size / side
    m = np.float32([[scale, 0, size / 2 - x * scale], [0, scale, size / 2 - y * scale]])
    if scale < 1:
        s = 0.5 / scale - 0.2
        pixels = cv2.GaussianBlur(pixels, (0, 0), max(s, 0.01))
    return cv2.warpAffine(pixels, m, (size, size), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def view(pixels, at, place):
    """What the network sees: a patch at place (-1..1, of the inner square) and the head."""
    x, y, side = at
    reach = max(0, INNER * side - PATCH) / 2
    px = int(np.clip(x + place[0] * reach - PATCH / 2, 0, pixels.shape[1] - PATCH))
    py = int(np.clip(y + place[1] * reach - PATCH / 2, 0, pixels.shape[0] - PATCH))
    return pixels[py : py + PATCH, px : px + PATCH], square(pixels, x, y, HEAD * side, CONTEXT)
