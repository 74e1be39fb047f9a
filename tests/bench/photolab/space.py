"""Geometry: a sheet bent along one direction, and a pinhole camera with a little barrel.

World: millimetres, x to the reader's right, y down the page, z *into* the desk (heights are
negative z). A sheet is a general cylinder: flat in the direction of its rulings, bent across
them by a profile given through its slope at each arc length, so lengths along it are kept and
the flat page maps onto it without stretching. Picture positions count pixel centres as integers.
"""

import cv2
import numpy as np


class Sheet:
    """A flat rectangle w by h laid on a cylinder; `slope(a)` is its angle at arc length a."""

    REACH, STEP = 1500.0, 0.1

    def __init__(self, w, h, slope=None, ruling=0.0, lift=0.0, shift=(0.0, 0.0)):
        self.w, self.h, self.shift = w, h, np.array(shift, float)
        self.across = np.array([np.cos(ruling), np.sin(ruling)])
        self.along = np.array([-np.sin(ruling), np.cos(ruling)])
        self.arc = np.arange(-self.REACH, self.REACH, self.STEP)
        angle = slope(self.arc) if slope else np.zeros_like(self.arc)
        inside = np.abs(self.arc) <= np.hypot(w, h) / 2 + 1
        held = np.flatnonzero(inside)
        angle[: held[0]], angle[held[-1] + 1 :] = angle[held[0]], angle[held[-1]]
        self.angle = angle
        zero = np.searchsorted(self.arc, 0.0)
        self.run = np.cumsum(np.cos(angle)) * self.STEP
        self.rise = np.cumsum(np.sin(angle)) * self.STEP
        self.run -= self.run[zero]
        self.rise -= self.rise[zero]
        a = np.array([(s - w / 2) * self.across[0] + (t - h / 2) * self.across[1] for s in (0, w) for t in (0, h)])
        on_page = (self.arc >= a.min()) & (self.arc <= a.max())
        self.rise += lift - self.rise[on_page].min()

    def point(self, s, t, sink=0.0):
        """World positions of flat positions (millimetres from the page's top left corner)."""
        x, y = np.asarray(s, float) - self.w / 2, np.asarray(t, float) - self.h / 2
        a = x * self.across[0] + y * self.across[1]
        b = x * self.along[0] + y * self.along[1]
        run, rise = np.interp(a, self.arc, self.run), np.interp(a, self.arc, self.rise)
        plan = run[..., None] * self.across + b[..., None] * self.along + self.shift
        return np.concatenate([plan, -(np.maximum(rise - sink, 0))[..., None]], -1)

    def hit(self, origin, ray):
        """Flat positions (s, t) met by rays, and the sheet's slope there; Newton on the profile."""
        o = np.array([*(origin[:2] - self.shift) @ np.array([self.across, self.along]).T, -origin[2]])
        d = np.stack([ray[..., :2] @ self.across, ray[..., :2] @ self.along, -ray[..., 2]], -1)
        far = (self.rise[len(self.rise) // 2] - o[2]) / d[..., 2]
        for _ in range(12):
            run = o[0] + far * d[..., 0]
            away = o[2] + far * d[..., 2] - np.interp(run, self.run, self.rise)
            tangent = np.tan(np.interp(run, self.run, self.angle))
            far = far - away / (d[..., 2] - tangent * d[..., 0])
        run = o[0] + far * d[..., 0]
        a, b = np.interp(run, self.run, self.arc), o[1] + far * d[..., 1]
        s = a * self.across[0] + b * self.along[0] + self.w / 2
        t = a * self.across[1] + b * self.along[1] + self.h / 2
        return s, t, np.interp(run, self.run, self.angle)

    def outline(self, grow=(0, 0, 0, 0), sink=0.0, count=40):
        """World positions along the border; `grow` widens it left, top, right, bottom (mm)."""
        x0, y0, x1, y1 = -grow[0], -grow[1], self.w + grow[2], self.h + grow[3]
        u = np.linspace(0, 1, count)
        s = np.concatenate([x0 + (x1 - x0) * u, np.full(count, x1), x1 + (x0 - x1) * u, np.full(count, x0)])
        t = np.concatenate([np.full(count, y0), y0 + (y1 - y0) * u, np.full(count, y1), y1 + (y0 - y1) * u])
        return self.point(s, t, sink)


class Camera:
    """Pinhole with one radial term, looking down at the desk."""

    def __init__(self, width, height, focal, k1, tilt, azimuth, roll):
        self.width, self.height, self.k1 = width, height, k1
        self.f = focal / 43.27 * np.hypot(width, height)
        self.centre = np.array([(width - 1) / 2, (height - 1) / 2])
        axis = np.array([np.cos(azimuth), np.sin(azimuth), 0.0])
        lean, _ = cv2.Rodrigues(axis * tilt)
        turn, _ = cv2.Rodrigues(np.array([0.0, 0.0, roll]))
        self.rotation = turn @ lean
        self.place(np.zeros(3), 500.0)

    def place(self, target, distance):
        self.target, self.distance = np.array(target, float), distance
        self.origin = self.target - distance * self.rotation[2]

    def project(self, world):
        local = (world - self.origin) @ self.rotation.T
        flat = local[..., :2] / local[..., 2:]
        flat = flat * (1 + self.k1 * (flat**2).sum(-1, keepdims=True))
        return flat * self.f + self.centre

    def rays(self, x, y):
        bent = (np.stack([x, y], -1) - self.centre) / self.f
        flat = bent.copy()
        for _ in range(12):
            flat = bent / (1 + self.k1 * (flat**2).sum(-1, keepdims=True))
        return np.concatenate([flat, np.ones_like(flat[..., :1])], -1) @ self.rotation

    def frame(self, world, margin, rng, least=0.01):
        """Moves the camera so the points fill the picture but for `margin` (a share of each side)."""
        size = np.array([self.width, self.height])
        for _ in range(25):
            seen = self.project(world)
            low, high = seen.min(0), seen.max(0)
            shift = ((low + high) / 2 - self.centre) / self.f * self.distance
            fill = ((high - low) / (size * (1 - 2 * margin))).max()
            self.place(self.target + self.rotation[0] * shift[0] + self.rotation[1] * shift[1], self.distance * fill)
        centred = self.target
        for reach in (0.8, 0.5, 0.25, 0):
            seen = self.project(world)
            slack = np.minimum(seen.min(0), size - seen.max(0)) - least * size
            shift = rng.uniform(-1, 1, 2) * np.maximum(slack, 0) * reach / self.f * self.distance
            self.place(centred + self.rotation[0] * shift[0] + self.rotation[1] * shift[1], self.distance)
            seen = self.project(world)
            if (seen.min(0) > least * size).all() and (seen.max(0) < (1 - least) * size).all():
                return
            self.place(centred, self.distance)


STRIDE = 8


def coarse(camera):
    """Picture positions of a grid STRIDE pixels apart with two cells to spare on every side."""
    across, down = -(-camera.width // STRIDE) + 4, -(-camera.height // STRIDE) + 4
    x = (np.arange(across) - 2 + 0.5) * STRIDE - 0.5
    y = (np.arange(down) - 2 + 0.5) * STRIDE - 0.5
    return np.meshgrid(x, y)


def full(small, camera, interpolation=cv2.INTER_CUBIC):
    """Enlarges a field sampled at `coarse` to every pixel of the picture."""
    h, w = small.shape[:2]
    big = cv2.resize(np.ascontiguousarray(small, np.float32), (w * STRIDE, h * STRIDE), interpolation=interpolation)
    return big[2 * STRIDE : 2 * STRIDE + camera.height, 2 * STRIDE : 2 * STRIDE + camera.width]


def spine_slope(spine, rise, length, sag, side):
    """Slope of a page that climbs out of a spine at arc length `spine` and droops outward.

    side = +1: the page lies to the right of its spine; -1: to the left.
    """

    def slope(arc):
        away = np.maximum((arc - spine) * side, 0)
        return side * (rise * np.exp(-away / length) - sag * (1 - np.exp(-away / (3 * length))))

    return slope


def wave_slope(rng, size, height):
    """A sheet that does not lie quite flat: a long wave a few millimetres high at most."""
    period, phase = size * rng.uniform(0.8, 2.0), rng.uniform(0, 2 * np.pi)
    steep = height * 2 * np.pi / period
    return lambda arc: steep * np.sin(2 * np.pi * arc / period + phase)


def corner_slope(start, radius, most):
    """Flat up to `start`, then curling upward: a lifted corner or edge."""
    return lambda arc: np.minimum(np.maximum(arc - start, 0) / radius, most)
