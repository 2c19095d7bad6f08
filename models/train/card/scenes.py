"""Renders photographs of drawn cards, and how much of every cell of the picture is card.

A scene is drawn at twice the size, with a letterbox as the engine makes it, and averaged down.
"""

import glob
import os

import cards
import cv2
import net
import numpy as np

FINE = 2 * net.SIDE  # pixels of the scene before it is averaged down


class Backgrounds:
    """The photographs below a folder that may be trained on: every third, by name, is held back."""

    def __init__(self, folder):
        names = sorted(os.path.relpath(p, folder) for p in glob.glob(os.path.join(folder, "*", "*.jpg")))
        self.photos = [cv2.imread(os.path.join(folder, n)) for i, n in enumerate(names) if i % 3 != 0]
        if not self.photos:
            raise SystemExit(f"no backgrounds below {folder}")

    def crop(self, rng, w, h):
        photo = self.photos[rng.integers(len(self.photos))]
        scale = rng.uniform(0.4, 1) if rng.random() < 0.7 else 1
        k = scale * min(photo.shape[1] / w, photo.shape[0] / h)
        cw, ch = max(int(w * k), 8), max(int(h * k), 8)
        x = rng.integers(0, photo.shape[1] - cw + 1)
        y = rng.integers(0, photo.shape[0] - ch + 1)
        img = photo[y : y + ch, x : x + cw]
        if rng.random() < 0.5:
            img = img[:, ::-1]
        return cv2.resize(img, (w, h), interpolation=cv2.INTER_LINEAR).astype(np.float32)


def scene(rng, backgrounds):
    """A picture (SIDE, SIDE, 3), RGB, and the share of card in each cell (CELLS, CELLS), both as bytes."""
    w, h = size(rng)
    kind = rng.random()
    img = backgrounds.crop(rng, w, h) if kind < 0.65 else desk(rng, w, h)
    label = np.zeros((FINE, FINE), np.float32)
    ox, oy = (FINE - w) // 2, (FINE - h) // 2
    for _ in range(rng.choice([0, 0, 1, 2])):
        sheet(rng, img)
    if rng.random() < 0.82:
        quad = lay(rng, img, label, backgrounds, None)
        if rng.random() < 0.08:
            lay(rng, img, label, backgrounds, quad)
    elif rng.random() < 0.3:
        fingers(rng, img, place(rng, w, h, 1.5))
    img = camera(rng, img)
    canvas = np.full((FINE, FINE, 3), 255 * net.PAD, np.float32)
    canvas[oy : oy + h, ox : ox + w] = img
    small = cv2.resize(canvas, (net.SIDE, net.SIDE), interpolation=cv2.INTER_AREA)
    share = cv2.resize(label, (net.CELLS, net.CELLS), interpolation=cv2.INTER_AREA)
    return small[..., ::-1].round().astype(np.uint8), (255 * share).round().astype(np.uint8)


