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
import witness_net
from PIL import Image, ImageDraw, ImageFont

CELLS = 18  # characters that fit on a strip
OVER = 3
IGNORE = -1  # label of a column that is neither clearly on a character nor between two

# File names and their share of the strips; Debian packages fonts-ocr-b, fonts-urw-base35, fonts-dejavu-core.
FONTS = {
    "OCRB.otf": 0.5,
    "OCRBS.otf": 0.3,
    "NimbusMonoPS-Bold.otf": 0.06,
    "NimbusMonoPS-Regular.otf": 0.05,
    "DejaVuSansMono.ttf": 0.05,
    "DejaVuSansMono-Bold.ttf": 0.04,
}
# The same for the witness: OCR-B, which is the standard's, and other look-alikes; Debian
# packages fonts-freefont-otf, fonts-b612, fonts-inconsolata.
WITNESS_FONTS = {
    "OCRB.otf": 0.45,
    "OCRBS.otf": 0.35,
    "FreeMonoBold.otf": 0.06,
    "FreeMono.otf": 0.04,
    "B612Mono-Regular.otf": 0.06,
    "Inconsolata.otf": 0.04,
}
# Never trained on, for evaluation only: Liberation Mono, Go Mono.
WIDTHS = (0.88, 0.94, 1, 1.06, 1.12)  # of the letters, against their font's
HARD = 0.5  # share of strips of hard photographs; the others are as a scanner or a steady hand gives them
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
def sprites(name, wide):
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
        sprite = cv2.resize(np.array(image), size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
        stretch = np.float32([[wide, 0, (1 - wide) * size[0] / 2], [0, 1, 0]])
        drawn.append(cv2.warpAffine(sprite, stretch, size))
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


def typeset(rng, fonts, hard):
    """Ink of a line at OVER times the size, and (centre column, class) of its characters."""
    glyphs = sprites(str(rng.choice(list(fonts), p=list(fonts.values()))), float(rng.choice(WIDTHS)) if hard else 1.0)
    cell, width = net.PITCH * OVER, net.PITCH * OVER * CELLS
    n = int(rng.integers(6, CELLS + 3))
    chars = text(rng, n) if rng.random() > 0.03 else ""
    pitch = cell * rng.uniform(0.96, 1.04)
    start = rng.uniform(-2, max(1, CELLS - n + 2)) * cell
    nearer = rng.normal(0, 0.02) * cell * hard  # perspective: the pitch grows along the line
    ink = np.zeros((net.HEIGHT * OVER, width + 4 * cell), np.float32)
    centres = []
    for i, char in enumerate(chars):
        centre = start + i * pitch + nearer * (i - n / 2) ** 2 / n + rng.normal(0, 0.6)
        left = round(centre + cell)
        if left < 0 or left + 2 * cell > ink.shape[1]:
            continue
        shape = np.roll(glyphs[net.CHARS.index(char)], round(rng.normal(0, 1)), 0)
        ink[:, left : left + 2 * cell] = np.maximum(ink[:, left : left + 2 * cell], shape)
        centres.append((centre / OVER, net.CHARS.index(char)))
    return ink[:, 2 * cell : 2 * cell + width], centres


def printed(rng, ink, hard):
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
    slope = rng.normal(0, 1.7) * OVER / width
    shear = rng.normal(0, 0.05) if not hard or rng.random() < 0.85 else rng.uniform(-0.22, 0.22)
    move = [[1, shear, -shear * height / 2], [slope, tall, (1 - tall) * height / 2 + shift - slope * width / 2]]
    ink = cv2.warpAffine(ink, np.float32(move), (width, height))
    if hard and rng.random() < 0.3:  # a page that curves
        x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
        bow = rng.normal(0, 1) * OVER * ((2 * x / width - 1) ** 2 - 1 / 3)
        ink = cv2.remap(ink, x, y + bow, cv2.INTER_LINEAR)
    return ink


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


def glare(rng, image):
    """The image under a lamp's reflection, which washes the print out or away."""
    height, width = image.shape
    y, x = np.mgrid[:height, :width].astype(np.float32)
    along, across = rng.uniform(0.5, 4) * height, rng.uniform(0.3, 1.5) * height
    spot = ((x - rng.uniform(0, width)) / along) ** 2 + ((y - rng.uniform(0, height)) / across) ** 2
    shine = rng.uniform(0.2, 1) * np.exp(-spot)
    return image + (rng.uniform(200, 270) - image) * shine


def smeared(rng, image, pixels):
    """The image blurred by motion over up to half a character of so many pixels."""
    length = max(2, int(rng.uniform(0.1, 0.45) * pixels))
    kernel = np.zeros((length, length), np.float32)
    angle = rng.uniform(0, np.pi)
    ends = [
        (round(length / 2 - 0.5 + side * np.cos(angle) * length / 2), round(length / 2 - 0.5 + side * np.sin(angle) * length / 2))
        for side in (-1, 1)
    ]
    cv2.line(kernel, *ends, 1.0, 1)
    return cv2.filter2D(image, -1, kernel / max(kernel.sum(), 1))


def photographed(rng, ink, hard):
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
    if hard and rng.random() < 0.12:  # a hologram's or guilloche's lines over the print
        for _ in range(rng.integers(1, 8)):
            ends = [(int(rng.integers(0, width)), int(rng.integers(-height, 2 * height))) for _ in range(2)]
            over = cv2.line(np.zeros_like(image), *ends, float(rng.uniform(0.2, 0.7)), int(rng.integers(1, 2 * OVER)), cv2.LINE_AA)
            image = image * (1 - over) + paper * over
    if hard and rng.random() < 0.15:
        image = glare(rng, image)
    pixels = rng.uniform(4.5, 9) if rng.random() < (0.55 if hard else 0.3) else rng.uniform(9, 26)  # per character
    scale = pixels / (net.PITCH * OVER)
    if rng.random() < 0.4:
        image = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.2, 0.9 if hard else 0.6) / scale)
    elif hard and rng.random() < 0.15:
        image = smeared(rng, image, net.PITCH * OVER)
    size = (max(8, int(width * scale)), max(6, int(height * scale)))
    image = cv2.resize(image, size, interpolation=cv2.INTER_AREA if rng.random() < 0.8 else cv2.INTER_LINEAR)
    if hard and rng.random() < 0.2:  # a camera that sharpens
        image += (image - cv2.GaussianBlur(image, (0, 0), rng.uniform(0.7, 1.5))) * rng.uniform(0.3, 1.5)
    image += rng.normal(0, 1, image.shape) * rng.uniform(0, 0.07) * contrast
    image = np.clip(image, 0, 255).astype(np.uint8)
    if rng.random() < 0.6:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25 if hard else 50, 96))]
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


def drawn(rng, fonts, hard):
    """The photograph of a line, and (centre column, class) of its characters; hard None draws lots."""
    if hard is None:
        hard = rng.random() < HARD
    ink, centres = typeset(rng, fonts, hard)
    return photographed(rng, printed(rng, ink, hard), hard), centres


def strip(rng, hard=None):
    """One training example: ink (net.HEIGHT, net.PITCH·CELLS) and the classes of the output columns."""
    gray, centres = drawn(rng, FONTS, hard)
    return normalise(gray), labels(centres)


def cells(rng, hard=None):
    """Training examples of one strip for the witness: cut-outs of its luma and their characters."""
    gray, centres = drawn(rng, WITNESS_FONTS, hard)
    half = witness_net.SIDE // 2
    padded = np.pad(gray, ((0, 0), (half, half)), "reflect")
    images, classes = [], []
    for centre, char in centres:
        left = round(centre + rng.normal(0, 0.8))
        if 4 <= left <= gray.shape[1] - 4:
            images.append(witness_net.standardise(padded[:, left : left + witness_net.SIDE].astype(np.float32)))
            classes.append(char)
    return images, classes
