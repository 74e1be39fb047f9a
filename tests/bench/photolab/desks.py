"""What lies under the page: textures of desks, drawn small in millimetres and mirrored outward."""

import cv2
import numpy as np

from .flat import clouds

MM = 3.0  # pixels per millimetre of a desk


def coloured(shade, dark, light):
    """A picture (RGB floats) from a shade 0..1 between two colours."""
    dark, light = np.array(dark, np.float32), np.array(light, np.float32)
    return dark + shade[..., None] * (light - dark)


def wood(rng, n, dark, light, planks=0):
    """Grain: noise stretched along x, rings bent by slow noise, pores; perhaps joints of planks."""
    shape = (n, n)
    bend = clouds(rng, (n, n // 8), 90, -1, 1)
    bend = cv2.resize(bend, (n, n), interpolation=cv2.INTER_CUBIC)
    y = np.mgrid[0:n, 0:n][0].astype(np.float32)
    rings = 0.5 + 0.5 * np.sin(y / rng.uniform(7, 22) + bend * rng.uniform(3, 9))
    fine = cv2.resize(rng.random((n, max(4, n // 60))).astype(np.float32), (n, n), interpolation=cv2.INTER_LINEAR)
    pores = (cv2.resize(rng.random((n, n // 25)).astype(np.float32), (n, n), interpolation=cv2.INTER_LINEAR) > 0.93) * 0.25
    shade = 0.45 * rings + 0.4 * fine + 0.15 * clouds(rng, shape, 200) - pores
    desk = coloured(np.clip(shade, 0, 1), dark, light)
    if planks:
        for at in range(int(rng.integers(planks)), n, planks):
            tone = rng.uniform(0.85, 1.1)
            desk[at : at + planks] *= tone
            desk[at : at + 3] *= 0.45
    return desk


def cloth(rng, n):
    """A weave of threads, plain or chequered."""
    y, x = np.mgrid[0:n, 0:n].astype(np.float32)
    pitch = rng.uniform(3, 7)
    weave = 0.5 + 0.25 * np.sin(2 * np.pi * x / pitch) * np.sin(2 * np.pi * y / pitch) + 0.2 * (clouds(rng, (n, n), 3) - 0.5)
    base = np.array([(40, 70, 120), (60, 100, 70), (120, 40, 40), (150, 140, 125), (60, 60, 70), (190, 180, 160)][rng.integers(6)], np.float32)
    desk = coloured(weave, base * 0.65, np.minimum(base * 1.25, 250))
    if rng.random() < 0.5:
        check = rng.uniform(40, 120)
        stripe = ((x % check < check / 2).astype(np.float32) + (y % check < check / 2)) / 2
        desk *= 0.7 + 0.45 * stripe[..., None]
    return desk


def tiles(rng, n):
    """A tiled floor with joints."""
    base = np.array([(205, 200, 190), (180, 120, 95), (150, 155, 150), (225, 222, 215)][rng.integers(4)], np.float32)
    desk = coloured(clouds(rng, (n, n), 30), base * 0.88, base * 1.06)
    desk += rng.normal(0, 4, (n, n, 1)).astype(np.float32)
    size, joint = int(rng.choice([100, 200, 300]) * MM), int(rng.uniform(2, 5) * MM)
    start = int(rng.integers(size))
    tone = rng.uniform(0.45, 0.8)
    for at in range(start - size, n, size):
        if at + joint > 0:
            desk[max(at, 0) : at + joint] *= tone
            desk[:, max(at, 0) : at + joint] *= tone
    return desk


def plain(rng, n, low, high):
    grey = rng.uniform(low, high)
    tint = grey * (1 + rng.normal(0, 0.03, 3))
    desk = coloured(clouds(rng, (n, n), 150), tint * 0.96, tint * 1.02)
    return desk + rng.normal(0, 1.5, (n, n, 1)).astype(np.float32)


def granite(rng, n):
    """Speckles of three sizes on grey."""
    base = rng.uniform(70, 170)
    desk = np.full((n, n, 3), base, np.float32)
    for sigma, strong in ((0.8, 30), (2.2, 45), (5, 25)):
        speck = cv2.GaussianBlur(rng.normal(0, 1, (n, n)).astype(np.float32), (0, 0), sigma)
        desk += (speck / speck.std() * strong * 0.5)[..., None]
    return desk * np.array([1, rng.uniform(0.94, 1.0), rng.uniform(0.88, 1.0)], np.float32)


WOODS = [((120, 85, 50), (205, 165, 115)), ((60, 35, 20), (125, 80, 50)), ((30, 20, 15), (75, 50, 35)),
         ((110, 50, 30), (175, 95, 60)), ((165, 140, 105), (225, 205, 170))]


def desk(rng, n=1500, clear=False):
    """One desk (RGB floats) and its name; `clear`: nothing as light as paper."""
    kinds = ["wood", "wood", "planks", "cloth", "tiles", "dark", "granite"] + ([] if clear else ["white", "tiles"])
    kind = str(rng.choice(kinds))
    if kind in ("wood", "planks"):
        dark, light = WOODS[rng.integers(len(WOODS) - (1 if clear else 0))]
        made = wood(rng, n, dark, light, int(rng.uniform(80, 160) * MM) if kind == "planks" else 0)
    elif kind == "cloth":
        made = cloth(rng, n)
    elif kind == "tiles":
        made = tiles(rng, n)
        if clear:
            made *= 0.72
    elif kind == "granite":
        made = granite(rng, n)
    else:
        made = plain(rng, n, 222, 246) if kind == "white" else plain(rng, n, 20, 70)
    turn = int(rng.integers(4))
    return np.ascontiguousarray(np.rot90(np.clip(made, 4, 252), turn)), kind


FINER = 3  # how many times finer than a desk its surface's own detail is drawn


def fine(rng, kind, n=1024):
    """The detail of a surface nearer than MM can show: a tile of factors, 128 for 1; or nothing."""
    strong = {"white": 0, "dark": 0.03, "like-paper": 0.01, "cloth": 0.16, "granite": 0.14}.get(kind, 0.06)
    strong *= rng.uniform(0.4, 1.2)
    if strong < 0.005:
        return None
    noise = rng.normal(0, 1, (n, n)).astype(np.float32)
    stretch = 7 if kind in ("wood", "planks") else 0.9
    made = sum(cv2.GaussianBlur(noise, (0, 0), sigmaX=s * stretch, sigmaY=s) * s for s in (0.9, 2.5))
    made = np.rot90(made, int(rng.integers(2)))
    return np.clip(128 * (1 + strong * made / made.std()), 0, 255).astype(np.uint8)


def newsprint(rng, w, h):
    """A sheet of print in columns: other paper lying about."""
    size = (int(h * MM), int(w * MM))
    sheet = np.full((*size, 3), rng.uniform(190, 235), np.float32) * np.array([1, 0.98, 0.93], np.float32)
    if rng.random() < 0.75:
        column, gap = int(rng.uniform(40, 60) * MM), int(4 * MM)
        for x in range(gap, size[1] - column, column + gap):
            y = int(rng.uniform(5, 15) * MM)
            while y < size[0] - 12:
                if rng.random() < 0.06:
                    tall = int(rng.uniform(6, 40) * MM)
                    sheet[y : y + tall, x : x + column] *= rng.uniform(0.3, 0.7)
                    y += tall + 6
                    continue
                start = x
                while start < x + column:
                    word = int(rng.uniform(4, 22))
                    sheet[y : y + 5, start : min(start + word, x + column)] *= rng.uniform(0.35, 0.6)
                    start += word + 4
                y += 10
    return cv2.GaussianBlur(sheet, (0, 0), 0.8)


def spread_out(rng, made, reach, papers=0, edge=None, footprint=None):
    """The desk grown to `reach` mm each way by mirroring, with papers on it and perhaps its end.

    `edge`: (angle, distance) of a table edge in mm; beyond it lies a dark floor. Returns the
    picture; world (0, 0) lies at its middle.
    """
    n = int(2 * reach * MM)
    pad = max(0, n - made.shape[0])
    grown = cv2.copyMakeBorder(made.astype(np.uint8), pad // 2, pad - pad // 2, pad // 2, pad - pad // 2, cv2.BORDER_REFLECT)
    for _ in range(papers):
        sheet = newsprint(rng, *((210, 297) if rng.random() < 0.5 else (300, 400)))
        angle, away = rng.uniform(0, 2 * np.pi), rng.uniform(90, 260)
        place = cv2.getRotationMatrix2D((sheet.shape[1] / 2, sheet.shape[0] / 2), rng.uniform(-60, 60), 1)
        place[:, 2] += np.array([np.cos(angle), np.sin(angle)]) * away * MM + n / 2 - np.array(sheet.shape[1::-1]) / 2
        cover = cv2.warpAffine(np.ones(sheet.shape[:2], np.float32), place, (n, n))
        shade = cv2.GaussianBlur(cv2.resize(cover, (n // 4, n // 4)), (0, 0), 3)
        grown = (grown * (1 - 0.3 * cv2.resize(shade, (n, n)))[..., None]).astype(np.uint8)
        laid = cv2.warpAffine(sheet, place, (n, n))
        grown = np.where(cover[..., None] > 0.5, laid, grown).astype(np.uint8)
    if edge:
        angle, away = edge
        y, x = (np.mgrid[0:n, 0:n].astype(np.float32) - n / 2) / MM
        beyond = x * np.cos(angle) + y * np.sin(angle) - away
        floor = clouds(rng, (n, n), 60, 0.7, 1)[..., None] * np.array(rng.uniform(15, 120, 3), np.float32)
        strip = np.clip(grown.astype(np.float32) * rng.uniform(0.5, 1.25), 0, 250)
        grown = np.where((beyond > 0)[..., None], strip, grown)
        grown = np.where((beyond > rng.uniform(2, 12))[..., None], floor, grown).astype(np.uint8)
    return grown
