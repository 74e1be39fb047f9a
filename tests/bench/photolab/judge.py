"""Measures: found corners against true ones, a delivered picture against the flat page it shows."""

import cv2
import numpy as np

from .shoot import COLUMNS, ROWS

MATCH = 1200  # width at which pictures are matched
READING = 1600  # width at which strokes are compared
RIGHT = 0.01  # corners and gutters: share of the page's width
CUT = 0.002  # ink outside the crop: share of the page's width


def page_width(corners):
    top, bottom = corners[1] - corners[0], corners[2] - corners[3]
    return (np.hypot(*top) + np.hypot(*bottom)) / 2


def whole(truth):
    w, h = truth["width"] - 1, truth["height"] - 1
    return np.array([[0, 0], [w, 0], [w, h], [0, h]], float)


def edges(truth):
    """The page's four true edges as polylines of picture positions, each from corner to corner."""
    grid = np.array(truth["grid"]).reshape(ROWS, COLUMNS, 2)
    return [grid[0], grid[:, -1], grid[-1, ::-1], grid[::-1, 0]]


def bowed(truth, found):
    """Outline of the found corners, each edge bowed as the true edge is between its own corners."""
    outline = []
    for k, edge in enumerate(edges(truth)):
        share = np.linspace(0, 1, len(edge))[:, None]
        bow = edge - (edge[0] * (1 - share) + edge[-1] * share)
        outline.append((found[k] * (1 - share) + found[(k + 1) % 4] * share + bow)[:-1])
    return np.concatenate(outline)


def outside(outline, points, room):
    """How many points lie outside the outline by more than `room` pixels."""
    outline = np.float32(outline)
    return sum(cv2.pointPolygonTest(outline, (float(x), float(y)), True) < -room for x, y in points)


def corners(truth, entry):
    """Compares what was found in a picture with its truth."""
    true = np.array(truth["corners"], float)
    width = page_width(true)
    found = np.array(entry["corners"], float) if entry.get("corners") else None
    used = whole(truth) if found is None else found
    # the same quadrilateral named from another corner is still the same crop
    off, named = min(((np.hypot(*(np.roll(used, k, 0) - true).T).max() / width, k) for k in range(4)))
    used = np.roll(used, named, 0)
    ink = np.array(truth["ink"], float).reshape(-1, 2)
    inside = (ink >= 0).all(1) & (ink <= [truth["width"] - 1, truth["height"] - 1]).all(1)
    ink = ink[inside]  # a scan may itself have lost what lies beyond the glass
    if found is None:
        cut = straight = 0
    else:
        cut, straight = outside(bowed(truth, used), ink, CUT * width), outside(used, ink, CUT * width)
    flagged = entry["verdict"] != "good"
    report = {"off": off, "right": bool(off <= RIGHT), "kept_whole": found is None, "flagged": flagged, "cut": int(cut),
              "cut_straight": int(straight), "found": None if found is None else found.tolist(), "upright": (entry.get("turns") or 0) % 4 == truth["turn"] % 4}
    if truth["gutter"]:
        true_ends = np.array(truth["gutter"], float)
        ends = np.array(entry["gutter"], float) if entry.get("gutter") else None
        report["gutter_off"] = None if ends is None else min(
            np.hypot(*(way - true_ends).T).max() / (width / 2) for way in (ends, ends[::-1]))
    return report


