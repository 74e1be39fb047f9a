"""One photograph: pages bent, laid on a desk, seen by a camera, lit; and the exact truth of it."""

import cv2
import numpy as np

from . import desks, light
from .space import STRIDE, Camera, Sheet, coarse, corner_slope, full, spine_slope, wave_slope

COLUMNS, ROWS = 17, 25


class Leaf:
    """A page in the scene: its sheet, flat picture, ink, and where its spine is (or None)."""

    def __init__(self, flat, sheet, spine=None):
        self.picture, self.ink, self.design, self.size = flat
        self.sheet, self.spine = sheet, spine


def single(rng, flat, hard):
    """A page by itself: nearly flat, or (hard) bent to a spine, waved, or with a lifted corner."""
    w, h = flat[3]
    lift = rng.uniform(2, 22) if hard else rng.uniform(0.2, 3)
    draw = rng.random()
    if hard and draw < 0.55:
        side = int(rng.choice([1, -1]))
        spine = -side * w / 2
        slope = spine_slope(spine, rng.uniform(0.25, 0.85), rng.uniform(9, 30), rng.uniform(0, 0.1), side)
        return [Leaf(flat, Sheet(w, h, slope, 0, lift), 0.0 if side > 0 else w)]
    ruling = rng.uniform(0, np.pi)
    if hard and draw < 0.7:
        corner = np.arctan2(rng.choice([-1, 1]) * h, rng.choice([-1, 1]) * w)
        half = np.hypot(w, h) / 2
        return [Leaf(flat, Sheet(w, h, corner_slope(half - rng.uniform(35, 90), rng.uniform(60, 150), rng.uniform(0.2, 0.7)), corner, lift))]
    wave = wave_slope(rng, np.hypot(w, h), rng.uniform(0.5, 4) if hard else rng.uniform(0, 1.2))
    return [Leaf(flat, Sheet(w, h, wave, ruling, lift))]


def spread(rng, left, right):
    """Two pages rising out of one spine at x = 0; equal heights at the spine."""
    leaves = []
    depth = rng.uniform(3, 22)
    for flat, side in ((left, -1), (right, 1)):
        w, h = flat[3]
        spine = -side * w / 2
        sheet = Sheet(w, h, spine_slope(spine, rng.uniform(0.2, 0.8), rng.uniform(8, 28), rng.uniform(0, 0.07), side))
        sheet.shift[0] = -np.interp(spine, sheet.arc, sheet.run)
        sheet.rise -= np.interp(spine, sheet.arc, sheet.rise)
        leaves.append(Leaf(flat, sheet, w if side < 0 else 0.0))
    lowest = min(leaf.sheet.rise[np.abs(leaf.sheet.arc) <= leaf.sheet.w / 2].min() for leaf in leaves)
    for leaf in leaves:
        leaf.sheet.rise += depth - lowest
    return leaves


def facing(leaf, camera):
    """The least cosine between a leaf's normal and the direction to the camera."""
    s, t = np.meshgrid(np.linspace(0, leaf.sheet.w, 80), np.linspace(0, leaf.sheet.h, 12))
    p = leaf.sheet.point(s, t)
    n = np.cross(np.gradient(p, axis=1), np.gradient(p, axis=0))
    view = p - camera.origin
    cosine = (n * view).sum(-1) / np.linalg.norm(n, axis=-1) / np.linalg.norm(view, axis=-1)
    return np.abs(cosine).min() if (cosine > 0).all() or (cosine < 0).all() else -1.0


def aim(rng, leaves, hard, mp, turn, wide):
    """A camera that sees the whole of the leaves and none of them from behind."""
    ratio = 16 / 9 if rng.random() < 0.15 else 4 / 3
    long = int(np.sqrt(mp * 1e6 * ratio) / 16) * 16
    short = int(long / ratio / 16) * 16
    width, height = (long, short) if wide != (turn % 2 == 1) else (short, long)
    outline = np.concatenate([leaf.sheet.outline() for leaf in leaves])
    focal, k1 = rng.uniform(24, 30), rng.uniform(-0.06, 0.03)
    most = 35 if hard else 20
    for attempt in range(40):
        tilt = np.radians(rng.uniform(5 if hard else 0, most * (1 - attempt / 60)))
        roll = np.radians(rng.uniform(-15, 15) if hard else rng.uniform(-4, 4)) + (4 - turn) % 4 * np.pi / 2
        camera = Camera(width, height, focal, k1, tilt, rng.uniform(0, 2 * np.pi), roll)
        camera.frame(outline, rng.uniform(0.02, 0.12) if hard else rng.uniform(0.03, 0.15), rng, 0.006 if hard else 0.02)
        if min(facing(leaf, camera) for leaf in leaves) > 0.3:
            return camera
    raise RuntimeError("no camera sees these leaves whole")


