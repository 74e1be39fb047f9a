"""How well pages are found in photos whose truth is known (tests/bench/photos), and how fast:
python pictures.py WORK SOHOA [--count N] [--seed S]. Needs numpy, opencv-python-headless, scipy, Pillow.
Prints a table, writes WORK/figures.json."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageOps

HERE = Path(__file__).resolve().parent
KINDS = ["plain", "hard", "spread", "scan"]
BOOK = "KS.2008.01"
CROP = {"no_page", "edge_unsure", "corner_unsure", "outline_unsure", "cut_off"}


def sohoa(program, workspace, *words):
    """The command's JSON, seconds, and peak memory in MB."""
    environment = dict(os.environ, SOHOA_WORKSPACE=str(workspace), SOHOA_WHO="bench")
    began = time.perf_counter()
    process = subprocess.Popen([program, "--json", *map(str, words)], env=environment, stdout=subprocess.PIPE)
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, (words, out[-300:])
    return json.loads(out), time.perf_counter() - began, usage.ru_maxrss / 1024


def outside(polygon, points):
    """Pixels by which points lie outside a convex polygon."""
    polygon, points = np.asarray(polygon), np.asarray(points)
    worst = np.full(len(points), -np.inf)
    for a, b in zip(polygon, np.roll(polygon, -1, axis=0)):
        along = (b - a) / np.linalg.norm(b - a)
        worst = np.maximum(worst, (points - a) @ np.array([along[1], -along[0]]))
    return worst


def judge(page, truth, sums):
    corners = np.array(page["corners"]) if page["corners"] else None
    true = np.array(truth["corners"])
    w, h = truth["width"], truth["height"]
    whole = np.array([[0, 0], [w, 0], [w, h], [0, h]], float)
    found = whole if corners is None else corners
    width = (np.linalg.norm(true[0] - true[1]) + np.linalg.norm(true[2] - true[3])) / 2
    errors = [np.linalg.norm(np.roll(found, r, axis=0) - true, axis=1).max() / width for r in range(4)]
    reasons = set(page["reasons"])
    flagged = bool(reasons & CROP)
    # A scan without a border is its own page.
    right = min(errors) < 0.01 or (truth["kind"] == "scan" and not truth.get("border"))
    sums["pages"] += 1
    sums["right"] += right
    sums["right, flagged"] += bool(right and flagged)
    sums["wrong, flagged"] += not bool(right and flagged)
    sums["wrong, not flagged"] += not right and not flagged
    if truth["ink"] and corners is not None:
        cuts = (outside(corners, truth["ink"]) > 0.005 * width).any()
        sums["cuts ink, not flagged"] += bool(cuts and not flagged)
    turned = round((np.degrees(np.arctan2(*(found[1] - found[0])[::-1]) - np.arctan2(*(true[1] - true[0])[::-1]))) / 90) % 4
    upright = turned == 0
    unsure = "upright_unsure" in reasons
    sums["upright"] += upright
    sums["upright, flagged"] += upright and unsure
    sums["not upright, flagged"] += not upright and unsure
    sums["not upright, not flagged"] += not upright and not unsure
    if truth["gutter"]:
        true_gutter = np.array(truth["gutter"])
        at = np.array(page["gutter"]) if page["gutter"] else None
        near = at is not None and np.abs(at - true_gutter)[:, 0].max() < 0.01 * width / 2
        sums["gutter right"] += bool(near)
        sums["gutter wrong, flagged"] += not near and bool(reasons)
        sums["gutter wrong, not flagged"] += not near and not reasons
    return upright and (right or truth["kind"] == "scan")


def left_over(shown, flat):
    """Degrees and share of the width by which a delivered page is off its flat page, by matched patches."""
    size = (900, round(900 * flat.shape[0] / flat.shape[1]))
    a = cv2.resize(cv2.cvtColor(shown, cv2.COLOR_RGB2GRAY), size, interpolation=cv2.INTER_AREA).astype(np.float32)
    b = cv2.resize(cv2.cvtColor(flat, cv2.COLOR_RGB2GRAY), size, interpolation=cv2.INTER_AREA).astype(np.float32)
    ink = lambda g: cv2.GaussianBlur(g, (0, 0), 12) - g
    a, b = ink(a), ink(b)
    window = cv2.createHanningWindow((128, 128), cv2.CV_32F)
    places, shifts = [], []
    for y in range(0, size[1] - 128, 64):
        for x in range(0, size[0] - 128, 64):
            p, q = a[y : y + 128, x : x + 128], b[y : y + 128, x : x + 128]
            if q.std() < 6:
                continue
            (dx, dy), sure = cv2.phaseCorrelate(q, p, window)
            if sure > 0.15 and abs(dx) < 30 and abs(dy) < 30:
                places.append((x + 64, y + 64))
                shifts.append((dx, dy))
    if len(places) < 12:
        return None
    src, dst = np.float32(places), np.float32(places) + np.float32(shifts)
    fit, _ = cv2.estimateAffinePartial2D(src, dst, method=cv2.RANSAC, ransacReprojThreshold=4)
    if fit is None:
        return None
    rest = np.linalg.norm(src @ fit[:, :2].T + fit[:, 2] - dst, axis=1)
    return abs(np.degrees(np.arctan2(fit[1, 0], fit[0, 0]))), np.percentile(rest, 90) / size[0]