def lay(rng, img, label, backgrounds, beside):
    """Lay a card on img and mark it in label; returns its corners. None where there is no room beside another's."""
    h, w = img.shape[:2]
    drawn, outline = cards.card(rng, backgrounds.crop)
    for _ in range(30):
        quad = place(rng, w, h, drawn.shape[1] / drawn.shape[0])
        if beside is None or cv2.intersectConvexConvex(quad, beside)[0] == 0:
            break
    else:
        return None
    if rng.random() < 0.12:
        drawn = pale(rng, img, drawn)
    corners = np.float32([[0, 0], [drawn.shape[1], 0], [drawn.shape[1], drawn.shape[0]], [0, drawn.shape[0]]])
    if cv2.contourArea(quad) < 0.4 * drawn.shape[0] * drawn.shape[1]:
        drawn = cv2.blur(drawn, (2, 2))
    m = cv2.getPerspectiveTransform(corners, quad)
    alpha = cv2.warpPerspective(outline, m, (w, h), flags=cv2.INTER_LINEAR)
    if rng.random() < 0.5:
        shadow(rng, img, alpha)
    front = cv2.warpPerspective(drawn, m, (w, h), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    img += (front - img) * alpha[..., None]
    if rng.random() < 0.35:
        fingers(rng, img, quad)
    if rng.random() < 0.3:
        glare(rng, img, quad)
    shift = np.float32([[1, 0, (FINE - w) // 2], [0, 1, (FINE - h) // 2], [0, 0, 1]])
    np.maximum(label, cv2.warpPerspective(np.ones_like(outline), shift @ m, (FINE, FINE)), out=label)
    return quad


def size(rng):
    long = FINE * net.FITTED // net.SIDE
    short = int(long * rng.choice([0.5625, 0.625, 0.6667, 0.75, 0.75, 1, rng.uniform(0.5, 1)])) // 2 * 2
    return (long, short) if rng.random() < 0.6 else (short, long)


def desk(rng, w, h):
    """A surface without objects: one colour, light that falls off, grain or the rings of wood."""
    base = np.array(cards.tint(rng, 15, 245))
    if rng.random() < 0.3:
        base = np.full(3, rng.uniform(190, 250)) + rng.normal(0, 5, 3)
    img = cv2.resize((base + rng.normal(0, 12, (2, 2, 3))).astype(np.float32), (w, h))
    if rng.random() < 0.5:
        along = (int(rng.integers(2, 8)), int(rng.integers(10, 90)))
        rough = rng.normal(0, rng.uniform(1, 14), (along if rng.random() < 0.5 else along[::-1]) + (1,))
        img += cv2.resize(rough.astype(np.float32), (w, h), interpolation=cv2.INTER_CUBIC)[..., None]
    if rng.random() < 0.3:
        for _ in range(rng.integers(1, 6)):
            a, b = (tuple(int(v) for v in rng.uniform(-0.2, 1.2, 2) * (w, h)) for _ in range(2))
            cv2.line(img, a, b, cards.tint(rng, 0, 255), int(rng.integers(1, 5)), cv2.LINE_AA)
    return img


def sheet(rng, img):
    """Something with straight sides that is no card: too square or too slim for one."""
    h, w = img.shape[:2]
    ratio = rng.uniform(0.9, 1.12) if rng.random() < 0.5 else rng.uniform(2.4, 5)
    box = cv2.boxPoints(((rng.uniform(0, w), rng.uniform(0, h)), (b := rng.uniform(30, 150), b * ratio), rng.uniform(0, 90)))
    cv2.fillConvexPoly(img, box.astype(np.int32), cards.tint(rng, 0, 255), cv2.LINE_AA)


def pale(rng, img, drawn):
    """The card in the colour of the surface it lies on, give or take a little."""
    mean = img.reshape(-1, 3).mean(0)
    edge = drawn[:6].reshape(-1, 3).mean(0)
    return np.clip(drawn + (mean - edge) + rng.normal(0, 10), 0, 255).astype(np.uint8)


def place(rng, w, h, ratio):
    """Corners of a card that covers 10 to 95 % of the picture, turned and tilted at will, at times partly outside."""
    while True:
        area = np.exp(rng.uniform(np.log(0.1), np.log(0.95))) * w * h  # small ones are the hard ones
        a = np.sqrt(area * ratio) / 2
        b = a / ratio
        turn = rng.uniform(0, 2 * np.pi)
        if rng.random() < 0.5:
            turn = rng.integers(0, 4) * np.pi / 2 + rng.normal(0, 0.12)
        tilt, swing = np.clip(rng.normal(0, 0.33, 2), -0.9, 0.9)
        points = np.float64([[-a, -b], [a, -b], [a, b], [-a, b]])
        depth = 1 + points @ np.array([np.sin(tilt), np.sin(swing)]) / rng.uniform(2.5, 5) / a
        points = points * (np.cos(tilt), np.cos(swing)) / depth[:, None]
        c, s = np.cos(turn), np.sin(turn)
        points = points @ np.array([[c, s], [-s, c]])
        points += np.array([w, h]) / 2 + rng.normal(0, 0.12, 2) * (w, h)
        out = max(-points.min(), points[:, 0].max() - w, points[:, 1].max() - h) / max(w, h)
        if out < (0.04 if rng.random() < 0.25 else -0.005):
            return points.astype(np.float32)


def shadow(rng, img, alpha):
    sigma = rng.uniform(2, 14)
    move = np.float32([[1, 0, rng.normal(0, 6)], [0, 1, rng.normal(0, 6)]])
    dark = cv2.GaussianBlur(cv2.warpAffine(alpha, move, alpha.shape[::-1]), (0, 0), sigma)
    img *= 1 - rng.uniform(0.1, 0.6) * dark[..., None]


def fingers(rng, img, quad):
    """Blobs of skin, or of anything, over a side."""
    colour = np.array([110, 145, 195]) * rng.uniform(0.35, 1.25)
    if rng.random() < 0.25:
        colour = np.array(cards.tint(rng, 0, 255))
    i = rng.integers(4)
    a, b = quad[i], quad[(i + 1) % 4]
    away = (a + b) / 2 - quad.mean(0)
    away /= np.linalg.norm(away) + 1e-6
    t = rng.uniform(0.1, 0.7)
    for _ in range(rng.integers(1, 5)):
        long, wide = rng.uniform(25, 80), rng.uniform(9, 22)
        at = a + t * (b - a) + away * (long * rng.uniform(0.1, 1))
        angle = np.degrees(np.arctan2(away[1], away[0])) + rng.normal(0, 15)
        shade = tuple(float(v) for v in np.clip(colour * rng.uniform(0.85, 1.1), 0, 255))
        cv2.ellipse(img, (int(at[0]), int(at[1])), (int(long), int(wide)), angle, 0, 360, shade, -1, cv2.LINE_AA)
        t += rng.uniform(0.05, 0.2)


def glare(rng, img, quad):
    h, w = img.shape[:2]
    at = quad.mean(0) + rng.normal(0, 0.25, 2) * (quad.max(0) - quad.min(0))
    y, x = np.mgrid[:h, :w].astype(np.float32)
    spread = rng.uniform(8, 70, 2)
    blob = np.exp(-(((x - at[0]) / spread[0]) ** 2) - ((y - at[1]) / spread[1]) ** 2)
    img += blob[..., None] * np.float32(rng.uniform(80, 330))


def camera(rng, img):
    """Light, colour cast, blur, noise and JPEG."""
    h, w = img.shape[:2]
    light = rng.uniform(0.5, 1.15) * (1 + rng.normal(0, 0.12, (2, 2))).astype(np.float32)
    img = img * cv2.resize(light.astype(np.float32), (w, h))[..., None] * (1 + rng.normal(0, 0.05, 3)).astype(np.float32)
    if rng.random() < 0.2:
        img = img * rng.uniform(0.3, 0.9) + rng.uniform(0, 80)
    if rng.random() < 0.12:
        img = np.repeat(img.mean(2, keepdims=True), 3, 2)
    if rng.random() < 0.5:
        img = cv2.GaussianBlur(img, (0, 0), rng.uniform(0.5, 3.5))
    elif rng.random() < 0.2:
        n = int(rng.integers(3, 12))
        img = cv2.blur(img, (n, 1) if rng.random() < 0.5 else (1, n))
    if rng.random() < 0.7:
        img = img + np.float32(rng.uniform(1, 12)) * rng.standard_normal(img.shape[:2] + (1,), np.float32)
    img = np.clip(img, 0, 255).astype(np.uint8)
    if rng.random() < 0.5:
        ok, data = cv2.imencode(".jpg", img, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 95))])
        img = cv2.imdecode(data, cv2.IMREAD_COLOR) if ok else img
    return img.astype(np.float32)
