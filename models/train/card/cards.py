"""Draws the faces of identity documents that no country ever issued.

Everything is invented: tints, guilloches, noise, a drawn head, lines of text, an MRZ, a chip.
No picture of a real document takes part.
"""

import cv2
import numpy as np

# Width to height of ID-1, ID-2 and ID-3 (ISO/IEC 7810), and how often each is drawn.
RATIOS, SHARES = (1.586, 1.419, 1.42), (0.6, 0.15, 0.25)
CORNER = 3.18 / 85.60  # radius of a corner of ID-1, as a share of the width
WIDTH = 384  # pixels of a drawn card

LETTERS = list("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
FONTS = (cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_TRIPLEX, cv2.FONT_HERSHEY_PLAIN)


def card(rng, photograph):
    """A card (height, WIDTH, 3) as uint8 BGR and its mask (height, WIDTH), 1 inside its outline.

    photograph(rng, w, h) gives a piece of any photograph, for what is printed in many colours.
    """
    ratio = rng.choice(RATIOS, p=SHARES)
    w, h = WIDTH, round(WIDTH / ratio)
    img = paper(rng, w, h)
    if rng.random() < 0.3:
        img = blend(img, photograph(rng, w, h), rng.uniform(0.08, 0.5))
    if rng.random() < 0.35:
        guilloche(rng, img)
    if rng.random() < 0.35:
        band(rng, img)
    if rng.random() < 0.7:
        portrait(rng, img, photograph)
    if rng.random() < 0.2:
        chip(rng, img)
    for _ in range(rng.integers(0, 4)):
        emblem(rng, img)
    ink = tint(rng, 0, 110)
    bottom = 0.95
    if rng.random() < 0.5:
        bottom = zone(rng, img, ink)
    lines(rng, img, ink, bottom)
    if rng.random() < 0.06:
        cv2.rectangle(img, (3, 3), (w - 4, h - 4), tint(rng, 0, 255), int(rng.integers(1, 4)))
    return img, outline(rng, w, h)


def tint(rng, low, high):
    return tuple(float(v) for v in np.clip(rng.uniform(low, high) + rng.normal(0, 25, 3), 0, 255))


def blend(img, other, share):
    return np.clip((1 - share) * img + share * other, 0, 255).astype(np.uint8)


def outline(rng, w, h):
    radius = int(w * (CORNER if rng.random() < 0.7 else rng.uniform(0, CORNER)))
    mask = np.zeros((h, w), np.float32)
    cv2.rectangle(mask, (radius, 0), (w - 1 - radius, h - 1), 1, -1)
    cv2.rectangle(mask, (0, radius), (w - 1, h - 1 - radius), 1, -1)
    for x in (radius, w - 1 - radius):
        for y in (radius, h - 1 - radius):
            cv2.circle(mask, (x, y), radius, 1, -1)
    return mask


def paper(rng, w, h):
    kind = rng.random()
    base = np.array(tint(rng, 120, 250) if kind < 0.7 else tint(rng, 10, 250))
    if kind < 0.25:
        base = np.full(3, rng.uniform(200, 255)) + rng.normal(0, 3, 3)
    corners = base + rng.normal(0, rng.choice([2, 12, 35]), (2, 2, 3))
    img = cv2.resize(corners.astype(np.float32), (w, h), interpolation=cv2.INTER_LINEAR)
    if rng.random() < 0.5:
        n = int(rng.integers(3, 40))
        rough = rng.normal(0, rng.uniform(3, 16), (n, n, 3)).astype(np.float32)
        img += cv2.resize(rough, (w, h), interpolation=cv2.INTER_CUBIC)
    return np.clip(img, 0, 255).astype(np.uint8)


def guilloche(rng, img):
    h, w = img.shape[:2]
    x = np.linspace(0, w, 60)
    colour, amplitude = tint(rng, 60, 230), rng.uniform(5, 60)
    period, phase = rng.uniform(40, 300), rng.uniform(0, 6)
    for shift in np.arange(-60, h + 60, rng.uniform(6, 30)):
        y = shift + amplitude * np.sin(2 * np.pi * x / period + phase + shift * 0.01)
        cv2.polylines(img, [np.stack([x, y], 1).astype(np.int32)], False, colour, 1, cv2.LINE_AA)


def band(rng, img):
    h, w = img.shape[:2]
    deep = rng.uniform(0.06, 0.25)
    if rng.random() < 0.7:
        top = 0 if rng.random() < 0.7 else int(h * (1 - deep))
        cv2.rectangle(img, (0, top), (w, top + int(h * deep)), tint(rng, 0, 255), -1)
    else:
        left = 0 if rng.random() < 0.5 else int(w * (1 - deep))
        cv2.rectangle(img, (left, 0), (left + int(w * deep), h), tint(rng, 0, 255), -1)


def portrait(rng, img, photograph):
    h, w = img.shape[:2]
    tall = rng.uniform(0.35, 0.72) * h
    wide = tall * rng.uniform(0.7, 0.85)
    left = rng.uniform(0.02, 0.12) * w if rng.random() < 0.75 else rng.uniform(0.6, 0.95) * w - wide
    top = rng.uniform(0.1, 0.9) * (h - tall)
    x0, y0, x1, y1 = int(left), int(top), int(left + wide), int(top + tall)
    if rng.random() < 0.8:
        cv2.rectangle(img, (x0, y0), (x1, y1), tint(rng, 60, 250), -1)
    middle, skin = (x0 + x1) / 2, np.array([90, 130, 180]) * rng.uniform(0.4, 1.4)
    clothes, hair = tint(rng, 0, 200), tint(rng, 0, 150)
    box = img[max(y0, 0) : y1, max(x0, 0) : x1]
    if not box.size:
        return
    ox, oy = max(x0, 0), max(y0, 0)
    if rng.random() < 0.3:
        box[:] = photograph(rng, box.shape[1], box.shape[0]).astype(np.uint8)
        if rng.random() < 0.5:
            return

    def ellipse(cx, cy, rx, ry, colour):
        at = (int(middle + cx * wide - ox), int(y0 + cy * tall - oy))
        cv2.ellipse(box, at, (int(rx * wide), int(ry * tall)), 0, 0, 360, colour, -1, cv2.LINE_AA)

    ellipse(0, 1.05, 0.48, 0.28, clothes)
    ellipse(0, 0.42, 0.30, 0.36, hair)
    ellipse(0, 0.5, 0.24, 0.29, tuple(map(float, skin)))
    for side in (-0.1, 0.1):
        ellipse(side, 0.46, 0.04, 0.02, (30.0, 30.0, 30.0))
    ellipse(0, 0.65, 0.08, 0.015, (60.0, 60.0, 130.0))
    if rng.random() < 0.3:
        box[:] = np.clip(box + rng.normal(0, 12, box.shape), 0, 255)


def chip(rng, img):
    h, w = img.shape[:2]
    x, y = int(rng.uniform(0.05, 0.7) * w), int(rng.uniform(0.2, 0.6) * h)
    a, b = int(0.13 * w), int(0.17 * h)
    cv2.rectangle(img, (x, y), (x + a, y + b), (110.0, 180.0, 210.0), -1)
    cv2.rectangle(img, (x, y), (x + a, y + b), (60.0, 110.0, 140.0), 1)
    cv2.line(img, (x, y + b // 2), (x + a, y + b // 2), (60.0, 110.0, 140.0), 1)


def emblem(rng, img):
    h, w = img.shape[:2]
    at = (int(rng.uniform(0, w)), int(rng.uniform(0, h)))
    r = int(rng.uniform(0.03, 0.2) * h)
    thick = -1 if rng.random() < 0.4 else int(rng.integers(1, 4))
    layer = img.copy()
    if rng.random() < 0.6:
        cv2.circle(layer, at, r, tint(rng, 20, 250), thick, cv2.LINE_AA)
    else:
        cv2.rectangle(layer, at, (at[0] + 2 * r, at[1] + r), tint(rng, 20, 250), thick)
    alpha = rng.uniform(0.2, 1)
    img[:] = alpha * layer + (1 - alpha) * img


def lines(rng, img, ink, bottom):
    h, w = img.shape[:2]
    x = int(w * (0.04 if rng.random() < 0.3 else rng.uniform(0.3, 0.45)))
    font, size = int(rng.choice(FONTS)), rng.uniform(0.3, 0.8)
    y, step = rng.uniform(0.08, 0.2) * h, rng.uniform(0.06, 0.14) * h
    while y < bottom * h:
        n = int(rng.integers(3, 24))
        text = "".join(rng.choice(LETTERS, n))
        at = (x + int(rng.choice([0, 0, 0, 0.3 * w])), int(y))
        cv2.putText(img, text, at, font, size * rng.choice([0.6, 1]), ink, 1, cv2.LINE_AA)
        y += step * rng.choice([1, 1, 2])


def zone(rng, img, ink):
    """An MRZ along the bottom; returns where it begins, as a share of the height."""
    h, w = img.shape[:2]
    rows, columns = ((3, 30), (2, 36), (2, 44))[rng.integers(0, 3)]
    top = 1 - rows * 0.09 - rng.uniform(0.02, 0.06)
    if rng.random() < 0.4:
        cv2.rectangle(img, (0, int(top * h) - 4), (w, h), tint(rng, 200, 255), -1)
    for row in range(rows):
        text = rng.choice(LETTERS + ["<"] * 30, columns)
        y = int((top + 0.09 * row + 0.06) * h)
        for column, letter in enumerate(text):
            x = int(w * (0.04 + 0.92 * column / columns))
            cv2.putText(img, letter, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 10 / columns, ink, 1, cv2.LINE_AA)
    return top
