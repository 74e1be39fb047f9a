"""Flat ledger pages: what lies under the camera before there is a camera.

Every design draws on three masks (print, hand, stamp) rather than on the paper, so that the true
ink is known exactly and is never confused with a stain or a darkened edge.
"""

import importlib.util
import os
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFont

PX = 9.0  # pixels per millimetre of a flat page (about 229 dpi)
PRINT = ["NotoSerif-Regular.ttf", "DejaVuSerif.ttf", "NotoSans-Regular.ttf", "DejaVuSans.ttf"]
HEAVY = ["NotoSerif-Bold.ttf", "DejaVuSerif-Bold.ttf", "NotoSans-Bold.ttf", "DejaVuSans-Bold.ttf"]
SLANTED = ["NotoSerif-Italic.ttf", "DejaVuSerif-Italic.ttf", "DejaVuSans-Oblique.ttf"]
# Script fonts that cover Vietnamese, from PyPI (pip install fontpkg-dancing-script
# fontpkg-great-vibes); more may lie as .ttf files in the folder named by PHOTOS_FONTS.
PACKAGES = ["fontpkg_dancing_script", "fontpkg_great_vibes"]

FAMILY = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()
MIDDLE = "Văn Thị Hữu Đức Ngọc Minh Thanh Quốc Thùy Xuân Kim Bá Công Mỹ".split()
GIVEN = "An Bình Chi Dũng Giang Hạnh Hương Khánh Lộc Mận Nghĩa Oanh Phúc Quý Sửu Thảo Tưởng Uyên Vượng Yến".split()
PLACES = ["thôn Đông", "xã An Nhơn", "ấp Thượng", "huyện Phước Lâm", "tổ 4, ấp Hạ", "xóm Mới", "thị trấn Bình Hòa", "tỉnh Sơn Hải"]
WORDS = "kinh nông công giáo viên buôn bán làm ruộng nội trợ thợ mộc cán bộ học sinh chết già bệnh phổi đã ký nhận bản sao đính chính theo quyết định số".split()
LABELS = ["Họ và tên", "Giới tính", "Sinh ngày, tháng, năm", "Nơi sinh", "Dân tộc", "Quốc tịch", "Quê quán",
          "Họ và tên cha", "Năm sinh của cha", "Nghề nghiệp", "Nơi thường trú", "Họ và tên mẹ",
          "Năm sinh của mẹ", "Họ, tên người đi khai", "Quan hệ với người được khai", "Giấy tờ tùy thân", "Ghi chú"]
STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


@lru_cache(None)
def writing_fonts():
    """Files that look written by hand; slanted print when no script font is installed."""
    files = []
    for package in PACKAGES:
        found = importlib.util.find_spec(package)
        if found and found.submodule_search_locations:
            files += Path(found.submodule_search_locations[0]).rglob("*.ttf")
    if os.environ.get("PHOTOS_FONTS"):
        files += Path(os.environ["PHOTOS_FONTS"]).glob("*.ttf")
    unique = {file.name: str(file) for file in files}
    return sorted(unique.values(), key=os.path.basename) or SLANTED


@lru_cache(256)
def font(name, pixels):
    return ImageFont.truetype(name, pixels)


