"""A flatbed's picture: a page a little askew, a lid behind it, grey or two colours."""

import cv2
import numpy as np

from .shoot import COLUMNS, ROWS, ink_sample


def scan(rng, flat):
    """Returns (picture RGB, grey or 1-bit, truth, flat picture, dots per inch, whether 1-bit)."""
    page, ink, design, (w_mm, h_mm) = flat
    dpi = int(rng.choice([150, 200, 240, 300]))
    clean = rng.random() < 0.2
    skew = 0.0 if clean else float(rng.uniform(-4, 4))
    border = "none" if clean else str(rng.choice(["none", "white", "grey", "black"]))
    scale = dpi / 25.4
    w, h = w_mm * scale, h_mm * scale
    pad = 0.0 if border == "none" else rng.uniform(4, 18) * scale
    room = 0 if border == "none" else np.abs(np.sin(np.radians(skew))) * np.array([h, w])
    width, height = (np.array([w, h]) + 2 * pad + room).round().astype(int)
    # a turn of `skew` degrees clockwise in the picture, about its middle
    c, s = np.cos(np.radians(skew)), np.sin(np.radians(skew))
    shift = rng.uniform(-0.6, 0.6, 2) * pad
    turn = np.array([[c, -s], [s, c]])
    middle = np.array([(width - 1) / 2, (height - 1) / 2]) + shift

    def place(s_mm, t_mm):
        flat_mm = np.stack([np.asarray(s_mm) - w_mm / 2, np.asarray(t_mm) - h_mm / 2], -1)
        return flat_mm * scale @ turn.T + middle

    fx, fy = page.shape[1] / w_mm, page.shape[0] / h_mm
    source = page
    factor = scale / fx
    if factor < 0.9:
        source = cv2.resize(page, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    gx, gy = source.shape[1] / w_mm, source.shape[0] / h_mm
    # forward matrix from pixels of `source` to the picture: pixel centres are integers in both
    grow = np.array([[scale / gx, 0], [0, scale / gy]])
    linear = turn @ grow
    origin = place(0.5 / gx, 0.5 / gy)
    matrix = np.concatenate([linear, origin[:, None]], 1)
    shades = {"none": None, "white": 250, "grey": float(rng.uniform(110, 190)), "black": float(rng.uniform(2, 22))}
    lid = shades[border]
    how = {"borderMode": cv2.BORDER_REPLICATE} if lid is None else {"borderMode": cv2.BORDER_CONSTANT, "borderValue": (lid,) * 3}
    picture = cv2.warpAffine(source, matrix, (int(width), int(height)), flags=cv2.INTER_CUBIC, **how)
    picture = cv2.add(picture, rng.normal(0, rng.uniform(0.5, 2.5), picture.shape).astype(np.int16), dtype=cv2.CV_8U)
    mode = str(rng.choice(["colour", "grey", "bits"], p=[0.45, 0.35, 0.2]))
    if mode != "colour":
        picture = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    if mode == "bits":
        around = cv2.blur(picture, (int(scale * 8) | 1,) * 2).astype(np.int16)
        bits = np.where(picture < np.minimum(around - 14, 200), 0, 255)
        picture = np.where(around < 60, 0, bits).astype(np.uint8)
    u, v = (a.ravel() for a in np.meshgrid(np.linspace(0, 1, COLUMNS), np.linspace(0, 1, ROWS)))
    dots = ink_sample(rng, ink)
    ih, iw = ink.shape
    truth = {
        "kind": "scan", "design": f"{design}/{border}-{mode}-{dpi}", "turn": 0,
        "corners": place([0, w_mm, w_mm, 0], [0, 0, h_mm, h_mm]), "gutter": None, "paper_mm": (w_mm, h_mm),
        "width": int(width), "height": int(height), "grid": place(u * w_mm, v * h_mm),
        "ink": place((dots[:, 0] + 0.5) / iw * w_mm, (dots[:, 1] + 0.5) / ih * h_mm),
        "occluded": [False] * 4, "skew_deg": skew,
    }
    return picture, truth, page, dpi, mode == "bits"
