"""A phone held over a page: a curved sheet in space, a desk below it, light, a lens, a hand."""

import cv2
import numpy as np
from PIL import Image
from scipy.interpolate import LinearNDInterpolator

import desks
import pages

PAGE = np.array([210.0, 297.0])
EXIF_OF_TURN = {0: 1, 1: 8, 2: 3, 3: 6}


def profile(width, curls):
    """Height (mm) and place across (mm) of a sheet by the way along it. `curls` are (where, depth, length):
    it dips by `depth` at `where`, easing out over `length`."""
    s = np.linspace(-0.2 * width, 1.2 * width, 1400)
    z = np.zeros_like(s)
    for where, depth, length in curls:
        z -= depth * np.exp(-np.abs(s - where) / length)
    slope = np.gradient(z, s)
    across = np.sqrt(np.clip(1 - slope**2, 0.05, 1))
    x = np.concatenate([[0], np.cumsum((across[1:] + across[:-1]) / 2 * np.diff(s))])
    x -= np.interp(0, s, x)
    return s, x, z


class Camera:
    def __init__(self, rng, size, target, tilt, roll, fill, extent):
        self.w, self.h = size
        self.f = 0.72 * max(size) * rng.uniform(0.94, 1.08)
        self.k1 = rng.uniform(-0.03, 0.015)
        a = rng.uniform(0, 2 * np.pi)
        axis = np.array([np.cos(a), np.sin(a), 0.0])
        turn, _ = cv2.Rodrigues(axis * np.radians(tilt))
        spin, _ = cv2.Rodrigues(np.array([0, 0, 1.0]) * np.radians(roll))
        self.r = spin @ turn
        # So far that the page takes its part of the picture.
        self.away = max(extent[0] * self.f / (fill * self.w), extent[1] * self.f / (fill * self.h))
        self.target = target
        self.shift = rng.uniform(-0.02, 0.02, 2) * np.array(size)

    def see(self, points):
        """Pixels of points in space (mm; z up towards the camera)."""
        p = (points - self.target) * np.array([1, 1, -1.0])
        p = p @ self.r.T
        depth = p[:, 2] + self.away
        x, y = p[:, 0] / depth, p[:, 1] / depth
        # Normalised by half the diagonal, as lenses are told.
        n = np.hypot(self.w, self.h) / 2 / self.f
        bend = 1 + self.k1 * (x * x + y * y) / (n * n)
        return np.stack([self.f * x * bend + self.w / 2 + self.shift[0],
                         self.f * y * bend + self.h / 2 + self.shift[1]], axis=1)


