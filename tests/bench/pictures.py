"""Measures how well pages are found, straightened and turned, on pictures whose truth is known.

    python pictures.py WORK SOHOA_BINARY [--count N] [--kinds plain,hard,spread,scan] [--peers N]

Draws the sets with `photos.py` where WORK lacks them, brings each into a fresh workspace with
`pages import --flatten auto`, asks `pages quality` what was found and `pages show` for the page
as delivered, and compares both with the truth. Public peers run on the same files: ImageMagick's
deskew, unpaper, page-dewarp. Prints a table; writes WORK/figures.json and, for looking into what
went wrong, WORK/pages.json.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

import photos
from photolab import judge

BOOK = "KS.2008.01"
SEED = 2008
TIMEOUT = 120
Image.MAX_IMAGE_PIXELS = None


def words(sohoa, workspace, *arguments):
    environment = dict(os.environ, SOHOA_WORKSPACE=str(workspace), SOHOA_WHO="bench")
    done = subprocess.run([sohoa, "--json", *map(str, arguments)], env=environment, capture_output=True)
    if done.returncode:
        raise RuntimeError(f"sohoa {' '.join(map(str, arguments))}: {done.stderr.decode()[-500:] or done.stdout.decode()[-500:]}")
    return json.loads(done.stdout) if done.stdout.strip() else None


# A process remembers the peak memory of the one it was forked from; so a small one does the forking.
SCALES = """
import json, os, subprocess, sys, time
started = time.perf_counter()
with open(sys.argv[1], "wb") as out:
    process = subprocess.Popen(sys.argv[2:], stdout=out, stderr=out)
    _, status, usage = os.wait4(process.pid, 0)
print(json.dumps([os.waitstatus_to_exitcode(status), time.perf_counter() - started, usage.ru_maxrss / 1024]))
"""


def weighed(command, environment, log):
    """Seconds and peak memory (MB) of a command."""
    done = subprocess.run([sys.executable, "-c", SCALES, log, *map(str, command)], env=environment, capture_output=True, check=True)
    code, seconds, memory = json.loads(done.stdout)
    if code:
        raise RuntimeError(f"{command[0]} failed: {Path(log).read_text()[-500:]}")
    return seconds, memory


def upright(path):
    """A picture as EXIF turns it: RGB."""
    with Image.open(path) as image:
        return np.asarray(ImageOps.exif_transpose(image).convert("RGB"))


def prepared(work, kind, count):
    """The set's folder, drawn if absent, and beside it a folder with nothing but the pictures."""
    folder = work / "sets" / f"{kind}-{count}"
    if not (folder / "truth.json").exists():
        print(f"drawing {count} of {kind}", file=sys.stderr)
        photos.generate(folder, kind, count, SEED, say=lambda line: print("  " + line, file=sys.stderr))
    truths = json.loads((folder / "truth.json").read_text())
    only = folder / "pictures"
    shutil.rmtree(only, ignore_errors=True)
    only.mkdir()
    for truth in truths:
        os.link(folder / truth["file"], only / truth["file"])
    return folder, only, truths


def compared(truth, folder, delivered_path):
    """Measures of one delivered picture against the flat page."""
    flat, delivered = upright(folder / truth["flat"]), upright(delivered_path)
    matched = judge.match(flat, delivered)
    compressed = delivered_path.suffix != ".ppm"
    out = {"bytes": delivered_path.stat().st_size if compressed else None, "matched": matched is not None}
    if matched:
        out["strokes"] = judge.stroke_ratio(truth, flat, upright(folder / truth["file"]), delivered, matched)
        out.update({key: matched[key] for key in ("skew", "quarters", "rms", "worst", "patches")})
    return out


def ours(sohoa, work, folder, only, truths, kind):
    """Imports a set and measures every page of it."""
    workspace = work / f"kho-{kind}"
    shutil.rmtree(workspace, ignore_errors=True)
    words(sohoa, workspace, "init", workspace, "--place", "UBND xã An Nhơn")
    words(sohoa, workspace, "book", "add", "--type", "KS", "--year", "2008", "--volume", "01")
    environment = dict(os.environ, SOHOA_WORKSPACE=str(workspace), SOHOA_WHO="bench")
    seconds, memory = weighed([sohoa, "--json", "pages", "import", BOOK, only, "--flatten", "auto"], environment, work / f"import-{kind}.log")
    entries = words(sohoa, workspace, "pages", "quality", BOOK)["pages"]
    by_file = {}
    for number, entry in enumerate(entries, 1):
        by_file.setdefault(Path(entry["file"]).name, (number, entry))
    pages = []
    out = work / f"delivered-{kind}"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    for truth in truths:
        if truth["file"] not in by_file:
            pages.append({"file": truth["file"], "kind": truth["kind"], "missing": True})
            continue
        number, entry = by_file[truth["file"]]
        page = {"file": truth["file"], "kind": truth["kind"], "design": truth["design"], "reasons": entry["reasons"],
                "hidden": any(truth["occluded"]), **judge.corners(truth, entry)}
        target = out / f"{Path(truth['file']).stem}.jpg"
        words(sohoa, workspace, "pages", "show", BOOK, number, "--out", target)
        page.update(compared(truth, folder, target))
        pages.append(page)
    return pages, seconds, memory


