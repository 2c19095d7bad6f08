"""Copies made of live faces, and the camera that all pictures are seen through again."""

import cv2
import numpy as np


def on_screen(rng, pixels, textures):
    """The face under the texture of a photographed screen, softened and with a screen's black and tint."""
    h, w = pixels.shape[:2]
    texture = textures[rng.integers(len(textures))]
    if rng.random() < 0.5:
        zoom = rng.uniform(0.6, 1.5)
        texture = cv2.resize(texture, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA if zoom < 1 else cv2.INTER_LINEAR)
    texture = np.rot90(texture, rng.integers(4))[:: rng.choice([1, -1])]
    texture = np.tile(np.concatenate([texture, texture[:, ::-1]], 1), (1 + h // texture.shape[0], 1 + w // texture.shape[1], 1))
    texture = texture[:h, :w]
    soft = cv2.GaussianBlur(pixels, (0, 0), rng.uniform(0.1, 1.3))
    out = soft * texture ** rng.uniform(0.7, 1.3)
    return np.clip(rng.uniform(4, 24) + out * rng.uniform(0.75, 1.1, 3), 0, 255).astype(np.float32)


def on_grid(rng, pixels):
    """The face on a screen's grid of coloured stripes, sampled by a camera: a fine grid leaves moiré."""
    h, w = pixels.shape[:2]
    y, x = np.mgrid[:h, :w].astype(np.float32)
    x, y = x - w / 2, y - h / 2
    angle, bend = rng.uniform(0, np.pi), rng.uniform(-2e-4, 2e-4, 2)
    fine = rng.uniform(0.15, 1.1)  # cycles a pixel
    u = fine * (x * np.cos(angle) + y * np.sin(angle)) * (1 + bend[0] * x + bend[1] * y)
    v = fine * (y * np.cos(angle) - x * np.sin(angle)) * (1 + bend[0] * y + bend[1] * x)
    column, row, second = rng.uniform(0.03, 0.3), rng.choice([0, rng.uniform(0.03, 0.3)]), rng.uniform(0, 0.3)
    across = row * np.cos(2 * np.pi * v)
    out = cv2.GaussianBlur(pixels, (0, 0), rng.uniform(0.1, 1.3))
    for c in range(3):
        phase = 2 * np.pi * (u - c / 3)
        out[..., c] *= 1 + across + column * (np.cos(phase) + second * np.cos(2 * phase))
    return np.clip(rng.uniform(4, 24) + out * rng.uniform(0.75, 1.1, 3), 0, 255).astype(np.float32)


def in_dots(rng, pixels):
    """A halftone print: dots at an angle for each ink, or for black alone, photographed a little soft."""
    h, w = pixels.shape[:2]
    grey = rng.random() < 0.4
    inks = pixels.mean(2, keepdims=True).repeat(3, 2) if grey else pixels
    y, x = np.mgrid[:h, :w].astype(np.float32)
    pitch, out = rng.uniform(2.2, 5), np.empty_like(pixels)
    random = rng.random() < 0.4  # error diffusion and ink jets have no lattice
    noise = cv2.GaussianBlur(rng.normal(0, 1, (h, w)).astype(np.float32), (0, 0), pitch / 4)
    noise /= noise.std()
    for c, angle in enumerate(np.deg2rad([15, 75, 45] if not grey else [45] * 3)):
        u, v = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
        cell = noise * 0.35 if random else (np.cos(2 * np.pi * u / pitch) + np.cos(2 * np.pi * v / pitch)) / 4
        out[..., c] = 255 / (1 + np.exp(np.clip(-(inks[..., c] / 255 - 0.5 + cell) * rng.uniform(4, 14), -30, 30)))
    out = cv2.GaussianBlur(out, (0, 0), rng.uniform(0.5, 1.1))
    share = rng.uniform(0.25, 0.8)
    paper = rng.uniform(0.8, 1.0, 3) * 235
    out = share * out + (1 - share) * inks
    return (30 + out / 255 * (paper - 30)).astype(np.float32)


def on_paper(rng, pixels):
    """A smooth photograph of a photograph: softer, flatter, with the light of the room on it."""
    h, w = pixels.shape[:2]
    out = cv2.GaussianBlur(pixels, (0, 0), rng.uniform(0.8, 2.0))
    grey = out.mean(2, keepdims=True)
    out = grey + (out - grey) * rng.uniform(0.5, 1)
    slope = np.linspace(rng.uniform(-0.2, 0.2), rng.uniform(-0.2, 0.2), w)[None, :, None]
    return np.clip((rng.uniform(5, 40) + out * rng.uniform(0.6, 0.9)) * (1 + slope), 0, 255).astype(np.float32)


def camera(rng, pixels):
    """Light, white balance, noise and JPEG, alike for live faces and copies."""
    out = pixels.astype(np.float32) * rng.uniform(0.92, 1.08, 3) * rng.uniform(0.7, 1.25)
    mean = out.mean()
    out = mean + (out - mean) * rng.uniform(0.8, 1.2)
    if rng.random() < 0.5:
        out = out + rng.normal(0, rng.uniform(0.5, 5), out.shape)
    out = np.clip(out, 0, 255).astype(np.uint8)
    if rng.random() < 0.6:
        _, data = cv2.imencode(".jpg", out, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(55, 96))])
        out = cv2.imdecode(data, cv2.IMREAD_COLOR)
    return out
