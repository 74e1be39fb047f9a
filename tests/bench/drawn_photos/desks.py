"""What lies under a page."""

import cv2
import numpy as np


def noise(rng, size, cells, stretch=(1, 1)):
    w, h = size
    small = rng.normal(0, 1, (max(2, int(cells * stretch[1])), max(2, int(cells * stretch[0])))).astype(np.float32)
    return cv2.resize(small, (w, h), interpolation=cv2.INTER_CUBIC)


def wood(rng, size):
    base = np.array([[150, 110, 72], [105, 78, 52], [190, 160, 120], [80, 56, 40], [168, 120, 70]][rng.integers(5)], np.float32)
    grain = noise(rng, size, 6, (1, 30)) * 14 + noise(rng, size, 20, (1, 20)) * 6
    if rng.random() < 0.5:
        w, h = size
        for x in range(int(rng.uniform(0, 500)), h, int(rng.uniform(500, 1100))):
            grain[x : x + int(rng.uniform(4, 10))] -= 45
    return base + grain[..., None]


def cloth(rng, size):
    w, h = size
    base = rng.uniform(50, 190, 3).astype(np.float32)
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    weave = 10 * (np.sin(x * rng.uniform(0.3, 0.7)) * np.sin(y * rng.uniform(0.3, 0.7)))
    if rng.random() < 0.5:
        period = rng.uniform(150, 400)
        weave += 18 * (np.mod(x, period) < period / 2) + 18 * (np.mod(y, period) < period / 2)
    return base + (weave + noise(rng, size, 8) * 8)[..., None]


def tiles(rng, size):
    w, h = size
    base = np.array([[205, 200, 190], [170, 90, 70], [120, 130, 140], [226, 224, 220]][rng.integers(4)], np.float32)
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    a = np.radians(rng.uniform(-25, 25))
    u, v = np.cos(a) * x + np.sin(a) * y, -np.sin(a) * x + np.cos(a) * y
    period, joint = rng.uniform(700, 1500), rng.uniform(10, 26)
    lines = (np.mod(u, period) < joint) | (np.mod(v, period) < joint)
    out = base + (noise(rng, size, 30) * 5)[..., None]
    out[lines] *= rng.uniform(0.55, 0.8)
    return out


def plain(rng, size):
    base = [np.array([60, 62, 66]), np.array([35, 60, 50]), np.array([120, 40, 40]), np.array([90, 110, 140])][rng.integers(4)]
    return base.astype(np.float32) + (noise(rng, size, 5) * 4)[..., None]


def white(rng, size):
    return rng.uniform(205, 232) * np.array([1, 0.995, 0.985], np.float32) + (noise(rng, size, 5) * 2.5)[..., None]


def granite(rng, size):
    base = rng.uniform(70, 150) * np.array([1, 0.97, 0.95], np.float32)
    return base + (noise(rng, size, 500) * 18 + noise(rng, size, 120) * 12)[..., None]


def desk(rng, size, hard):
    kinds = [wood, wood, cloth, tiles, plain, granite] + ([white, white] if hard else [])
    out = kinds[rng.integers(len(kinds))](rng, size)
    if hard and rng.random() < 0.35:
        other = kinds[rng.integers(len(kinds))](rng, size)
        w, h = size
        y, x = np.mgrid[0:h, 0:w].astype(np.float32)
        a, c = rng.uniform(0, 2 * np.pi), rng.uniform(0.2, 0.45)
        mask = np.cos(a) * (x / w - 0.5) + np.sin(a) * (y / h - 0.5) > c
        out[mask] = other[mask]
    if hard and rng.random() < 0.35:
        clutter(rng, out)
    return np.clip(out, 0, 255)


def clutter(rng, out):
    """Other paper and a pen."""
    h, w = out.shape[:2]
    for _ in range(int(rng.integers(1, 3))):
        cx, cy = rng.choice([0.03, 0.97]) * w, rng.uniform(0, 1) * h
        box = cv2.boxPoints(((cx, cy), (rng.uniform(400, 900), rng.uniform(500, 1300)), rng.uniform(0, 90)))
        cv2.fillPoly(out, [box.astype(np.int32)], rng.uniform(150, 240, 3).tolist(), cv2.LINE_AA)
        for k in range(12):
            p = box[0] + (box[1] - box[0]) * k / 12
            q = box[3] + (box[2] - box[3]) * k / 12
            cv2.line(out, tuple(p.astype(int).tolist()), tuple(q.astype(int).tolist()), (70, 70, 70), 6, cv2.LINE_AA)
    x, y = rng.uniform(0, 0.1) * w, rng.uniform(0.2, 0.8) * h
    cv2.line(out, (int(x), int(y)), (int(x + 250), int(y + 700)), rng.uniform(10, 120, 3).tolist(), 36, cv2.LINE_AA)


def drop_shadow(picture, corners, rng):
    mask = np.zeros(picture.shape[:2], np.float32)
    shift = rng.uniform(-18, 18, 2)
    cv2.fillPoly(mask, [np.round((corners + shift) * 8).astype(np.int32)], 1.0, cv2.LINE_AA, 3)
    small = cv2.resize(mask, None, fx=0.25, fy=0.25)
    small = cv2.GaussianBlur(small, (0, 0), rng.uniform(1.5, 7))
    mask = cv2.resize(small, (picture.shape[1], picture.shape[0]))
    picture *= 1 - rng.uniform(0.15, 0.5) * mask[..., None]