class Page:
    """Masks of one page, drawn in millimetres."""

    def __init__(self, rng, w, h):
        self.rng, self.w, self.h = rng, w, h
        size = (round(w * PX), round(h * PX))
        self.print, self.hand_mask, self.stamp = (Image.new("L", size, 0) for _ in range(3))
        self.pen = ImageDraw.Draw(self.print)
        style = rng.integers(len(PRINT))
        self.regular, self.heavy = PRINT[style], HEAVY[style]
        fonts = writing_fonts()
        self.hands = [fonts[rng.integers(len(fonts))] for _ in range(2)]
        self.slope = rng.normal(0, 0.6)

    def text(self, x, y, words, size=3.4, heavy=False, anchor="ls"):
        self.pen.text((x * PX, y * PX), words, 255, font(self.heavy if heavy else self.regular, round(size * PX)), anchor)

    def width(self, words, size=3.4, heavy=False):
        return font(self.heavy if heavy else self.regular, round(size * PX)).getlength(words) / PX

    def line(self, x0, y0, x1, y1, thick=0.25, strength=255):
        self.pen.line((x0 * PX, y0 * PX, x1 * PX, y1 * PX), strength, max(1, round(thick * PX)))

    def box(self, x0, y0, x1, y1, thick=0.4):
        self.pen.rectangle((x0 * PX, y0 * PX, x1 * PX, y1 * PX), outline=255, width=max(1, round(thick * PX)))

    def dots(self, x0, x1, y):
        for x in np.arange(x0, x1, 1.3):
            self.pen.ellipse(((x - 0.13) * PX, (y - 0.13) * PX, (x + 0.13) * PX, (y + 0.13) * PX), fill=230)

    def hand(self, x, y, words, size=5.0, room=None):
        """A written line, slightly turned, of uneven size; cut where the room ends."""
        rng = self.rng
        face = self.hands[0 if rng.random() < 0.93 else 1]
        pixels = max(8, round(size * PX * rng.uniform(0.88, 1.1)))
        write = font(face, pixels)
        while room and write.getlength(words) > room * PX and " " in words:
            words = words.rsplit(" ", 1)[0]
        wide = int(write.getlength(words)) + 2 * pixels
        strip = Image.new("L", (wide, 3 * pixels), 0)
        ImageDraw.Draw(strip).text((pixels, 2 * pixels), words, int(rng.integers(190, 256)), write, "ls")
        if face in SLANTED:
            strip = strip.transform(strip.size, Image.AFFINE, (1, 0.25, -0.5 * pixels, 0, 1, 0), Image.BILINEAR)
        strip = strip.rotate(self.slope + rng.normal(0, 0.5), Image.BICUBIC, center=(pixels, 2 * pixels))
        at = (round(x * PX) - pixels, round((y + rng.normal(0, 0.25)) * PX) - 2 * pixels)
        here = self.hand_mask.crop((*at, at[0] + wide, at[1] + 3 * pixels))
        self.hand_mask.paste(ImageChops.lighter(here, strip), at)

    def seal(self, x, y, radius):
        """A round stamp: two rings, letters around, a star; worn unevenly."""
        rng, r = self.rng, radius * PX
        side = int(2.2 * r)
        seal = Image.new("L", (side, side), 0)
        pen, c = ImageDraw.Draw(seal), side / 2
        for part, thick in ((1, 0.06), (0.62, 0.035)):
            pen.ellipse((c - r * part, c - r * part, c + r * part, c + r * part), outline=255, width=max(2, int(r * thick)))
        angles = [(-90 + 144 * k) * np.pi / 180 for k in range(5)]
        pen.polygon([(c + 0.3 * r * np.cos(a), c + 0.3 * r * np.sin(a)) for a in angles], fill=255)
        face = font(HEAVY[2], max(8, int(r * 0.22)))
        for k, letter in enumerate("ỦY BAN NHÂN DÂN XÃ AN NHƠN • "):
            glyph = Image.new("L", (side, side), 0)
            ImageDraw.Draw(glyph).text((c, c - r * 0.72), letter, 255, face, "ms")
            seal = ImageChops.lighter(seal, glyph.rotate(-k * 360 / 29, Image.BILINEAR))
        seal = seal.rotate(rng.uniform(-40, 40), Image.BILINEAR)
        self.stamp.paste(seal, (round(x * PX - c), round(y * PX - c)))


def person(rng):
    return f"{rng.choice(FAMILY)} {rng.choice(MIDDLE)} {rng.choice(GIVEN)}"


def day(rng):
    return f"{rng.integers(1, 29):02d}/{rng.integers(1, 13):02d}/{rng.integers(1955, 2012)}"


def phrase(rng, count=4):
    kind = rng.integers(4)
    if kind == 0:
        return person(rng)
    if kind == 1:
        return day(rng)
    if kind == 2:
        return f"{rng.choice(PLACES)}, {rng.choice(PLACES)}"
    return " ".join(rng.choice(WORDS, count))


def heading(page, y, title, margin):
    centre = page.w / 2
    if page.rng.random() < 0.5:
        page.text(centre, y, STATE, 3.6, True, "ms")
        page.text(centre, y + 6, MOTTO, 3.4, True, "ms")
        page.line(centre - 24, y + 8, centre + 24, y + 8)
        y += 18
    page.text(centre, y + 3, title, page.rng.uniform(5, 7.5), True, "ms")
    page.text(centre, y + 9, f"Số: {page.rng.integers(1, 400)}   Quyển số: 01/{page.rng.integers(1980, 2012)}", 3.4, False, "ms")
    return y + 18


