"""Photos and scans of drawn ledgers with their truth: python photos OUT --kind plain|hard|spread|scan
--count N --seed S. Written apart from the finder and from the ledgers of the tests: other paper, desks,
lights, lenses, curl and hands, so that the finder cannot fit its own pictures."""

import argparse
import json
from pathlib import Path

import numpy as np

import camera
import glass


def main():
    words = argparse.ArgumentParser()
    words.add_argument("out", type=Path)
    words.add_argument("--kind", choices=["plain", "hard", "spread", "scan"], required=True)
    words.add_argument("--count", type=int, default=20)
    words.add_argument("--seed", type=int, default=1)
    a = words.parse_args()
    (a.out / "flat").mkdir(parents=True, exist_ok=True)
    truth = []
    for i in range(a.count):
        rng = np.random.default_rng([a.seed, i, len(a.kind)])
        name = f"{i + 1:04}"
        take = glass.scan if a.kind == "scan" else camera.photo
        truth.append(take(rng, a.out, name, a.kind))
    (a.out / "truth.json").write_text(json.dumps(truth))


main()