def photo(rng, out, name, kind):
    hard, spread = kind == "hard", kind == "spread"
    flats = [pages.draw(rng) for _ in range(2 if spread else 1)]
    flat = np.concatenate([page for page, _ in flats], axis=1)
    paper = PAGE * np.array([2, 1]) if spread else PAGE
    width, height = paper
    # Curl towards the spine.
    curls = []
    if spread:
        curls = [(width / 2, rng.uniform(6, 22), rng.uniform(14, 36))]
    elif hard and rng.random() < 0.6:
        curls = [(rng.choice([-4.0, width + 4.0]), rng.uniform(5, 20), rng.uniform(18, 45))]
    elif rng.random() < 0.3:
        curls = [(rng.choice([-30.0, width + 30.0]), rng.uniform(0, 2), 60.0)]
    s, x, z = profile(width, curls)
    lie = lambda uv: np.stack([np.interp(uv[:, 0] * width, s, x), uv[:, 1] * height,
                               np.interp(uv[:, 0] * width, s, z) + 4], axis=1)

    turn = int(rng.choice([0, 0, 0, 1, 2, 3])) if rng.random() < 0.35 else 0
    lying = spread != (turn % 2 == 1)
    size = (4000, 3000) if lying else (3000, 4000)
    tilt = abs(rng.normal(0, 9)) if hard else abs(rng.normal(0, 5))
    tilt = min(tilt, 30 if hard else 14)
    roll = rng.uniform(-12, 12) if hard else rng.normal(0, 2)
    fill = rng.uniform(0.72, 0.93) if not hard else rng.uniform(0.6, 0.92)
    extent = (height, width) if turn % 2 else (width, height)
    reach = abs(np.sin(np.radians(roll)))
    extent = (extent[0] + reach * extent[1], extent[1] + reach * extent[0])
    middle = np.array([np.interp(width / 2, s, x), height / 2, 0.0])
    camera = Camera(rng, size, middle, tilt, roll - 90 * turn, fill, extent)

    # From the picture back to the sheet, by way of a fine net over sheet and surroundings.
    u, v = np.meshgrid(np.linspace(-0.18, 1.18, 240), np.linspace(-0.18, 1.18, 120))
    net = np.stack([u.ravel(), v.ravel()], axis=1)
    seen = camera.see(lie(net))
    back = LinearNDInterpolator(seen, net, fill_value=-1)
    step = 8
    gx, gy = np.meshgrid(np.arange(0, size[0] + step, step), np.arange(0, size[1] + step, step))
    small = back(gx, gy).astype(np.float32)
    full = cv2.resize(small, None, fx=step, fy=step, interpolation=cv2.INTER_LINEAR)
    # resize puts the middle of the first small pixel at step / 2 - 0.5.
    off = int(step / 2 - 0.5 + 0.5)
    full = full[off : off + size[1], off : off + size[0]]
    inside = (full[..., 0] >= 0) & (full[..., 0] < 1) & (full[..., 1] >= 0) & (full[..., 1] < 1)
    texture = cv2.remap(cv2.GaussianBlur(flat, (0, 0), 0.5), full[..., 0] * flat.shape[1] - 0.5,
                        full[..., 1] * flat.shape[0] - 0.5, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    # Steep paper takes less light.
    slope = np.gradient(z, s)
    lit = 1 - 0.9 * np.abs(np.interp(full[..., 0] * width, s, slope)) ** 1.2
    if spread:
        gap = np.abs(full[..., 0] - 0.5) * width
        lit *= 1 - rng.uniform(0.25, 0.6) * np.exp(-gap / rng.uniform(1.5, 5))
    texture = texture * lit[..., None]

    tone = float(np.mean(pages.PAPERS)) if not hard else None
    picture = desks.desk(rng, size, hard).astype(np.float32)
    corners = camera.see(lie(np.array([[0, 0], [1, 0], [1, 1], [0, 1.0]])))
    desks.drop_shadow(picture, corners, rng)
    if (hard and rng.random() < 0.5) or (spread and rng.random() < 0.5):
        stack(picture, camera, lie, rng, spread, flats)
    edge = cv2.GaussianBlur(inside.astype(np.float32), (0, 0), 0.8)[..., None]
    picture = picture * (1 - edge) + texture * edge
    light(picture, rng, hard)
    occluded = [False] * 4
    if hard and rng.random() < 0.4:
        occluded = hand(picture, corners, rng)
    picture = develop(picture, rng, hard)

    def places(uv):
        return camera.see(lie(np.asarray(uv, float)))

    grid = places([(i / 16, j / 24) for j in range(25) for i in range(17)])
    ink = pages.ink_points(flat, rng, 400) if not spread else np.concatenate(
        [pages.ink_points(page, rng, 200) * [0.5, 1] + [0.5 * i, 0] for i, (page, _) in enumerate(flats)])
    stored = rng.choice([0, 0, 1, 2, 3])
    save(out / f"{name}.jpg", picture, int(stored), int(rng.integers(82, 95)))
    Image.fromarray(flat).save(out / "flat" / f"{name}.jpg", quality=92)
    r = lambda a: np.round(np.asarray(a), 2).tolist()
    return {"file": f"{name}.jpg", "kind": kind, "design": "+".join(d for _, d in flats), "corners": r(corners),
            "gutter": r(places([(0.5, 0), (0.5, 1)])) if spread else None, "turn": turn, "paper_mm": paper.tolist(),
            "width": size[0], "height": size[1], "grid": r(grid), "flat": f"flat/{name}.jpg",
            "ink": r(places(ink)) if len(ink) else [], "occluded": occluded, "tilt": tilt, "curls": len(curls)}


def stack(picture, camera, lie, rng, both, flats):
    """The pages below, a little further out each."""
    sides = [0, 1] if both else [int(rng.integers(2))]
    count = int(rng.integers(4, 14))
    step = rng.uniform(0.25, 0.8)
    paper = np.array(flats[0][0][5, 5], np.float32)
    width = 210 * len(flats)
    for i in range(count, 0, -1):
        out = i * step / width
        u = (-out if 0 in sides else 0.02, 1 + out if 1 in sides else 0.98)
        outline = np.array([[u[0], 0.001], [u[1], 0.001], [u[1], 0.999], [u[0], 0.999]])
        p = lie(outline)
        p[:, 2] -= i * 0.4
        polygon = camera.see(p)
        cv2.fillPoly(picture, [np.round(polygon * 8).astype(np.int32)],
                     (paper * rng.uniform(0.55, 0.9)).tolist(), cv2.LINE_AA, 3)


def light(picture, rng, hard):
    h, w = picture.shape[:2]
    y, x = np.mgrid[0:h:8, 0:w:8].astype(np.float32)
    x, y = x / w - 0.5, y / h - 0.5
    a = rng.uniform(0, 2 * np.pi)
    fall = 1 - rng.uniform(0.05, 0.45 if hard else 0.3) * (np.cos(a) * x + np.sin(a) * y + 0.4)
    fall *= 1 - rng.uniform(0.1, 0.5) * (x * x + y * y)
    if rng.random() < (0.6 if hard else 0.25):
        # The shadow of a phone or an arm.
        b, c = rng.uniform(0, 2 * np.pi), rng.uniform(-0.25, 0.45)
        soft = rng.uniform(0.004, 0.02) if hard and rng.random() < 0.5 else rng.uniform(0.03, 0.15)
        side = 1 / (1 + np.exp((np.cos(b) * x + np.sin(b) * y - c) / soft))
        fall *= 1 - rng.uniform(0.15, 0.5 if hard else 0.35) * (1 - side)
    if hard and rng.random() < 0.2:
        cx, cy, r = rng.uniform(-0.3, 0.3), rng.uniform(-0.3, 0.3), rng.uniform(0.03, 0.1)
        fall += 1.2 * np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * r * r))
    white = rng.uniform(0.9, 1.06, 3) if hard else rng.uniform(0.95, 1.03, 3)
    fall = cv2.resize(fall, (w, h), interpolation=cv2.INTER_LINEAR)
    picture *= fall[..., None] * white.astype(np.float32) * np.float32(rng.uniform(0.8, 1.02))


