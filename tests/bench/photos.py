"""Draws photographs and scans of ledger pages whose truth is known to a fraction of a pixel.

    python photos.py OUT --kind plain|hard|spread|scan --count N --seed S [--mp 12] [--pages FOLDER]

Needs numpy, opencv-python-headless and Pillow; fontpkg-dancing-script and fontpkg-great-vibes
for handwriting (else slanted print), and the Noto or DejaVu fonts of the system. Writes
OUT/0001.jpg ..., OUT/flat/0001.jpg ... and OUT/truth.json (see `photolab` for what is in it).
It follows its own idea of a photograph, on purpose: it must not share one with what it tests.
"""

import argparse
import json
import time
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from photolab import flat, shoot
from photolab.scan import scan

PICTURES = {".jpg", ".jpeg", ".png", ".tif", ".tiff"}


def exif(orientation):
    tags = Image.Exif()
    tags[0x0112] = orientation
    return tags.tobytes()


def store(rng, path, picture):
    """A JPEG as a phone writes it: sometimes stored turned, with the EXIF tag that turns it back."""
    orientation = int(rng.choice([1, 3, 6, 8], p=[0.6, 0.06, 0.26, 0.08]))
    unturn = {3: cv2.ROTATE_180, 6: cv2.ROTATE_90_COUNTERCLOCKWISE, 8: cv2.ROTATE_90_CLOCKWISE}
    if orientation in unturn:
        picture = cv2.rotate(picture, unturn[orientation])
    quality = int(rng.integers(80, 96))
    data = cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()
    segment = exif(orientation)
    segment = b"" if orientation == 1 and rng.random() < 0.3 else b"\xff\xe1" + (len(segment) + 2).to_bytes(2, "big") + segment
    path.write_bytes(data[:2] + segment + data[2:])


def store_scan(rng, stem, picture, dpi, bits):
    """A scanner's file: 1-bit as PNG or TIFF with G4, others as JPEG or now and then PNG."""
    image, about = Image.fromarray(picture), {"dpi": (dpi, dpi)}
    if bits:
        image = image.point(lambda value: 255 if value > 127 else 0).convert("1")
        name = f"{stem.name}.{'tif' if rng.random() < 0.5 else 'png'}"
        if name.endswith("tif"):
            about["compression"] = "group4"
    elif rng.random() < 0.15:
        name = f"{stem.name}.png"
    else:
        name, about["quality"] = f"{stem.name}.jpg", int(rng.integers(80, 96))
    image.save(stem.parent / name, **about)
    return name


def rounded(value):
    if isinstance(value, np.ndarray):
        return np.round(value, 3).tolist()
    return [float(v) for v in value] if isinstance(value, tuple) else value


def generate(out, kind, count, seed, mp=12.0, pages=None, say=print):
    out = Path(out)
    (out / "flat").mkdir(parents=True, exist_ok=True)
    given = sorted(f for f in Path(pages).iterdir() if f.suffix.lower() in PICTURES) if pages else []
    truths = []
    for number in range(1, count + 1):
        rng = np.random.default_rng([seed, number, sum(kind.encode())])
        started = time.perf_counter()

        def page(size=None, look=None):
            if given and number % 2 == 0:
                return flat.given(given[rng.integers(len(given))])
            return flat.drawn(rng, size, look)

        this = "spread-part" if kind == "hard" and rng.random() < 0.06 else kind
        # the two pages of a book are of one paper, mostly; one may be a leaf put in later
        look = str(rng.choice(list(flat.PAPERS))) if rng.random() < 0.9 else None
        double = this.startswith("spread")
        first = page(*(flat.SIZES[rng.integers(len(flat.SIZES))], look) if double else ())
        if kind == "scan":
            picture, truth, true_flat, dpi, bits = scan(rng, first)
            name = store_scan(rng, out / f"{number:04d}", picture, dpi, bits)
        else:
            flats = [first]
            if double:
                second = page(first[3], look)
                if second[0].shape != first[0].shape:
                    shape = first[0].shape[1::-1]
                    second = (cv2.resize(second[0], shape), cv2.resize(second[1], shape), second[2], first[3])
                flats.append(second)
            picture, truth, true_flat = shoot.photo(rng, this, flats, mp)
            name = f"{number:04d}.jpg"
            store(rng, out / name, picture)
        truth = {"file": name, **truth, "flat": f"flat/{number:04d}.jpg"}
        Image.fromarray(true_flat).save(out / truth["flat"], quality=95)
        truths.append({key: rounded(value) for key, value in truth.items()})
        say(f"{name} {truth['design']} {time.perf_counter() - started:.1f} s")
    (out / "truth.json").write_text(json.dumps(truths))
    return truths


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("out")
    words.add_argument("--kind", choices=["plain", "hard", "spread", "scan"], required=True)
    words.add_argument("--count", type=int, default=20)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--mp", type=float, default=12.0, help="megapixels of a photo")
    words.add_argument("--pages", help="a folder of flat pages to use for every second picture")
    given = words.parse_args()
    generate(given.out, given.kind, given.count, given.seed, given.mp, given.pages)


if __name__ == "__main__":
    main()
