"""Proves the truth of `photos.py`: dots drawn on flat pages lie in the picture where it says.

    python photos_check.py

The dots are looked for in rendered pictures, by their dark middle, without the formulas that
told where they should be; so a slip in the camera, the bend or the resampling shows.
"""

import cv2
import numpy as np

from photolab import scan, shoot
from photolab.space import coarse

MM, PX = (210, 297), 9


def dotted():
    """White paper with a black dot at each inner point of the grid, and its empty ink."""
    w, h = MM[0] * PX, MM[1] * PX
    page = np.full((h, w, 3), 255, np.uint8)
    for v in np.linspace(0, 1, shoot.ROWS)[1:-1]:
        for u in np.linspace(0, 1, shoot.COLUMNS)[1:-1]:
            cv2.circle(page, (round((u * w - 0.5) * 256), round((v * h - 0.5) * 256)), 14 * 256, (0, 0, 0), -1, cv2.LINE_AA, 8)
    return page, np.zeros((h, w), np.uint8), "dots", MM


def centre(picture, x, y, reach):
    """Centre of darkness around a position."""
    x0, y0 = int(x) - reach, int(y) - reach
    part = 255.0 - picture[max(y0, 0) : y0 + 2 * reach, max(x0, 0) : x0 + 2 * reach].astype(float)
    part = np.clip(part - 110, 0, None)
    if part.sum() == 0:
        return np.array([np.nan, np.nan])
    gy, gx = np.mgrid[0 : part.shape[0], 0 : part.shape[1]]
    return np.array([(part * gx).sum(), (part * gy).sum()]) / part.sum() + [max(x0, 0), max(y0, 0)]


def inner(grid):
    return np.asarray(grid).reshape(shoot.ROWS, shoot.COLUMNS, 2)[1:-1, 1:-1].reshape(-1, 2)


def photo_errors(rng, hard, double):
    page = dotted()
    leaves = shoot.spread(rng, page, page) if double else shoot.single(rng, page, hard)
    camera = shoot.aim(rng, leaves, hard, 6, int(rng.integers(4)), double)
    picture = np.full((camera.height, camera.width, 3), 255, np.uint8)
    u, v = (a.ravel() for a in np.meshgrid(np.linspace(0, 1, shoot.COLUMNS), np.linspace(0, 1, shoot.ROWS)))
    errors = []
    for k, leaf in enumerate(leaves):
        shoot.lay(picture, camera, leaf, np.zeros(3), 0)
        grid = shoot.truth_points([leaf], u, v, camera)
        gx, gy = coarse(camera)
        s, t, _ = leaf.sheet.hit(camera.origin, camera.rays(grid[:, 0], grid[:, 1]))
        assert np.abs(s - u * MM[0]).max() < 0.05 and np.abs(t - v * MM[1]).max() < 0.05, "there and back again"
        for x, y in inner(grid):
            errors.append(np.hypot(*(centre(picture[..., 0], x, y, 22) - [x, y])))
    if double:
        left, right = shoot.truth_points(leaves[:1], [1, 1], [0, 1], camera), shoot.truth_points(leaves[1:], [0, 0], [0, 1], camera)
        assert np.abs(left - right).max() < 0.3, "two pages meet in one gutter"
    return np.array(errors)


def scan_errors(rng):
    while True:
        picture, truth, _, _, bits = scan.scan(rng, dotted())
        if not bits:
            break
    grey = picture if picture.ndim == 2 else picture[..., 0]
    reach = int(truth["width"] / shoot.COLUMNS / 2.4)
    return np.array([np.hypot(*(centre(np.where(grey < 190, grey, 255), x, y, reach) - [x, y]))
                     for x, y in inner(truth["grid"]) if reach < x < truth["width"] - reach and reach < y < truth["height"] - reach])


def main():
    for name, made in (("plain", lambda r: photo_errors(r, False, False)), ("hard", lambda r: photo_errors(r, True, False)),
                       ("spread", lambda r: photo_errors(r, True, True)), ("scan", scan_errors)):
        errors = np.concatenate([made(np.random.default_rng(seed)) for seed in range(6)])
        print(f"{name}: {len(errors)} dots, median {np.nanmedian(errors):.3f} px, p99 {np.nanpercentile(errors, 99):.3f}, not seen {np.isnan(errors).sum()}")
        assert np.nanmedian(errors) < 0.25 and np.nanpercentile(errors, 99) < 1.5 and np.isnan(errors).mean() < 0.01, name


if __name__ == "__main__":
    main()