def labelled(page, x0, x1, y, label, size=3.5, skip=0.06):
    """A printed label, dots to the end of the line, something written above the dots."""
    page.text(x0, y, label + ":", size)
    start = x0 + page.width(label + ": ", size) + 1
    page.dots(start, x1, y + 0.4)
    if page.rng.random() > skip:
        page.hand(start + page.rng.uniform(0.5, 4), y - 0.4, phrase(page.rng), size * page.rng.uniform(1.3, 1.65), x1 - start - 5)


def form(page, m):
    """A certificate: headings, labels, dotted lines, a signature and a stamp."""
    title = page.rng.choice(["GIẤY KHAI SINH", "GIẤY CHỨNG TỬ", "TRÍCH LỤC KHAI SINH", "SỔ ĐĂNG KÝ KHAI SINH"])
    y = heading(page, m + 12, title, m)
    step = page.rng.uniform(8.5, 11)
    for label in LABELS:
        if y > page.h - m - 48:
            break
        if page.rng.random() < 0.3:
            half = page.rng.uniform(0.45, 0.6) * page.w
            labelled(page, m + 5, half, y, label)
            labelled(page, half + 3, page.w - m - 4, y, page.rng.choice(["Dân tộc", "Số", "Ngày"]))
        else:
            labelled(page, m + 5, page.w - m - 4, y, label)
        y += step
    y = max(y + 6, page.h - m - 44)
    for x, role in ((page.w * 0.27, "NGƯỜI ĐI KHAI"), (page.w * 0.72, "TM. ỦY BAN NHÂN DÂN")):
        page.text(x, y, role, 3.3, True, "ms")
        page.hand(x - 14, y + 22, person(page.rng), 6)
    if page.rng.random() < 0.7:
        page.seal(page.w * 0.66, y + 16, page.rng.uniform(14, 19))


def table(page, m):
    """An old ledger ruled in columns, a line of handwriting in each cell."""
    rng = page.rng
    y0 = heading(page, m + 6, rng.choice(["SỔ ĐĂNG KÝ KHAI SINH", "SỔ BỘ KHAI TỬ", "SỔ KẾT HÔN", "DANH SÁCH"]), m) if rng.random() < 0.7 else m + 6
    names = ["Số TT", "Họ và tên", "Ngày sinh", "Nơi sinh", "Cha", "Mẹ", "Ghi chú"][: rng.integers(4, 8)]
    shares = np.array([0.5] + [rng.uniform(0.8, 1.8) for _ in names[1:]])
    xs = m + np.concatenate([[0], np.cumsum(shares / shares.sum())]) * (page.w - 2 * m)
    rows = int(rng.integers(10, 26))
    head, end = y0 + 11, page.h - m - 6
    step = (end - head) / rows
    thick = rng.uniform(0.15, 0.45)
    for x in xs:
        page.line(x, y0, x, end, thick)
    for y in [y0, *np.linspace(head, end, rows + 1)]:
        page.line(xs[0], y, xs[-1], y, thick)
    for k, name in enumerate(names):
        page.text((xs[k] + xs[k + 1]) / 2, y0 + 7, name, 2.8, True, "ms")
    filled = rows if rng.random() < 0.7 else int(rng.integers(2, rows))
    size = min(5.2, step * 0.55)
    for row in range(filled):
        y = head + (row + 0.72) * step
        page.hand(xs[0] + 2, y, str(row + 1), size)
        for k in range(1, len(names)):
            if rng.random() < 0.88:
                page.hand(xs[k] + 1.2, y, [person, day][k == 2](rng) if k < 3 else phrase(rng, 3), size, xs[k + 1] - xs[k] - 1)


def entries(page, m):
    """Several acts on a page, parted by printed rules."""
    rng, count = page.rng, int(page.rng.integers(2, 5))
    top, end = m + 8, page.h - m - 4
    step = (end - top) / count
    for k in range(count):
        y = top + k * step
        if k:
            page.line(m, y, page.w - m, y, rng.uniform(0.3, 0.9))
        page.text(m + 3, y + 7, f"Số {rng.integers(1, 300)}", 4, True)
        line = rng.uniform(7.5, 9.5)
        for number, label in enumerate(LABELS[: int((step - 14) / line)]):
            labelled(page, m + 3, page.w * 0.72, y + 14 + number * line, label, 3.0)
        page.hand(page.w * 0.75, y + step * 0.55, rng.choice(GIVEN), 7)
        if rng.random() < 0.3:
            page.seal(page.w * 0.82, y + step * 0.5, min(14, step * 0.3))
    page.line(page.w * 0.735, top, page.w * 0.735, end, 0.3)


