"""How well a layout that was drawn on one page is carried through drawn books.

    python layouts.py SOHOA LEDGERS WORK [--books 3] [--cases 60] [--photolab]

SOHOA and LEDGERS are the two programs. Draws books of tables (eight and eighteen rows a page) and of
forms (two and four a page), each through the looks of `sohoa-ledgers`, and with --photolab (numpy,
opencv-python-headless, Pillow) the flat scans through another hand's photographs and scans. Cuts the
first page, carries it, and compares every edge with the paper. With the looks of `sohoa-ledgers` the
error of finding the page in its picture is part of what is counted; with the other hand's, whose pages
are hard to find, truth is put onto the page as it was found. What was drawn stays in WORK and is used again. Prints a table and writes WORK/layouts.json.
"""

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import time
from pathlib import Path

NEAR = 0.01
# name, per page, table
FORMS = [("bang-8", 8, True), ("bang-18", 18, True), ("phieu-2", 2, False), ("phieu-4", 4, False)]


def run(workspace, *words):
    environment = {**os.environ, "SOHOA_WORKSPACE": str(workspace)}
    done = subprocess.run([*map(str, words)], env=environment, capture_output=True, text=True)
    assert done.returncode in (0, 1), (words, done.stdout, done.stderr)
    return json.loads(done.stdout)


def photolab(flat_folder, out, kind, seed):
    """Pages in their order, each through its own photograph or scan."""
    import numpy as np

    from photolab import flat, shoot
    from photolab.scan import scan
    from photos import store, store_scan

    kept = out / "grids.json"
    if kept.exists():
        return [np.array(grid) for grid in json.loads(kept.read_text())]
    out.mkdir(parents=True)
    grids = []
    for number, file in enumerate(sorted(flat_folder.glob("*.jpg")), 1):
        rng = np.random.default_rng([seed, number, sum(kind.encode())])
        page = flat.given(file)
        if kind == "scan":
            picture, truth, _, dpi, bits = scan(rng, page)
            store_scan(rng, out / f"{number:04d}", picture, dpi, bits)
        else:
            picture, truth, _ = shoot.photo(rng, kind, [page], 8.0)
            store(rng, out / f"{number:04d}.jpg", picture)
        # In fractions of the picture as its file says it is upright.
        grids.append(np.array(truth["grid"]).reshape(25, 17, 2) / [truth["width"], truth["height"]])
    kept.write_text(json.dumps([grid.tolist() for grid in grids]))
    return grids


def found_shapes(kho):
    """How the pages were found to lie, in their order: corners and bow, or None for the whole picture."""
    with sqlite3.connect(f"file:{kho}/so-hoa.db?mode=ro", uri=True) as db:
        return [json.loads(row[0]) if row[0] else None for row in db.execute("SELECT shape FROM page ORDER BY rank")]


def on_flat(places, grid, shape):
    """Places down the paper, as places down the page that was found (`Shape::find`): the mean of a line."""
    import cv2
    import numpy as np

    down = np.linspace(0, 1, 25)
    lines = np.stack([[np.interp(places, down, grid[:, u, i]) for u in range(1, 16)] for i in (0, 1)], -1)
    square = np.float32([[0, 0], [1, 0], [1, 1], [0, 1]])
    corners = np.float32([[p["x"], p["y"]] for p in shape["corners"]]) if shape else square
    plane = cv2.perspectiveTransform(lines.reshape(1, -1, 2).astype(np.float32), cv2.getPerspectiveTransform(corners, square))[0]
    bow = shape.get("bow") if shape else None
    y = plane[:, 1]
    if bow:
        u = [b["u"] for b in bow]
        top, bottom = (np.interp(plane[:, 0], u, [b[side] for b in bow]) for side in ("top", "bottom"))
        y = (y - top) / (bottom - top)
    return y.reshape(15, -1).mean(0).tolist()


def edges(regions):
    return [r["y"] for r in regions] + [regions[-1]["y"] + regions[-1]["h"]]


