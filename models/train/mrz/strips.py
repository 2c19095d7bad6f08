"""Rendered training strips for the glyph network. No pixel of a real picture is used.

A strip is one line of a machine-readable zone, normalised: net.HEIGHT rows, net.PITCH columns
from one character to the next, capitals net.CAP rows high. `strip` draws the text OVER times
larger, prints it (ink spread, wear, rules, slope), photographs it (contrast, background, light,
resolution, blur, noise, JPEG) and normalises it as the reader does.
"""

import functools
import subprocess

import cv2
import net
import numpy as np
from PIL import Image, ImageDraw, ImageFont

CELLS = 18  # characters that fit on a strip
OVER = 3
IGNORE = -1  # label of a column that is neither clearly on a character nor between two

# File names and their share of the strips; Debian packages fonts-ocr-b, fonts-urw-base35, fonts-dejavu.
FONTS = {
    "OCRB.otf": 0.62,
    "OCRBS.otf": 0.2,
    "NimbusMonoPS-Bold.otf": 0.06,
    "NimbusMonoPS-Regular.otf": 0.05,
    "DejaVuSansMono.ttf": 0.04,
    "DejaVuSansMono-Bold.ttf": 0.03,
}
CONFUSED = "0OQD1IL8B5S2Z6G7TUVYMNHWCKXE3"  # characters that look like another

LETTERS, DIGITS = net.CHARS[11:], net.CHARS[1:11]


def find_font(name):
    """Path of an installed font, by file name."""
    listed = subprocess.run(["fc-list", "--format", "%{file}\n"], capture_output=True, text=True, check=True)
    for path in listed.stdout.splitlines():
        if path.endswith("/" + name):
            return path
    raise SystemExit(f"font {name} is not installed")


@functools.cache
def sprites(name):
    """Ink images (0..1) of net.CHARS, one cell to each side of the centre, OVER times larger."""
    path = find_font(name)
    top, bottom = ImageFont.truetype(path, 200).getbbox("E", anchor="ls")[1::2]
    font = ImageFont.truetype(path, int(200 * 2 * net.CAP * OVER / (bottom - top)))
    advance, rows = font.getlength("0"), net.HEIGHT * OVER * 2
    size = (2 * net.PITCH * OVER, net.HEIGHT * OVER)
    drawn = []
    for char in net.CHARS:
        image = Image.new("L", (int(2 * advance), rows))
        baseline = (rows + 2 * net.CAP * OVER) / 2
        ImageDraw.Draw(image).text((advance / 2, baseline), char, font=font, fill=255, anchor="ls")
        drawn.append(cv2.resize(np.array(image), size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255)
    return drawn


def text(rng, n):
    """Random text: any characters, letters, digits, look-alikes, or a name or number with fillers."""

    def pick(alphabet):
        return "".join(alphabet[rng.integers(len(alphabet))] for _ in range(n))

    kind = rng.random()
    if kind < 0.4:
        return pick(net.CHARS)
    if kind < 0.48:
        return pick(LETTERS)
    if kind < 0.58:
        return pick(DIGITS)
    if kind < 0.8:
        return pick(CONFUSED)
    chars = list(pick(LETTERS if kind < 0.9 else net.CHARS[1:]))
    first = rng.integers(0, n)
    last = min(n, first + rng.integers(1, 14))
    chars[first:last] = "<" * (last - first)
    return "".join(chars)


def typeset(rng):
    """Ink of a line at OVER times the size, and (centre column, class) of its characters."""
    glyphs = sprites(str(rng.choice(list(FONTS), p=list(FONTS.values()))))
    cell, width = net.PITCH * OVER, net.PITCH * OVER * CELLS
    n = int(rng.integers(6, CELLS + 3))
    chars = text(rng, n) if rng.random() > 0.03 else ""
    pitch = cell * rng.uniform(0.96, 1.04)
    start = rng.uniform(-2, max(1, CELLS - n + 2)) * cell
    ink = np.zeros((net.HEIGHT * OVER, width + 4 * cell), np.float32)
    centres = []
    for i, char in enumerate(chars):
        centre = start + i * pitch + rng.normal(0, 0.6)
        left = round(centre + cell)
        if left < 0 or left + 2 * cell > ink.shape[1]:
            continue
        shape = np.roll(glyphs[net.CHARS.index(char)], round(rng.normal(0, 1)), 0)
        ink[:, left : left + 2 * cell] = np.maximum(ink[:, left : left + 2 * cell], shape)
        centres.append((centre / OVER, net.CHARS.index(char)))
    return ink[:, 2 * cell : 2 * cell + width], centres


def printed(rng, ink):
    """The line as a printer leaves it: spread or thin ink, wear, rules in the margin, slope and size."""
    height, width = ink.shape
    kind = rng.random()
    if kind < 0.45:
        size = int(rng.integers(2, 6))
        ink = cv2.dilate(ink, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)))
    elif kind < 0.6:
        ink = cv2.erode(ink, np.ones((int(rng.integers(1, 4)), int(rng.integers(1, 4))), np.uint8))
    if rng.random() < 0.15:
        worn = rng.uniform(0, 1, (8, CELLS * 4)).astype(np.float32)
        ink = ink * np.clip(cv2.resize(worn, (width, height)) * 2 + rng.uniform(0, 0.6), 0, 1)
    if rng.random() < 0.3:
        for above in (True, False):
            if rng.random() < 0.5:
                thick = int(rng.integers(1, 12))
                rule = np.s_[:thick] if above else np.s_[height - thick :]
                ink[rule] = np.maximum(ink[rule], np.float32(rng.random() < 0.5) * rng.uniform(0.3, 1))
    tall, shift = rng.uniform(0.84, 1.16), rng.normal(0, 1) * OVER
    slope, shear = rng.normal(0, 1.7) * OVER / width, rng.normal(0, 0.05)
    move = [[1, shear, -shear * height / 2], [slope, tall, (1 - tall) * height / 2 + shift - slope * width / 2]]
    return cv2.warpAffine(ink, np.float32(move), (width, height))