def hand(picture, corners, rng):
    """Fingers from outside over an edge, or over a corner."""
    skin = np.array([[196, 150, 120], [150, 105, 80], [222, 180, 152]][rng.integers(3)], np.float32)
    middle = corners.mean(axis=0)
    i = int(rng.integers(4))
    on_corner = rng.random() < 0.3
    t = 0.0 if on_corner else rng.uniform(0.2, 0.8)
    at = corners[i] * (1 - t) + corners[(i + 1) % 4] * t
    inward = (middle - at) / np.linalg.norm(middle - at)
    across = np.array([-inward[1], inward[0]])
    scale = np.linalg.norm(corners[1] - corners[0]) / 210
    for finger in range(int(rng.integers(1, 4))):
        tip = at + inward * scale * rng.uniform(6, 18) + across * scale * 19 * finger
        root = tip - inward * scale * 160 + across * scale * rng.uniform(-15, 15)
        for shade, wide in ((0.75, 9.5), (0.95, 8.5), (1.05, 6)):
            cv2.line(picture, tuple(np.round(root).astype(int).tolist()), tuple(np.round(tip).astype(int).tolist()),
                     (skin * shade).tolist(), int(2 * wide * scale), cv2.LINE_AA)
    return [bool(on_corner and k == i) for k in range(4)]


def develop(picture, rng, hard):
    """Focus, shake, noise."""
    picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.6, 1.6 if hard else 1.2))
    noise = rng.normal(0, rng.uniform(1, 5 if hard else 3), picture.shape[:2]).astype(np.float32)
    return np.clip(picture + noise[..., None], 0, 255).astype(np.uint8)


def save(path, picture, turn, quality):
    """`turn`: stored turned that often counter-clockwise, with the EXIF orientation that undoes it."""
    image = Image.fromarray(np.ascontiguousarray(np.rot90(picture, turn)))
    exif = Image.Exif()
    exif[0x0112] = {0: 1, 1: 6, 2: 3, 3: 8}[turn]
    image.save(path, quality=quality, exif=exif)