def measure(given, name, per_page, table, look, seed):
    folder = given.work / f"{name}-{look}-{seed}"
    own = "scan" if look.startswith("lab-") else look
    words = [given.ledgers, "book", folder, "--type", "KS", "--year", 1987, "--cases", given.cases, "--per-page", per_page,
             "--look", own, "--seed", seed, *(["--table"] if table else [])]
    if not (folder / "cat.json").exists():
        subprocess.run([*map(str, words)], check=True)
    shutil.rmtree(folder / "kho", ignore_errors=True)
    truth = json.loads((folder / "cat.json").read_text())
    pages = folder / "trang"
    if own != look:
        pages = folder / look
        grids = photolab(folder / "trang", pages, look.removeprefix("lab-"), seed)
    kho, sohoa = folder / "kho", [given.sohoa, "--json"]
    run(kho, *sohoa, "init", kho, "--place", "UBND xã An Nhơn")
    book = run(kho, *sohoa, "book", "add", "--type", "KS", "--year", 1987, "--volume", 1)["book"]
    run(kho, *sohoa, "pages", "import", book, *sorted(p for p in pages.iterdir() if p.suffix != ".json"))
    if own != look:
        truth = [on_flat(places, grid, shape) for places, grid, shape in zip(truth, grids, found_shapes(kho))]
    rows = ",".join(str(min(1, max(0, at))) for at in truth[0])
    first = run(kho, *sohoa, "pages", "layout", book, "--page", 1, "--rows", "auto" if table else rows)
    found = len(first["regions"]) == per_page
    if not found:  # a person would mend it
        first = run(kho, *sohoa, "pages", "layout", book, "--page", 1, "--rows", rows)
    began = time.perf_counter()
    carried = run(kho, *sohoa, "pages", "carry", book, "--from", 1)
    seconds = time.perf_counter() - began
    out = {"form": name, "look": look, "seed": seed, "rows_found": found, "seconds": seconds, "astray": 0, "pages": []}
    for page in carried["pages"]:
        wanted = truth[page["page"] - 1]
        if len(wanted) != per_page + 1:  # the last page of forms has fewer, and another print
            continue
        if wanted[-1] - wanted[0] < 0.5:  # not found, or on its head: another fault, told by the page itself
            out["astray"] += 1
            continue
        got = edges(page["regions"])
        # Where a case ends at the edge of the paper nothing is cut.
        off = [abs(a - b) for a, b, first in zip(got, wanted, truth[0]) if 0.01 < first < 0.99]
        shape_unsure = page["confidence"] < 0.5
        out["pages"].append({"page": page["page"], "off": off, "confidence": page["confidence"], "unsure": shape_unsure})
    return out


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("sohoa", "ledgers", "work"):
        words.add_argument(name, type=lambda text: Path(text).resolve())
    words.add_argument("--books", type=int, default=3)
    words.add_argument("--cases", type=int, default=60)
    words.add_argument("--photolab", action="store_true")
    words.add_argument("--looks", nargs="*")
    words.add_argument("--forms", nargs="*", default=[name for name, *_ in FORMS])
    given = words.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    looks = given.looks or ["scan", "skewed", "photo"] + (["lab-plain", "lab-hard", "lab-scan"] if given.photolab else [])
    every = []
    print(f"{'':24} rows pages astray  edges ≤1%   worst  pages off  of them flagged  flagged though right")
    for name, per_page, table in [form for form in FORMS if form[0] in given.forms]:
        for look in looks:
            books = [measure(given, name, per_page, table, look, seed) for seed in range(1, given.books + 1)]
            every += books
            pages = [page for book in books for page in book["pages"]]
            off = [value for page in pages for value in page["off"]]
            wrong = [page for page in pages if max(page["off"]) > NEAR]
            right = [page for page in pages if max(page["off"]) <= NEAR]
            flagged = sum(page["unsure"] for page in wrong)
            print(f"{name:10} {look:10} {sum(b['rows_found'] for b in books)}/{len(books)} {len(pages):5} {sum(b['astray'] for b in books):6} "
                  f"{100 * sum(v <= NEAR for v in off) / max(1, len(off)):8.1f} % {max(off, default=0):7.4f} {len(wrong):8} "
                  f"{flagged:12} {sum(page['unsure'] for page in right):16}", flush=True)
    (given.work / "layouts.json").write_text(json.dumps(every))


if __name__ == "__main__":
    main()