def strokes(picture):
    """Mean darkness of the strokes in parts of the paper around them."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    paper = cv2.dilate(grey, np.ones((25, 25)))
    dark = (paper - grey) / np.maximum(paper, 1)
    return dark


def contrast(shown, source, truth):
    """Stroke contrast of the delivered page by that of its own source, both at reading size."""
    size = (1600, round(1600 * truth["paper_mm"][1] / truth["paper_mm"][0]))
    grid = np.array(truth["grid"], np.float32).reshape(25, 17, 2)
    # The grid's first and last columns are the page's edges: stretch so that they fall on them.
    ys, xs = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    gx, gy = xs / (size[0] - 1) * 16, ys / (size[1] - 1) * 24
    place = cv2.remap(grid, gx, gy, cv2.INTER_LINEAR)
    own = cv2.remap(source, place[..., 0], place[..., 1], cv2.INTER_AREA)
    seen = cv2.resize(shown, size, interpolation=cv2.INTER_CUBIC)
    a, b = strokes(seen), strokes(own)
    mask = b > np.percentile(b, 97)
    if mask.sum() < 500:
        return None
    near = cv2.dilate(a, np.ones((7, 7)))  # a page may be off by some pixels
    return float(near[mask].mean() / cv2.dilate(b, np.ones((7, 7)))[mask].mean())


def measure(kind, work, program, count):
    folder = work / kind
    truth = {t["file"]: t for t in json.loads((folder / "truth.json").read_text())[:count]}
    pictures = work / f"in-{kind}"
    shutil.rmtree(pictures, ignore_errors=True)
    pictures.mkdir()
    for file in truth:
        os.link(folder / file, pictures / file)
    workspace = work / f"kho-{kind}"
    shutil.rmtree(workspace, ignore_errors=True)
    sohoa(program, workspace, "init", workspace, "--place", "UBND xã An Nhơn")
    sohoa(program, workspace, "book", "add", "--type", "KS", "--year", "2008", "--volume", "01")
    _, seconds, memory = sohoa(program, workspace, "pages", "import", BOOK, pictures, "--flatten", "auto")
    pages, _, _ = sohoa(program, workspace, "pages", "quality", BOOK)
    sums, skews, rests, sizes, contrasts = Counter(), [], [], [], []
    for page in pages["pages"]:
        t = truth[Path(page["file"]).name]
        fine = judge(page, t, sums)
        out = work / "shown.jpg"
        sohoa(program, workspace, "pages", "show", BOOK, page["index"], "--out", out)
        sizes.append(out.stat().st_size / 1000)
        if fine and kind != "spread":
            shown = np.array(Image.open(out).convert("RGB"))
            left = left_over(shown, np.array(Image.open(folder / t["flat"]).convert("RGB")))
            if left and (kind != "scan" or not t.get("border")):
                skews.append(left[0])
                rests.append(left[1])
            elif left:
                skews.append(left[0])
            if kind != "scan" and len(contrasts) < 12:
                source = ImageOps.exif_transpose(Image.open(folder / t["file"])).convert("RGB")
                ratio = contrast(shown, np.array(source), t)
                contrasts += [ratio] if ratio else []
    row = dict(sums)
    row |= {
        "photos a minute": round(60 * sums["pages"] / seconds),
        "peak MB": round(memory),
        "skew median": round(float(np.median(skews)), 3) if skews else None,
        "skew worst": round(float(np.max(skews)), 3) if skews else None,
        "off, % of width, median": round(100 * float(np.median(rests)), 2) if rests else None,
        "kB a page": round(float(np.mean(sizes))),
        "stroke contrast": round(float(np.mean(contrasts)), 3) if contrasts else None,
    }
    return row


def main():
    words = argparse.ArgumentParser()
    words.add_argument("work", type=Path)
    words.add_argument("sohoa")
    words.add_argument("--count", type=int, default=40)
    words.add_argument("--seed", type=int, default=99)
    a = words.parse_args()
    figures = {}
    for kind in KINDS:
        if not (a.work / kind / "truth.json").exists():
            subprocess.run([sys.executable, HERE / "photos", a.work / kind, "--kind", kind, "--count", str(a.count),
                            "--seed", str(a.seed)], check=True)
        figures[kind] = measure(kind, a.work, a.sohoa, a.count)
    keys = list(dict.fromkeys(key for row in figures.values() for key in row))
    print(f"{'':28}" + "".join(f"{kind:>10}" for kind in KINDS))
    for key in keys:
        print(f"{key:28}" + "".join(f"{str(figures[kind].get(key, '')):>10}" for kind in KINDS))
    (a.work / "figures.json").write_text(json.dumps(figures, indent=1, default=float))


main()