def polygon(picture, points, colour):
    cv2.fillPoly(picture, [np.round(points * 16).astype(np.int32)], [float(c) for c in colour], cv2.LINE_AA, 4)


def stack(rng, picture, camera, leaf, cover):
    """The pages beneath: outlines at falling heights, a little wider, each its own tone; a cover.

    `cover`: (colour, how far it reaches beyond the page, left top right bottom, in mm) or None.
    """
    height = leaf.sheet.rise[np.abs(leaf.sheet.arc) <= leaf.sheet.w / 2].min()
    if cover:
        colour, grow = cover
        polygon(picture, camera.project(leaf.sheet.outline(grow, height)), colour)
    count = int(np.clip(height * 1.5, 3, 30))
    fan = np.abs(rng.normal(0, 2.0, 4))
    if leaf.spine is not None:
        fan[0 if leaf.spine == 0 else 2] = 0
    cream = np.array([rng.uniform(190, 235)] * 3) * np.array([1, 0.96, 0.86])
    for k in range(count, 0, -1):
        depth = k / count
        grow = fan * depth**rng.uniform(0.7, 1.4) + rng.normal(0, 0.12, 4)
        polygon(picture, camera.project(leaf.sheet.outline(grow, height * depth)), cream * rng.uniform(0.5, 1.0))


