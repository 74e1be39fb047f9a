"""What light, hands, lens and sensor do to a picture already in perspective."""

import cv2
import numpy as np

from .flat import clouds


def blob(shape, centre, axes, angle, soft):
    """A soft ellipse 0..1."""
    mask = np.zeros(shape, np.float32)
    cv2.ellipse(mask, tuple(int(c) for c in centre), tuple(max(1, int(a)) for a in axes), angle, 0, 360, 1.0, -1)
    return cv2.GaussianBlur(mask, (0, 0), max(soft, 0.3))


def cast(rng, shape, hard):
    """The shadow of the phone, or of a head or an arm, on a small field: 1 is full light."""
    h, w = shape
    mask = np.zeros(shape, np.float32)
    if rng.random() < 0.5:
        box = ((rng.uniform(0.1, 0.9) * w, rng.uniform(0.3, 1.1) * h), (rng.uniform(0.25, 0.6) * w, rng.uniform(0.4, 0.9) * h), rng.uniform(-40, 40))
        cv2.fillConvexPoly(mask, cv2.boxPoints(box).astype(np.int32), 1.0)
    else:
        root = np.array([rng.uniform(-0.1, 1.1) * w, rng.choice([-0.1, 1.15]) * h])
        tip = np.array([rng.uniform(0.2, 0.8) * w, rng.uniform(0.2, 0.8) * h])
        cv2.line(mask, tuple(root.astype(int)), tuple(tip.astype(int)), 1.0, int(rng.uniform(0.1, 0.3) * w))
        cv2.circle(mask, tuple(tip.astype(int)), int(rng.uniform(0.1, 0.22) * w), 1.0, -1)
    soft = rng.uniform(0.003, 0.02) if hard and rng.random() < 0.6 else rng.uniform(0.03, 0.09)
    depth = rng.uniform(0.25, 0.55) if hard else rng.uniform(0.08, 0.28)
    return 1 - depth * cv2.GaussianBlur(mask, (0, 0), soft * w + 0.3)


def gain(rng, shape, hard):
    """Light over the picture: a slope, the lens's falling off, shadows; three colours."""
    h, w = shape
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    x, y = x / w * 2 - 1, y / h * 2 - 1
    way = rng.uniform(0, 2 * np.pi)
    field = 1 + rng.uniform(0, 0.32 if hard else 0.18) * (x * np.cos(way) + y * np.sin(way))
    field *= 1 - rng.uniform(0.02, 0.2) * (x * x + y * y) / 2
    if rng.random() < (0.55 if hard else 0.3):
        field *= cast(rng, shape, hard)
    warm = rng.normal(0, 0.05)
    tint = np.array([1 + warm, 1 + rng.normal(0, 0.015), 1 - warm * 1.3], np.float32)
    return (field * rng.uniform(0.78, 1.02))[..., None].astype(np.float32) * np.clip(tint, 0.75, 1.15)


def glare(rng, shape, centre, size):
    """A window or a lamp mirrored by the paper: what it adds."""
    axes = rng.uniform(0.06, 0.2, 2) * size
    return blob(shape, centre, axes, rng.uniform(0, 180), axes.min() * rng.uniform(0.15, 0.5)) * rng.uniform(50, 150)


def fingers(rng, shape, anchor, inward, reach, thick, count):
    """Fingers laid over an edge: coverage, colour and the shadow they cast, on a small field.

    anchor: where they cross the page's edge; inward: unit vector into the page; reach: how far
    the tips go past the edge; thick: a finger's radius. All in pixels of the field.
    """
    h, w = shape
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    skin = np.array([(224, 172, 140), (198, 140, 105), (170, 115, 82), (235, 190, 165)][rng.integers(4)], np.float32)
    colour = np.zeros((h, w, 3), np.float32)
    cover = np.zeros((h, w), np.float32)
    side = np.array([-inward[1], inward[0]])
    for k in range(count):
        lean = rng.normal(0, 0.08) + 0.06 * (k - count / 2)
        way = inward * np.cos(lean) + side * np.sin(lean)
        radius = thick * rng.uniform(0.85, 1.1)
        tip = anchor + side * (k - (count - 1) / 2) * 2.15 * thick + way * reach * rng.uniform(0.7, 1.1)
        px, py = x - tip[0], y - tip[1]
        back = -(px * way[0] + py * way[1])
        wide = radius * (1 + 0.12 * np.clip(back / (6 * radius), 0, 1.5))
        off = np.abs(-px * way[1] + py * way[0])
        away = np.where(back > 0, off, np.hypot(px, py)) / wide
        inside = np.clip((1 - away) * radius * 0.7 + 0.5, 0, 1)
        round_ = np.sqrt(np.clip(1 - away**2, 0, 1))
        tone = (0.55 + 0.45 * round_) * (1 - 0.12 * np.exp(-((back - 4 * radius) ** 2) / (radius**2 * 0.3)))
        shade = skin * tone[..., None]
        nail = np.clip(3 - 3 * (((back - 0.35 * radius) / (0.75 * radius)) ** 2 + (off / (0.62 * radius)) ** 2), 0, 1)
        shade += nail[..., None] * np.array([22, 22, 26], np.float32)
        colour = colour * (1 - inside[..., None]) + shade * inside[..., None]
        cover = np.maximum(cover, inside)
    shift = np.float32([[1, 0, rng.uniform(-0.6, 0.6) * thick], [0, 1, rng.uniform(0, 0.7) * thick]])
    fallen = cv2.GaussianBlur(cv2.warpAffine(cover, shift, (w, h), borderMode=cv2.BORDER_REPLICATE), (0, 0), thick * 0.35)
    return cover, colour / np.maximum(cover, 1e-3)[..., None], 1 - 0.5 * fallen


def sensor(rng, picture, hard, scale):
    """Defocus, a moving hand, noise that a phone has half smoothed away, sharpening."""
    soft = rng.uniform(0.3, 2.0 if hard else 1.1) * scale
    if soft > 0.25:
        picture = cv2.GaussianBlur(picture, (0, 0), soft)
    if rng.random() < 0.2:
        length = int(rng.uniform(3, 9 if hard else 5) * scale)
        if length >= 2:
            kernel = np.zeros((2 * length + 1,) * 2, np.float32)
            way = rng.uniform(0, np.pi)
            end = np.array([np.cos(way), np.sin(way)]) * length / 2
            cv2.line(kernel, tuple((length - end).round().astype(int)), tuple((length + end).round().astype(int)), 1.0)
            picture = cv2.filter2D(picture, -1, kernel / kernel.sum())
    side = 1024
    noise = cv2.GaussianBlur(rng.normal(0, 1, (side, side, 3)).astype(np.float32), (0, 0), 0.7)
    noise = 0.6 * noise + 0.7 * noise.mean(2, keepdims=True)
    noise *= rng.uniform(1.5, 8 if hard else 4) / noise.std()
    h, w = picture.shape[:2]
    noise = np.tile(noise.round().astype(np.int16), (h // side + 1, w // side + 1, 1))[:h, :w]
    picture = cv2.add(picture, noise, dtype=cv2.CV_8U)
    if rng.random() < 0.5:
        blurred = cv2.GaussianBlur(picture, (0, 0), 1.2)
        picture = cv2.addWeighted(picture, 1.5, blurred, -0.5, 0)
    return picture
