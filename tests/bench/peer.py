"""The public peer of the benchmark: what a competent script does with a folder of photos.

Two processes (multiprocessing), Pillow, img2pdf, XlsxWriter, zipfile. For each photo the same
work as ours: read, SHA-256, keep a copy, a picture for the screen (2,400 px) and a thumbnail, a
page of 1,754 px near 100 kB, its PDF; then one sheet and one archive.

`--draft` lets libjpeg decode at a reduced size, which a script written for speed would do.
"""

import argparse
import hashlib
import io
import json
import multiprocessing
import time
import zipfile
from pathlib import Path

import img2pdf
import xlsxwriter
from PIL import Image, ImageOps

TARGET = 100_000


def one(job):
    path, out, draft, stage = job
    data = path.read_bytes()
    sha = hashlib.sha256(data).hexdigest()
    if stage != "package":
        (out / "originals" / f"{sha}.jpg").write_bytes(data)
    image = Image.open(io.BytesIO(data))
    if draft:
        image.draft("RGB", (2400, 2400))
    image = ImageOps.exif_transpose(image)
    if stage != "package":
        display = image.copy()
        display.thumbnail((2400, 2400), Image.LANCZOS)
        display.save(out / "cache" / f"{sha}.jpg", quality=82)
        small = display.copy()
        small.thumbnail((320, 320), Image.LANCZOS)
        small.save(out / "cache" / f"{sha}.t.jpg", quality=75)
    if stage == "import":
        return path.stem, b""
    page = image.copy()
    page.thumbnail((1754, 1754), Image.LANCZOS)
    for quality in (75, 60, 45):
        buffer = io.BytesIO()
        page.save(buffer, "JPEG", quality=quality)
        if buffer.tell() <= TARGET:
            break
    layout = img2pdf.get_layout_fun((img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297)), fit=img2pdf.FitMode.into)
    return path.stem, img2pdf.convert(buffer.getvalue(), layout_fun=layout)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("photos", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--draft", action="store_true")
    parser.add_argument("--stage", choices=["all", "import", "package"], default="all")
    arguments = parser.parse_args()
    for sub in ("originals", "cache"):
        (arguments.out / sub).mkdir(parents=True, exist_ok=True)
    photos = sorted(arguments.photos.glob("*.jpg"))
    started = time.perf_counter()
    jobs = [(path, arguments.out, arguments.draft, arguments.stage) for path in photos]
    with multiprocessing.Pool(2) as pool:
        done = pool.map(one, jobs, chunksize=1)
    if arguments.stage != "import":
        book = xlsxwriter.Workbook(arguments.out / "KS.2008.01.xlsx")
        sheet = book.add_worksheet()
        for row, (name, _) in enumerate(done):
            for column in range(60):
                sheet.write_string(row + 1, column, f"{name} {column}")
        book.close()
        with zipfile.ZipFile(arguments.out / "KS.2008.01.zip", "w", zipfile.ZIP_STORED) as archive:
            for name, pdf in done:
                archive.writestr(f"{name}.pdf", pdf)
    seconds = time.perf_counter() - started
    print(json.dumps({"photos": len(photos), "seconds": seconds}))


main()