def couple(page, m):
    """A marriage act: two columns side by side."""
    y = heading(page, m + 10, "GIẤY CHỨNG NHẬN KẾT HÔN", m)
    middle = page.w / 2
    page.text((m + middle) / 2, y, "BÊN NAM", 3.6, True, "ms")
    page.text((page.w - m + middle) / 2, y, "BÊN NỮ", 3.6, True, "ms")
    top = y - 6
    for label in LABELS[:7] + ["Nghề nghiệp", "Nơi thường trú", "Chữ ký"]:
        y += page.rng.uniform(11, 12)
        if y > page.h - m - 20:
            break
        labelled(page, m + 3, middle - 3, y, label, 3.1)
        labelled(page, middle + 3, page.w - m - 3, y, label, 3.1)
    page.line(middle, top, middle, y + 6, 0.3)
    page.box(m, top, page.w - m, y + 6, 0.3)
    page.seal(page.w * 0.7, min(y + 22, page.h - 26), 16)


def notebook(page, m):
    """School paper: pale rules, a margin line, nothing printed but the lines."""
    rng = page.rng
    step = rng.uniform(7, 10)
    for y in np.arange(m + 10, page.h - 8, step):
        page.line(0, y, page.w, y, 0.12, 110)
    page.line(m + 12, 0, m + 12, page.h, 0.2, 140)
    for y in np.arange(m + 10 + step, page.h - m - 10, step):
        if rng.random() < 0.85:
            page.hand(m + 14 + rng.uniform(0, 3), y - 0.6, f"{phrase(rng)} {phrase(rng, 6)} {phrase(rng)}", step * 0.62, page.w - 2 * m - 14)


def sparse(page, m):
    """A nearly empty page: a title or a line or two, perhaps only a number."""
    rng = page.rng
    if rng.random() < 0.6:
        heading(page, m + 12, rng.choice(["SỔ ĐĂNG KÝ KHAI TỬ", "TRANG CUỐI", "TỜ BÌA", "MỤC LỤC"]), m)
    for k in range(int(rng.integers(1, 4))):
        page.hand(rng.uniform(m, page.w * 0.4), page.h * rng.uniform(0.3, 0.8), phrase(rng, 5), 6, page.w * 0.5)


DESIGNS = {"form": form, "table": table, "entries": entries, "couple": couple, "notebook": notebook, "sparse": sparse}
WEIGHTS = [0.26, 0.26, 0.2, 0.1, 0.09, 0.09]
SIZES = [(210, 297), (210, 297), (203, 290), (215, 330), (190, 268), (200, 300)]
PAPERS = {"white": (246, 247, 247), "cream": (241, 235, 218), "yellowed": (226, 214, 180), "aged": (212, 196, 158)}


def clouds(rng, shape, cell, low=0.0, high=1.0):
    """Smooth noise between two values; `cell` is the size of its lumps in pixels."""
    small = rng.random((max(2, int(shape[0] / cell) + 2), max(2, int(shape[1] / cell) + 2))).astype(np.float32)
    return low + (high - low) * np.clip(cv2.resize(small, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC), 0, 1)


