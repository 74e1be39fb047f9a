"""Flat pages of ledgers, drawn: the paper that photos are then taken of."""

import math
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

WIDTH, HEIGHT = 1654, 2339  # A4 at 200 dots an inch
PER_MM = 200 / 25.4

FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Vũ", "Bùi", "Y", "H’"]
MIDDLE = ["Thị", "Văn", "Đức", "Ngọc", "Hữu", "Thanh", "Quốc", "Mỹ", "Bích"]
GIVEN = ["Ánh", "Bình", "Cường", "Dũng", "Giang", "Hạnh", "Khánh", "Lộc", "Phượng", "Quyền", "Sửu", "Thủy", "Yến"]
PLACES = ["xã An Nhơn", "phường Đông Ba", "thôn Phú Mỹ", "huyện Cư Jút", "tỉnh Quảng Trị", "xã Ea Bông", "thị trấn Đạ Tẻh"]
LABELS = ["Họ, chữ đệm, tên:", "Ngày, tháng, năm sinh:", "Ghi bằng chữ:", "Giới tính:", "Dân tộc:", "Quốc tịch:",
          "Nơi sinh:", "Quê quán:", "Họ, chữ đệm, tên người mẹ:", "Năm sinh:", "Nơi cư trú:",
          "Họ, chữ đệm, tên người cha:", "Họ, chữ đệm, tên người đi khai sinh:", "Giấy tờ tùy thân:",
          "Nơi đăng ký khai sinh:", "Ngày, tháng, năm đăng ký:"]
INKS = [(28, 40, 120), (20, 30, 80), (45, 45, 50), (60, 80, 160), (110, 120, 165), (125, 125, 130), (95, 60, 90)]
PAPERS = [(250, 249, 246), (244, 240, 226), (233, 223, 196), (238, 234, 228), (226, 214, 186)]


def fonts():
    """Fonts that have Vietnamese, printed ones and those that stand in for a hand."""
    found = {path.name: path for path in Path("/usr/share/fonts").rglob("*.ttf")}
    printed = [n for n in ("LiberationSerif-Regular.ttf", "DejaVuSerif.ttf", "LiberationSans-Regular.ttf",
                           "NotoSerif-Regular.ttf", "LiberationSerif-Bold.ttf") if n in found]
    hands = [n for n in ("LiberationSerif-Italic.ttf", "DejaVuSerif-Italic.ttf", "NotoSerif-Italic.ttf",
                         "LiberationSans-Italic.ttf", "DejaVuSans-Oblique.ttf") if n in found]
    assert printed and hands, "no fonts with Vietnamese"
    return [found[n] for n in printed], [found[n] for n in hands]


PRINTED, HANDS = fonts()


class Sheet:
    """A page being drawn."""

    def __init__(self, rng):
        self.rng = rng
        self.paper = PAPERS[rng.integers(len(PAPERS))]
        self.image = Image.new("RGB", (WIDTH, HEIGHT), self.paper)
        self.draw = ImageDraw.Draw(self.image)
        self.print_font = str(PRINTED[rng.integers(len(PRINTED))])
        self.hand_font = str(HANDS[rng.integers(len(HANDS))])
        self.ink = INKS[rng.integers(len(INKS))]
        self.black = tuple(int(v) for v in rng.integers(20, 70) * np.ones(3, int))

    def printed(self, x, y, text, size, middle=False):
        font = ImageFont.truetype(self.print_font, size)
        self.draw.text((x, y), text, font=font, fill=self.black, anchor="ma" if middle else "la")
        return x + self.draw.textlength(text, font=font)

    def hand(self, x, y, text, size, most=None):
        """Written: each word a little up or down, larger or smaller."""
        for word in text.split():
            font = ImageFont.truetype(self.hand_font, int(size * self.rng.uniform(0.92, 1.1)))
            width = self.draw.textlength(word + " ", font=font)
            if most and x + width > most:
                break
            self.draw.text((x, y + self.rng.normal(0, 1.8)), word, font=font, fill=self.ink, anchor="ls")
            x += width
        return x

    def value(self):
        r = self.rng
        kind = r.integers(4)
        pick = lambda words: words[r.integers(len(words))]
        if kind == 0:
            return f"{pick(FAMILY)} {pick(MIDDLE)} {pick(GIVEN)}"
        if kind == 1:
            return f"{r.integers(1, 29):02}/{r.integers(1, 13):02}/{r.integers(1950, 2015)}"
        if kind == 2:
            return f"{pick(PLACES)}, {pick(PLACES)}"
        return f"ngày {r.integers(1, 29)} tháng {r.integers(1, 13)} năm {r.integers(1950, 2015)}"

    def dots(self, x0, x1, y):
        for x in range(int(x0), int(x1), 9):
            self.draw.ellipse((x, y, x + 2, y + 2), fill=self.black)

    def stamp(self, x, y):
        for r in (120, 112, 78):
            self.draw.ellipse((x - r, y - r, x + r, y + r), outline=(200, 40, 50), width=5)

    def frame(self):
        m = int(self.rng.uniform(8, 25) * PER_MM)
        for inset in (0, 10) if self.rng.random() < 0.5 else (0,):
            self.draw.rectangle((m + inset, m + inset, WIDTH - m - inset, HEIGHT - m - inset), outline=self.black, width=4)