# Peers: each takes (source, folder for its output) and returns the picture it made.


def imagemagick(source, out):
    subprocess.run(["convert", source, "-auto-orient", "-deskew", "40%", "+repage", out / "im.jpg"], check=True, timeout=TIMEOUT, capture_output=True)
    return out / "im.jpg"


def unpaper(source, out):
    subprocess.run(["unpaper", "--overwrite", source, out / "unpaper.ppm"], check=True, timeout=TIMEOUT, capture_output=True)
    return out / "unpaper.ppm"


def page_dewarp(source, out):
    tool = Path(sys.executable).with_name("page-dewarp")
    tool = str(tool) if tool.exists() else "page-dewarp"
    subprocess.run([tool, source.resolve()], check=True, timeout=TIMEOUT, capture_output=True, cwd=out)
    made = sorted(out.glob("*_thresh.png"))
    if not made:
        raise RuntimeError("no picture")
    return made[0]


# name, call, what it is given, at most how many
PEERS = [("ImageMagick -deskew", imagemagick, "jpg", None), ("unpaper", unpaper, "ppm", None), ("page-dewarp", page_dewarp, "jpg", 4)]


def peer_figures(work, folder, truths, most):
    rows = {}
    for name, call, suffix, limit in PEERS:
        seconds, made, failed = [], [], []
        for truth in truths[: min(most, limit or most)]:
            out = work / "peer"
            shutil.rmtree(out, ignore_errors=True)
            out.mkdir()
            source = out / f"in.{suffix}"
            Image.fromarray(upright(folder / truth["file"])).save(source, quality=95)
            started = time.perf_counter()
            try:
                result = call(source, out)
                seconds.append(time.perf_counter() - started)
                made.append(compared(truth, folder, result))
            except Exception as error:  # whatever ends a peer is a failure of that peer
                failed.append(f"{truth['file']}: {type(error).__name__}")
        rows[name] = {"tried": len(made) + len(failed), "failed": len(failed), "failures": failed,
                      "seconds": float(np.mean(seconds)) if seconds else None, **straightness(made)}
    return rows


def share(values):
    values = list(values)
    return {"count": int(sum(values)), "of": len(values)}


def spread_of(values, absolute=False):
    values = [abs(v) if absolute else v for v in values if v is not None]
    if not values:
        return None
    return {"median": float(np.median(values)), "p95": float(np.percentile(values, 95)), "of": len(values)}


def straightness(pages):
    seen = [p for p in pages if p.get("matched")]
    sizes = [p["bytes"] for p in pages if p.get("bytes")]
    return {"matched": share(bool(p.get("matched")) for p in pages), "skew": spread_of((p["skew"] for p in seen), True),
            "rms": spread_of(p["rms"] for p in seen), "turned_wrong": share(p["quarters"] != 0 for p in seen),
            "strokes": spread_of(p.get("strokes") for p in seen), "kb": float(np.mean(sizes) / 1000) if sizes else None}


def has_edges(page):
    """Whether the paper's border can be seen at all: a scan on a white lid, or cut to size, has none."""
    lid = page["design"].rsplit("/", 1)[-1]
    return page["kind"] != "scan" or lid.startswith("black-") or (lid.startswith("grey-") and "-bits-" not in lid)