def paper(rng, shape, look):
    """Coloured paper (RGB floats 0..255): fibre, unevenness; stains and brown edges when aged."""
    h, w = shape
    sheet = np.empty((h, w, 3), np.float32)
    sheet[:] = np.array(PAPERS[look], np.float32) * rng.uniform(0.97, 1.01)
    sheet *= clouds(rng, shape, 400, 0.985, 1.0)[..., None]
    fibre = cv2.GaussianBlur(rng.normal(0, 1, (h // 2, w // 2)).astype(np.float32), (0, 0), 0.8)
    sheet += cv2.resize(fibre, (w, h))[..., None] * rng.uniform(1, 4)
    if look in ("yellowed", "aged"):
        y, x = np.mgrid[0:h:8, 0:w:8].astype(np.float32)
        edge = np.minimum(np.minimum(x, w - x), np.minimum(y, h - y)) / PX
        brown = cv2.resize(np.exp(-edge / rng.uniform(5, 14)) * rng.uniform(0.03, 0.16), (w, h))[..., None]
        sheet *= 1 - brown * np.array([0.6, 0.9, 1.4], np.float32)
    if look == "aged" or (look == "yellowed" and rng.random() < 0.4):
        for _ in range(int(rng.integers(1, 5))):
            blot = np.zeros((h // 8, w // 8), np.float32)
            centre = (int(rng.integers(w // 8)), int(rng.integers(h // 8)))
            axes = tuple(int(a) for a in rng.uniform(8, 60, 2))
            cv2.ellipse(blot, centre, axes, rng.uniform(0, 180), 0, 360, 1, -1 if rng.random() < 0.6 else 4)
            blot = cv2.GaussianBlur(blot, (0, 0), rng.uniform(1.5, 8)) * clouds(rng, blot.shape, 20, 0.4, 1)
            sheet *= 1 - cv2.resize(blot, (w, h))[..., None] * rng.uniform(0.05, 0.22) * np.array([0.5, 0.9, 1.3], np.float32)
    return sheet


def tremble(rng, mask):
    """Bends a written layer by fractions of a millimetre, so that no two letters stay alike."""
    h, w = mask.shape
    x, y = np.meshgrid(np.arange(w, dtype=np.float32), np.arange(h, dtype=np.float32))
    x += clouds(rng, mask.shape, 30, -4, 4)
    y += clouds(rng, mask.shape, 30, -4, 4)
    return cv2.remap(mask, x, y, cv2.INTER_LINEAR)


def drawn(rng, size=None, look=None):
    """One flat page: (RGB uint8, true ink mask 0..255, name of the design, (w, h) in mm).

    `size` and `look` (a name of PAPERS) are chosen when not given.
    """
    design = str(rng.choice(list(DESIGNS), p=WEIGHTS))
    w, h = size or SIZES[rng.integers(len(SIZES))]
    if size is None and design == "table" and rng.random() < 0.25:
        w, h = h, w
    page = Page(rng, w, h)
    margin = rng.uniform(8, 25)
    framed = rng.random() < 0.45
    if framed:
        page.box(margin, margin, w - margin, h - margin, rng.uniform(0.3, 1.2))
        if rng.random() < 0.4:
            page.box(margin + 1.6, margin + 1.6, w - margin - 1.6, h - margin - 1.6, 0.2)
    DESIGNS[design](page, margin + (3 if framed else 0))
    if rng.random() < 0.6:
        page.text(w - 10 if rng.random() < 0.5 else w / 2, h - 5, str(rng.integers(1, 200)), 3.4, False, "ms")
    look = look or str(rng.choice(list(PAPERS), p=[0.35, 0.25, 0.25, 0.15]))
    sheet = paper(rng, (page.print.height, page.print.width), look)

    hand = tremble(rng, np.asarray(page.hand_mask))
    through = cv2.GaussianBlur(cv2.flip(hand, 1), (0, 0), 3).astype(np.float32) / 255 * rng.uniform(0, 0.10)
    sheet *= 1 - through[..., None]
    blue = rng.random() < 0.6
    pen = np.array([rng.uniform(15, 60), rng.uniform(25, 70), rng.uniform(110, 170)] if blue else [rng.uniform(20, 60)] * 3, np.float32)
    strength = rng.uniform(0.22, 0.5) if rng.random() < 0.2 else rng.uniform(0.6, 0.97)
    press = np.array([rng.uniform(10, 60)] * 3, np.float32)
    if rng.random() < 0.15:
        press = np.array([60, 80, 150], np.float32)
    layers = [(np.asarray(page.print), press, rng.uniform(0.35, 0.95)), (hand, pen, strength),
              (np.asarray(page.stamp), np.array([205, 40, 50], np.float32), rng.uniform(0.35, 0.8))]
    ink = np.zeros(hand.shape, np.uint8)
    for mask, colour, strong in layers:
        amount = mask.astype(np.float32) / 255 * strong * clouds(rng, mask.shape, 60, 0.7, 1)
        sheet *= 1 - amount[..., None] * (1 - colour / 255)
        if mask is not layers[2][0]:
            np.maximum(ink, mask, out=ink)
    return np.clip(sheet, 0, 255).astype(np.uint8), ink, f"{design}-{look}{'-framed' if framed else ''}", (w, h)


def given(path):
    """A flat page read from a file: its ink is whatever is clearly darker than its surroundings."""
    picture = np.asarray(Image.open(path).convert("RGB"))
    h, w = picture.shape[:2]
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    around = cv2.resize(cv2.medianBlur(cv2.resize(grey, (w // 8, h // 8), interpolation=cv2.INTER_AREA), 15), (w, h))
    ink = np.where(grey.astype(np.int16) < around.astype(np.int16) - 45, 255, 0).astype(np.uint8)
    size = (210, 210 * h / w) if h >= w else (297, 297 * h / w)
    return picture, ink, "given", size