def form(s, top=0, bottom=HEIGHT, lines=None):
    """A birth entry: printed labels, dotted lines, writing on them."""
    margin = int(s.rng.uniform(22, 32) * PER_MM)
    y = top + int(16 * PER_MM)
    if bottom - top > 1500:
        s.printed(WIDTH / 2, y, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 34, True)
        s.printed(WIDTH / 2, y + 46, "Độc lập - Tự do - Hạnh phúc", 32, True)
        s.printed(WIDTH / 2, y + 130, "GIẤY KHAI SINH", 54, True)
        y += 260
    step = (bottom - y - 12 * PER_MM) / (lines or len(LABELS))
    for label in LABELS[: lines or len(LABELS)]:
        x = s.printed(margin, y, label, 32)
        s.dots(x + 8, WIDTH - margin, y + 36)
        if s.rng.random() < 0.9:
            s.hand(x + 20, y + 32, s.value() + " " + s.value(), 46, WIDTH - margin)
        y += step


def table(s):
    """An old ledger: ruled rows and columns."""
    m = int(s.rng.uniform(12, 20) * PER_MM)
    rows = int(s.rng.integers(10, 26))
    columns = np.cumsum([0, 0.07, 0.3, 0.15, 0.28, 0.2]) * (WIDTH - 2 * m) + m
    top, bottom = m + 240, HEIGHT - m - 60
    s.printed(WIDTH / 2, m + 20, "SỔ ĐĂNG KÝ KHAI SINH", 48, True)
    for i, title in enumerate(["Số", "Họ và tên", "Ngày sinh", "Nơi sinh", "Ghi chú"]):
        s.printed((columns[i] + columns[i + 1]) / 2, top - 70, title, 28, True)
    for x in columns:
        s.draw.line((x, top - 90, x, bottom), fill=s.black, width=3)
    step = (bottom - top) / rows
    s.draw.line((m, top - 90, WIDTH - m, top - 90), fill=s.black, width=3)
    for row in range(rows + 1):
        y = top + row * step
        s.draw.line((m, y, WIDTH - m, y), fill=s.black, width=3)
        if row < rows and s.rng.random() < 0.92:
            base = y + step * 0.7
            size = int(min(46, step * 0.5))
            s.hand(columns[0] + 12, base, str(row + 1), size)
            for i in (1, 2, 3):
                s.hand(columns[i] + 12, base, s.value(), size, columns[i + 1] - 6)


def entries(s):
    n = int(s.rng.integers(2, 5))
    for i in range(n):
        top, bottom = HEIGHT * i // n, HEIGHT * (i + 1) // n
        if i:
            s.draw.line((60, top, WIDTH - 60, top), fill=s.black, width=4)
        form(s, top, bottom, lines=max(4, 16 // n))


def sparse(s):
    s.printed(WIDTH / 2, 300, "Trang này có ghi chú", 44, True)
    for i in range(int(s.rng.integers(5, 9))):
        s.hand(240, 520 + i * 90, s.value() + " " + s.value(), 46, WIDTH - 240)


DESIGNS = {"form": form, "table": table, "entries": entries, "sparse": sparse}


def draw(rng, design=None):
    """A page and its design."""
    design = design or rng.choice(["form", "table", "entries", "form", "table", "sparse"])
    s = Sheet(rng)
    if rng.random() < 0.4 and design != "table":
        s.frame()
    DESIGNS[design](s)
    if rng.random() < 0.4:
        s.stamp(rng.integers(300, WIDTH - 300), rng.integers(HEIGHT // 2, HEIGHT - 300))
    s.printed(WIDTH - 200, 70, str(rng.integers(1, 200)), 36)
    page = np.asarray(s.image).astype(np.float32)
    # Fibres, and stains on aged paper.
    page += rng.normal(0, 2.2, (HEIGHT, WIDTH, 1)).astype(np.float32)
    if rng.random() < 0.4:
        y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
        for _ in range(rng.integers(1, 5)):
            cx, cy, r = rng.uniform(0, WIDTH), rng.uniform(0, HEIGHT), rng.uniform(80, 360)
            stain = np.exp(-(((x - cx) ** 2 + (y - cy) ** 2) / (2 * r * r)))
            page *= 1 - (0.12 * rng.random() * stain)[..., None] * np.array([0.5, 0.8, 1.4], np.float32)
    return np.clip(page, 0, 255).astype(np.uint8), str(design)


def ink_points(page, rng, count):
    """Places (u, v) of dark ink, some of them those nearest to the page's edges."""
    grey = page.astype(np.int32).sum(axis=2) / 3
    paper = np.median(grey)
    ys, xs = np.nonzero(grey < paper - 60)
    if len(xs) == 0:
        return np.zeros((0, 2))
    pick = rng.choice(len(xs), min(count // 2, len(xs)), replace=False)
    near = np.argsort(np.minimum(np.minimum(xs, WIDTH - xs), np.minimum(ys, HEIGHT - ys)))[: count // 2]
    at = np.concatenate([pick, near])
    return np.stack([(xs[at] + 0.5) / WIDTH, (ys[at] + 0.5) / HEIGHT], axis=1)