def even(picture, width):
    """Grey, resized to a width, the light evened out: paper near 255 everywhere."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) if picture.ndim == 3 else picture
    factor = width / grey.shape[1]
    grey = cv2.resize(grey, (width, max(8, round(grey.shape[0] * factor))), interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC)
    around = cv2.resize(grey, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    around = cv2.GaussianBlur(cv2.dilate(around, np.ones((3, 3), np.uint8)), (0, 0), 3)
    around = cv2.resize(around, grey.shape[1::-1]).astype(np.float32)
    return np.clip(grey * 245.0 / np.maximum(around, 20), 0, 255).astype(np.uint8)


def first_guess(flat, seen):
    """A similarity taking flat positions to delivered ones, from matched features; or None."""
    finder = cv2.AKAZE_create(threshold=0.0008) if hasattr(cv2, "AKAZE_create") else cv2.ORB_create(6000)
    keys_a, marks_a = finder.detectAndCompute(flat, None)
    keys_b, marks_b = finder.detectAndCompute(seen, None)
    if marks_a is None or marks_b is None or len(keys_a) < 12 or len(keys_b) < 12:
        return None
    pairs = cv2.BFMatcher(cv2.NORM_HAMMING).knnMatch(marks_a, marks_b, k=2)
    good = [m[0] for m in pairs if len(m) == 2 and m[0].distance < 0.85 * m[1].distance]
    if len(good) < 10:
        return None
    a = np.float32([keys_a[m.queryIdx].pt for m in good])
    b = np.float32([keys_b[m.trainIdx].pt for m in good])
    matrix, kept = cv2.estimateAffinePartial2D(a, b, method=cv2.RANSAC, ransacReprojThreshold=0.015 * MATCH, maxIters=20000, confidence=0.999)
    if matrix is None or kept.sum() < 10 or not 0.2 < np.hypot(*matrix[:, 0]) < 5:
        return None
    return matrix


def patches(flat, seen, matrix, half=32, search=40, step=48):
    """Matches patches of ink on a grid after a first guess: (flat positions, delivered ones)."""
    back = cv2.warpAffine(seen, matrix, flat.shape[1::-1], flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE)
    h, w = flat.shape
    here, there = [], []
    flat, back = (cv2.GaussianBlur(p, (0, 0), 1.2) for p in (flat, back))
    for y in range(half, h - half, step):
        for x in range(half, w - half, step):
            patch = flat[y - half : y + half, x - half : x + half]
            if patch.std() < 9:
                continue
            y0, x0 = max(0, y - half - search), max(0, x - half - search)
            area = back[y0 : y + half + search, x0 : x + half + search]
            score = cv2.matchTemplate(area, patch, cv2.TM_CCOEFF_NORMED)
            _, best, _, (bx, by) = cv2.minMaxLoc(score)
            if best < 0.55 or not (0 < bx < score.shape[1] - 1 and 0 < by < score.shape[0] - 1):
                continue
            # a rule or a row of dots matches anywhere along itself: the peak must be a peak
            ring = score.copy()
            ring[max(0, by - 6) : by + 7, max(0, bx - 6) : bx + 7] = -1
            if ring.max() > 0.85 * best:
                continue
            fine = []
            for low, mid, high in ((score[by, bx - 1], best, score[by, bx + 1]), (score[by - 1, bx], best, score[by + 1, bx])):
                bend = low - 2 * mid + high
                fine.append(0.0 if bend >= 0 else 0.5 * (low - high) / bend)
            here.append((x, y))
            there.append((x0 + bx + fine[0] + half, y0 + by + fine[1] + half))
    if len(here) < 6:
        return None
    here, there = np.float64(here), np.float64(there)
    return here, np.c_[there, np.ones(len(there))] @ matrix.T


def similarity(a, b):
    """Least squares rotation (degrees), scale and shift taking a to b; and what is left over."""
    za, zb = a @ [1, 1j], b @ [1, 1j]
    ma, mb = za.mean(), zb.mean()
    factor = ((za - ma).conj() * (zb - mb)).sum() / (abs(za - ma) ** 2).sum()
    left = zb - mb - factor * (za - ma)
    return factor, mb - factor * ma, left


def match(flat_picture, delivered):
    """Compares a delivered picture with the true flat page.

    Returns None when they cannot be matched, else the rotation left (degrees, within +-45: the
    quarter turns are told apart), the quarter turns left, what is left of displacement after the
    best similarity (RMS and worst, % of the page's width), and the similarity.
    """
    flat, seen = even(flat_picture, MATCH), even(delivered, MATCH)
    matrix = first_guess(flat, seen)
    if matrix is None:
        matrix = np.array([[1, 0, 0], [0, seen.shape[0] / flat.shape[0], 0]])
    found = patches(flat, seen, matrix)
    if found is None:
        return None
    a, b = found
    for _ in range(3):  # a patch lost on its way is one that disagrees with all others
        factor, shift, left = similarity(a, b)
        stays = abs(left) <= max(4 * np.median(abs(left)), 0.004 * MATCH)
        a, b = a[stays], b[stays]
        if len(a) < 6:
            return None
    factor, shift, left = similarity(a, b)
    span = np.ptp(a, axis=0)
    if span.max() < 0.15 * MATCH:
        return None
    angle = np.degrees(np.angle(factor))
    quarters = int(np.round(angle / 90))
    left = abs(left) / abs(factor) / MATCH * 100
    return {"skew": float(angle - 90 * quarters), "quarters": quarters % 4, "rms": float(np.sqrt((left**2).mean())),
            "worst": float(np.percentile(left, 95)), "patches": len(a), "scale": float(abs(factor)),
            "place": placing(a, b)}


def placing(a, b):
    """A smooth map from flat positions (MATCH wide) to delivered ones through matched patches."""

    def terms(points):
        x, y = (points / MATCH - 0.5).T
        orders = [x**i * y**j for i in range(4) for j in range(4 - i)]
        return np.stack(orders if len(a) >= 60 else [np.ones_like(x), x, y], -1)

    fitted = np.linalg.lstsq(terms(a), b, rcond=None)[0]
    return lambda points: terms(points) @ fitted


def between(n, size):
    """Weights (size by n) of cubic interpolation of n points spaced over `size` pixels.

    cv2.remap would round positions to 1/32 of a cell of the grid, which is several pixels.
    """
    at = (np.arange(size) + 0.5) / size * (n - 1)
    cell = np.minimum(at.astype(int), n - 2)
    f = at - cell
    weights = np.zeros((size, n + 2))
    rows = np.arange(size)
    for k, w in enumerate([-f + 2 * f**2 - f**3, 2 - 5 * f**2 + 3 * f**3, f + 4 * f**2 - 3 * f**3, f**3 - f**2]):
        weights[rows, cell + k] = w / 2
    # the points beyond both ends go on straight
    for end, first, second in ((0, 1, 2), (n + 1, n, n - 1)):
        weights[:, first] += 2 * weights[:, end]
        weights[:, second] -= weights[:, end]
    return weights[:, 1:-1]


def dense(truth, w, h):
    """Picture positions of every pixel of the flat page drawn w by h."""
    grid = np.array(truth["grid"]).reshape(ROWS, COLUMNS, 2)
    return np.stack([between(ROWS, h) @ grid[..., k] @ between(COLUMNS, w).T for k in (0, 1)], -1)


def strokes(flat_picture, count=500):
    """Positions of ink on the flat page at READING width."""
    flat = even(flat_picture, READING)
    y, x = np.nonzero(flat < 200)
    inside = (x > 25) & (y > 25) & (x < flat.shape[1] - 25) & (y < flat.shape[0] - 25)
    y, x = y[inside], x[inside]
    if len(x) < 50:
        return None, flat.shape
    pick = np.random.default_rng(1).choice(len(x), min(count, len(x)), replace=False)
    return np.stack([x[pick], y[pick]], 1), flat.shape


def contrast(picture, points):
    """Mean over strokes of (paper - ink) / paper, in windows wide enough for a small misfit."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) if picture.ndim == 3 else picture
    grey = cv2.GaussianBlur(grey, (0, 0), 1.0)  # or noise would pass for ink
    values = []
    for x, y in np.round(points).astype(int):
        ink = grey[max(0, y - 8) : max(0, y + 9), max(0, x - 8) : max(0, x + 9)]
        paper = grey[max(0, y - 22) : max(0, y + 23), max(0, x - 22) : max(0, x + 23)]
        if ink.size and np.percentile(paper, 80) > 0:
            values.append(max(0.0, 1 - np.percentile(ink, 4) / np.percentile(paper, 80)))
    return float(np.mean(values)) if values else None


def resized(picture, factor):
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return cv2.resize(picture, None, fx=factor, fy=factor, interpolation=how)


def stroke_ratio(truth, flat_picture, source, delivered, matched):
    """Contrast of the strokes as delivered, over that of the source taken through the true grid.

    Both at READING width, at the same places of ink of the flat page.
    """
    points, (h, w) = strokes(flat_picture)
    if points is None:
        return None
    factor = min(1.0, READING / page_width(np.array(truth["corners"])))
    place = ((dense(truth, w, h) + 0.5) * factor - 0.5).astype(np.float32)
    truly = cv2.remap(resized(source, factor), place[..., 0], place[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    grow = READING / (matched["scale"] * delivered.shape[1])
    there = matched["place"](points * (MATCH / READING)) * (delivered.shape[1] * grow / MATCH)
    before, after = contrast(truly, points), contrast(resized(delivered, grow), there)
    return after / before if before and after is not None else None