def lay(picture, camera, leaf, lamp, shaded):
    """Draws one leaf into the picture; returns nothing. `lamp`: (direction x, y, strength)."""
    gx, gy = coarse(camera)
    s, t, angle = leaf.sheet.hit(camera.origin, camera.rays(gx, gy))
    outline = camera.project(leaf.sheet.outline())
    x0, y0 = np.maximum(np.floor(outline.min(0)).astype(int) - 3, 0)
    x1, y1 = np.minimum(np.ceil(outline.max(0)).astype(int) + 4, [camera.width, camera.height])
    part = np.s_[y0:y1, x0:x1]
    big_s, big_t = full(s, camera)[part], full(t, camera)[part]
    # coverage at the border: distance to each edge in pixels, through the local size of a pixel
    per_s = np.maximum(np.hypot(*np.gradient(s)), 1e-6) / STRIDE
    per_t = np.maximum(np.hypot(*np.gradient(t)), 1e-6) / STRIDE
    inv_s, inv_t = full(1 / per_s, camera, cv2.INTER_LINEAR)[part], full(1 / per_t, camera, cv2.INTER_LINEAR)[part]
    cover = cv2.min(cv2.min(big_s, leaf.sheet.w - big_s) * inv_s, cv2.min(big_t, leaf.sheet.h - big_t) * inv_t)
    cover = np.clip(cover + 0.5, 0, 1)
    flat = leaf.picture
    need = 1 / np.median(per_s[np.abs(s - leaf.sheet.w / 2) < leaf.sheet.w / 2]) * leaf.sheet.w / flat.shape[1]
    if need < 0.75:
        flat = cv2.resize(flat, None, fx=need, fy=need, interpolation=cv2.INTER_AREA)
    fx, fy = flat.shape[1] / leaf.sheet.w, flat.shape[0] / leaf.sheet.h
    seen = cv2.remap(flat, big_s * np.float32(fx) - 0.5, big_t * np.float32(fy) - 0.5, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    lit = np.cos(angle) - np.sin(angle) * lamp[2] * (leaf.sheet.across @ lamp[:2])
    if leaf.spine is not None:
        lit = lit * (1 - shaded * np.exp(-np.abs(s - leaf.spine) / 9))
    lit = full(np.clip(lit, 0.3, 1.15), camera, cv2.INTER_LINEAR)[part] * cover
    here = picture[part].astype(np.float32) * (1 - cover)[..., None] + seen * lit[..., None]
    picture[part] = np.clip(here, 0, 255)


def photo(rng, kind, flats, mp):
    """Returns the upright picture (RGB) and its truth. `flats`: one or two of flat.drawn()."""
    hard = kind in ("hard", "spread-part") or (kind == "spread" and rng.random() < 0.4)
    double = kind in ("spread", "spread-part")
    leaves = spread(rng, *flats) if double else single(rng, flats[0], hard)
    if kind == "spread-part":
        keep = int(rng.integers(2))
        wanted = [leaves[keep]]
    else:
        wanted = leaves
    size = (sum(leaf.size[0] for leaf in wanted), wanted[0].size[1])
    turn = int(rng.choice([0, 1, 2, 3], p=[0.76, 0.1, 0.04, 0.1] if hard else [0.85, 0.06, 0.03, 0.06]))
    camera = aim(rng, wanted, hard, mp, turn, size[0] > size[1])

    desk, name = desks.desk(rng, clear=kind == "plain" or not hard)
    if hard and kind == "hard" and rng.random() < 0.2:
        name, paper = "like-paper", leaves[0].picture[::40, ::40].reshape(-1, 3).mean(0)
        desk = np.clip(desks.plain(rng, 1500, 225, 235) / 230 * paper * rng.uniform(0.88, 1.02), 0, 255)
    edge = None
    far = np.abs(np.concatenate([leaf.sheet.outline() for leaf in leaves])[:, :2]).max()
    if hard and rng.random() < 0.2:
        edge = (rng.choice([0, 0.5, 1, 1.5]) * np.pi + rng.normal(0, 0.1), far + rng.uniform(5, 60))
    papers = int(rng.integers(1, 4)) if hard and rng.random() < 0.35 else 0
    reach = 450 if far < 260 else 650
    ground = desks.spread_out(rng, desk, reach, papers, edge)

    gx, gy = coarse(camera)
    rays = camera.rays(gx, gy)
    depth = -camera.origin[2] / rays[..., 2]
    place = (camera.origin[:2] + rays[..., :2] * depth[..., None] + reach) * desks.MM
    desk_map = full(place, camera)
    picture = cv2.remap(ground, desk_map[..., 0], desk_map[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    fine = desks.fine(rng, name)
    if fine is not None:
        grain = cv2.remap(fine, desk_map[..., 0] * desks.FINER % fine.shape[1], desk_map[..., 1] * desks.FINER % fine.shape[0], cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)
        picture = cv2.multiply(picture, cv2.merge([grain] * 3), scale=1 / 128)

    # the shadow the pages cast on the desk
    way = rng.uniform(0, 2 * np.pi)
    lamp = np.array([np.cos(way), np.sin(way), rng.uniform(0, 0.6)])
    small = (camera.width // STRIDE, camera.height // STRIDE)
    fallen = np.zeros(small[::-1], np.float32)
    for leaf in leaves:
        thick = max(0.5, leaf.sheet.rise[np.abs(leaf.sheet.arc) <= leaf.sheet.w / 2].max())
        ring = leaf.sheet.outline()
        ring[:, :2] -= lamp[:2] * (-ring[:, 2:]) * rng.uniform(0.3, 1.2)
        ring[:, 2] = 0
        cv2.fillPoly(fallen, [np.round(camera.project(ring) / STRIDE).astype(np.int32)], 1.0)
    scale = camera.f / camera.distance / STRIDE  # small pixels per millimetre
    fallen = cv2.GaussianBlur(fallen, (0, 0), max(0.5, rng.uniform(0.5, 3) * scale))
    darker = 1 - rng.uniform(0.25, 0.6) * cv2.resize(fallen, (camera.width, camera.height))
    picture = np.clip(picture * darker[..., None], 0, 255).astype(np.uint8)

    leaves_back_first = sorted(leaves, key=lambda leaf: leaf.sheet.shift[0] * camera.origin[0])
    stacked = rng.random() < (0.7 if hard else 0.5 if double else 0.25)
    cover = (rng.uniform(20, 130, 3), rng.uniform(2, 7, 4)) if (hard or double) and rng.random() < 0.4 else None
    if stacked:
        for leaf in leaves_back_first:
            stack(rng, picture, camera, leaf, cover)
    shaded = rng.uniform(0.1, 0.55)
    for leaf in leaves_back_first:
        lay(picture, camera, leaf, lamp, shaded)

    shape = small[::-1]
    field = light.gain(rng, shape, hard)
    added = None
    corners = truth_points(wanted, [0, 1, 1, 0], [0, 0, 1, 1], camera)
    if hard and rng.random() < 0.15:
        added = light.glare(rng, shape, corners.mean(0) / STRIDE + rng.normal(0, 0.15, 2) * np.array(small), max(small))
    hidden = [False] * 4
    if hard and rng.random() < 0.28:
        hidden = hold(rng, picture, camera, wanted, corners)
    big = cv2.resize(field, (camera.width, camera.height), interpolation=cv2.INTER_LINEAR)
    picture = cv2.multiply(picture, big, dtype=cv2.CV_8U)
    if added is not None:
        picture = cv2.add(picture, cv2.resize(cv2.merge([added] * 3), (camera.width, camera.height)), dtype=cv2.CV_8U)
    picture = light.sensor(rng, picture, hard, np.sqrt(mp / 12))

    u, v = np.meshgrid(np.linspace(0, 1, COLUMNS), np.linspace(0, 1, ROWS))
    gutter = truth_points(wanted, [0.5, 0.5], [0, 1], camera) if kind == "spread" else None
    truth = {
        "kind": kind, "design": "+".join(leaf.design for leaf in wanted) + f"/{name}", "turn": turn,
        "corners": corners, "gutter": gutter, "paper_mm": size,
        "width": camera.width, "height": camera.height,
        "grid": truth_points(wanted, u.ravel(), v.ravel(), camera),
        "ink": ink_points(rng, wanted, camera), "occluded": hidden, "skew_deg": None,
    }
    return picture, truth, np.hstack([leaf.picture for leaf in wanted])


def truth_points(leaves, u, v, camera):
    """Picture positions of shares (u, v) of the whole flat page, or of two side by side."""
    u, v = np.asarray(u, float), np.asarray(v, float)
    total, start = sum(leaf.size[0] for leaf in leaves), 0.0
    out = np.zeros((*u.shape, 2))
    for leaf in leaves:
        s = u * total - start
        mine = (s >= 0) & (s <= leaf.size[0])
        out[mine] = camera.project(leaf.sheet.point(s[mine], v[mine] * leaf.size[1]))
        start += leaf.size[0]
    return out


def ink_sample(rng, ink, most=300, near=100):
    """Pixels (x, y) of dark ink: some at random, and those nearest the edges of the page."""
    y, x = np.nonzero(ink > 150)
    if len(x) == 0:
        return np.zeros((0, 2))
    h, w = ink.shape
    edge = np.minimum(np.minimum(x, w - 1 - x), np.minimum(y, h - 1 - y))
    nearest = np.argpartition(edge, min(near * 20, len(x) - 1))[: near * 20]
    chosen = np.concatenate([rng.choice(len(x), min(most, len(x)), replace=False), rng.choice(nearest, min(near, len(nearest)), replace=False)])
    return np.stack([x[chosen], y[chosen]], 1).astype(float)


def ink_points(rng, leaves, camera):
    points = []
    for leaf in leaves:
        share = len(leaves)
        xy = ink_sample(rng, leaf.ink, 300 // share, 100 // share)
        h, w = leaf.ink.shape
        points.append(camera.project(leaf.sheet.point((xy[:, 0] + 0.5) / w * leaf.size[0], (xy[:, 1] + 0.5) / h * leaf.size[1])))
    return np.concatenate(points)


def hold(rng, picture, camera, leaves, corners):
    """Fingers over an edge or a corner; says which corners they hide."""
    small = 4
    shape = (camera.height // small, camera.width // small)
    middle = corners.mean(0)
    k = int(rng.integers(4))
    if rng.random() < 0.4:
        anchor = corners[k]
        inward = middle - anchor
    else:
        share = rng.uniform(0.15, 0.85)
        anchor = corners[k] * (1 - share) + corners[(k + 1) % 4] * share
        along = corners[(k + 1) % 4] - corners[k]
        inward = np.array([-along[1], along[0]]) + rng.normal(0, 0.3) * along
    inward = inward / np.linalg.norm(inward)
    scale = camera.f / camera.distance / small
    cover, colour, fallen = light.fingers(rng, shape, anchor / small, inward, rng.uniform(8, 40) * scale, rng.uniform(7.5, 10) * scale, int(rng.integers(1, 5)))
    size = (camera.width, camera.height)
    cover, colour, fallen = (cv2.resize(part, size, interpolation=cv2.INTER_LINEAR) for part in (cover, colour, fallen))
    mixed = picture * fallen[..., None] * (1 - cover)[..., None] + colour * cover[..., None]
    picture[:] = np.clip(mixed, 0, 255)
    return [bool(cover[int(y), int(x)] > 0.5) for x, y in corners]