def our_figures(pages):
    here = [p for p in pages if not p.get("missing")]
    edged = [p for p in here if has_edges(p)]
    wrong = [p for p in edged if not p["right"]]
    gutters = [p for p in here if "gutter_off" in p]
    good = [p["gutter_off"] is not None and p["gutter_off"] <= judge.RIGHT for p in gutters]
    return {
        "pages": len(pages), "missing": len(pages) - len(here),
        "corners_right": share(p["right"] for p in edged),
        "corners_right_none_hidden": share(p["right"] for p in edged if not p["hidden"]),
        "kept_whole": share(p["kept_whole"] for p in here),
        "wrong_flagged": share(p["flagged"] for p in wrong),
        "wrong_unflagged": share(not p["right"] and not p["flagged"] for p in edged),
        "cut_ink_unflagged": share(p["cut"] > 0 and not p["right"] and not p["flagged"] for p in here),
        "cut_ink_straight_unflagged": share(p["cut_straight"] > 0 and not p["flagged"] for p in here),
        "false_flags": share(p["flagged"] for p in edged if p["right"] and p["upright"]),
        "upright_right": share(p["upright"] for p in here),
        "upright_wrong_flagged": share(not p["upright"] and p["flagged"] for p in here),
        "upright_wrong_unflagged": share(not p["upright"] and not p["flagged"] for p in here),
        "gutter_right": share(good), "gutter_right_or_flagged": share(g or p["flagged"] for g, p in zip(good, gutters)),
        **straightness(here),
    }


def shown(value, digits=2):
    if value is None:
        return "-"
    if isinstance(value, dict) and "count" in value:
        return f"{value['count']}/{value['of']}" if value["of"] else "-"
    if isinstance(value, dict):
        return f"{value['median']:.{digits}f} / {value['p95']:.{digits}f}"
    return f"{value:.{digits}f}" if isinstance(value, float) else str(value)


LINES = [("pages", "pages"), ("missing", "not imported"), ("seconds", "seconds a page, importing"), ("memory_mb", "peak memory, MB"),
         ("corners_right", "all four corners within 1 %"), ("corners_right_none_hidden", "  the same, no corner under a hand"),
         ("kept_whole", "whole picture kept"), ("wrong_flagged", "wrong ones flagged"), ("wrong_unflagged", "wrong and unflagged"),
         ("cut_ink_unflagged", "wrong, cuts ink, unflagged"), ("cut_ink_straight_unflagged", "  straight crop leaves ink out, unflagged"),
         ("false_flags", "right but flagged"), ("upright_right", "upright"), ("upright_wrong_flagged", "not upright, flagged"),
         ("upright_wrong_unflagged", "not upright, unflagged"), ("gutter_right", "gutter within 1 %"),
         ("gutter_right_or_flagged", "gutter within 1 % or flagged"), ("matched", "delivered picture matched"),
         ("turned_wrong", "  delivered not upright"), ("skew", "  skew left, degrees, median / p95"),
         ("rms", "  displacement left, % of width"), ("strokes", "  stroke contrast, share of source"), ("kb", "mean size, kB")]


def print_table(figures):
    columns = list(figures)
    print(f"\n{'':44}" + "".join(f"{name:>16}" for name in columns))
    for key, label in LINES:
        print(f"{label:44}" + "".join(f"{shown(figures[name].get(key)):>16}" for name in columns))
    print(f"\n{'peer':24}{'set':13}{'failed':>8}{'s/picture':>11}{'matched':>9}{'skew left':>16}{'displacement':>16}{'strokes':>14}{'kB':>8}")
    for name in columns:
        for peer, row in {"ours": figures[name], **figures[name].get("peers", {})}.items():
            failed = f"{row['failed']}/{row['tried']}" if "failed" in row else "-"
            print(f"{peer:24}{name:13}{failed:>8}{shown(row.get('seconds')):>11}{shown(row['matched']):>9}{shown(row['skew']):>16}"
                  f"{shown(row['rms']):>16}{shown(row['strokes']):>14}{shown(row['kb'], 0):>8}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("sohoa")
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--kinds", default="plain,hard,spread,scan")
    parser.add_argument("--peers", type=int, default=8, help="pictures a set for the peers; 0 for none")
    given = parser.parse_args()
    given.work = given.work.resolve()
    given.work.mkdir(parents=True, exist_ok=True)
    figures, everything = {}, []
    for kind in given.kinds.split(","):
        folder, only, truths = prepared(given.work, kind, given.count)
        pages, seconds, memory = ours(os.path.abspath(given.sohoa), given.work, folder, only, truths, kind)
        everything += [{"set": kind, **page} for page in pages]
        for group in dict.fromkeys(truth["kind"] for truth in truths):
            part = [page for page in pages if page["kind"] == group]
            figures[group] = our_figures(part)
            if group == kind:
                figures[group] |= {"seconds": seconds / len(truths), "memory_mb": memory}
        if given.peers:
            figures[kind]["peers"] = peer_figures(given.work, folder, [t for t in truths if t["kind"] == kind], given.peers)
        (given.work / "figures.json").write_text(json.dumps(figures, indent=1))
        (given.work / "pages.json").write_text(json.dumps(everything, indent=1))
    print_table(figures)


if __name__ == "__main__":
    main()
