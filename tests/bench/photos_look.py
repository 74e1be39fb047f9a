"""Contact sheet of a drawn set with its truth laid over it, to be looked at.

    python photos_look.py SET OUT.jpg [--pages WORK/pages.json] [number ...]

Green: the grid; rings: corners, red the page's top left, then blue, violet, yellow; red line: the
gutter; blue dots: ink. With --pages (of `pictures.py`): orange, the corners that were found.
"""

import argparse
import json
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageOps

SIDE = 800
RINGS = [(255, 0, 0), (0, 0, 255), (255, 0, 255), (255, 255, 0)]


def cell(folder, truth, found):
    picture = np.array(ImageOps.exif_transpose(Image.open(folder / truth["file"])).convert("RGB"))
    assert picture.shape[:2] == (truth["height"], truth["width"]), truth["file"]
    scale = SIDE / max(picture.shape[:2])
    picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grid = (np.array(truth["grid"]).reshape(25, 17, 2) * scale).round().astype(int)
    for line in [*grid[::4], *grid.transpose(1, 0, 2)[::4]]:
        cv2.polylines(picture, [line], False, (0, 200, 0), 1, cv2.LINE_AA)
    for x, y in np.array(truth["ink"]).reshape(-1, 2) * scale:
        cv2.circle(picture, (int(x), int(y)), 1, (0, 0, 255), -1)
    if truth["gutter"]:
        cv2.polylines(picture, [(np.array(truth["gutter"]) * scale).astype(int)], False, (255, 0, 0), 2)
    for ring, (x, y) in zip(RINGS, np.array(truth["corners"]) * scale):
        cv2.circle(picture, (int(x), int(y)), 6, ring, 2)
    if found and found.get("found"):
        cv2.polylines(picture, [(np.array(found["found"]) * scale).round().astype(int)], True, (255, 140, 0), 2, cv2.LINE_AA)
    words = f"{truth['file']} {truth['kind']} turn {truth['turn']}" + (f" off {found['off']:.3f}{' flagged' if found['flagged'] else ''}" if found else "")
    cv2.putText(picture, words, (6, 18), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (255, 0, 0), 1, cv2.LINE_AA)
    framed = np.zeros((SIDE, SIDE, 3), np.uint8)
    framed[: picture.shape[0], : picture.shape[1]] = picture
    return framed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", type=Path)
    parser.add_argument("out")
    parser.add_argument("--pages", type=Path)
    parser.add_argument("numbers", type=int, nargs="*")
    given = parser.parse_intermixed_args()
    truths = json.loads((given.set / "truth.json").read_text())
    chosen = [t for k, t in enumerate(truths, 1) if k in given.numbers or (not given.numbers and k <= 12)]
    kinds = {t["kind"] for t in truths}
    pages = json.loads(given.pages.read_text()) if given.pages else []
    found = {p["file"]: p for p in pages if p["kind"] in kinds and not p.get("missing")}
    cells = [cell(given.set, truth, found.get(truth["file"])) for truth in chosen]
    cells += [np.zeros_like(cells[0])] * (-len(cells) % 4)
    sheet = np.vstack([np.hstack(cells[k : k + 4]) for k in range(0, len(cells), 4)])
    cv2.imwrite(given.out, sheet[..., ::-1])


if __name__ == "__main__":
    main()