def background(rng, height, width):
    """A pattern like that of security print, of zero mean and about ±1."""
    pattern = np.zeros((height, width), np.float32)
    kind = rng.random()
    if kind < 0.35:
        return pattern
    y, x = np.mgrid[:height, :width].astype(np.float32)
    for _ in range(rng.integers(1, 4)):
        frequency, angle, phase = rng.uniform(0.02, 0.5), rng.uniform(0, np.pi), rng.uniform(0, 6)
        wave = rng.uniform(0, 6) * np.sin(x * rng.uniform(0.005, 0.05) + phase)
        pattern += np.sin((x * np.cos(angle) + y * np.sin(angle) + wave) * frequency) * rng.uniform(0.2, 1)
    if kind > 0.6:
        for _ in range(rng.integers(1, 12)):
            ends = [(int(rng.integers(0, width)), int(rng.integers(-height, 2 * height))) for _ in range(2)]
            cv2.line(pattern, *ends, float(rng.uniform(-1.5, 0.6)), int(rng.integers(1, 9)))
    if kind > 0.8:
        coarse = rng.normal(0, 1, (max(2, height // 20), max(2, width // 20))).astype(np.float32)
        pattern += cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    return pattern


def photographed(rng, ink):
    """A grey strip (net.HEIGHT rows) of the printed line, as a camera of limited resolution gives it."""
    height, width = ink.shape
    contrast = rng.uniform(30, 220)
    paper = min(255, contrast + rng.uniform(10, 60))
    light = cv2.resize(rng.normal(0, 1, (2, 4)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    pattern = cv2.resize(background(rng, height // 2, width // 2), (width, height))
    image = paper + pattern * rng.uniform(0, 0.16) * contrast + light * rng.uniform(0, 0.15) * contrast
    if rng.random() < 0.5:
        image = image - ink * contrast * rng.uniform(0.85, 1)
    else:
        image = image * (1 - ink) + (paper - contrast) * ink
    pixels = rng.uniform(4.8, 9) if rng.random() < 0.55 else rng.uniform(9, 26)  # per character
    scale = pixels / (net.PITCH * OVER)
    if rng.random() < 0.4:
        image = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.2, 0.75) / scale)
    size = (max(8, int(width * scale)), max(6, int(height * scale)))
    image = cv2.resize(image, size, interpolation=cv2.INTER_AREA if rng.random() < 0.8 else cv2.INTER_LINEAR)
    image += rng.normal(0, 1, image.shape) * rng.uniform(0, 0.07) * contrast
    image = np.clip(image, 0, 255).astype(np.uint8)
    if rng.random() < 0.6:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(35, 96))]
        image = cv2.imdecode(cv2.imencode(".jpg", image, quality)[1], cv2.IMREAD_GRAYSCALE)
    resampling = cv2.INTER_CUBIC if pixels < net.PITCH else cv2.INTER_AREA
    return cv2.resize(image, (net.PITCH * CELLS, net.HEIGHT), interpolation=resampling)


def normalise(gray):
    """Ink of a grey strip: local background removed, 0 for paper and about 1 for print."""
    gray = gray.astype(np.float32)
    paper = cv2.morphologyEx(gray, cv2.MORPH_CLOSE, np.ones((17, 17), np.uint8))
    ink = cv2.GaussianBlur(paper, (0, 0), 5) - gray
    return np.clip(ink / max(8.0, np.percentile(ink, 95)), -0.5, 1.5).astype(np.float32)


def labels(centres):
    """Class of every output column: a character within 2 columns of its centre, IGNORE up to 4.2 and at the ends."""
    classes = np.full(net.PITCH * CELLS // net.STRIDE, net.OFF, np.int32)
    at = np.arange(len(classes)) * net.STRIDE + net.STRIDE / 2 - 0.5
    for centre, _ in centres:
        classes[np.abs(at - centre) < 4.2] = IGNORE
    for centre, char in centres:
        classes[np.abs(at - centre) <= 2] = char
    ends = 4 // net.STRIDE
    classes[:ends] = classes[-ends:] = IGNORE
    return classes


def strip(rng):
    """One training example: ink (net.HEIGHT, net.PITCH·CELLS) and the classes of the output columns."""
    ink, centres = typeset(rng)
    return normalise(photographed(rng, printed(rng, ink))), labels(centres)
