"""Pages on a flatbed's glass."""

import cv2
import numpy as np
from PIL import Image

import pages


def scan(rng, out, name, kind):
    page, design = pages.draw(rng)
    dpi = int(rng.choice([150, 200, 200, 300]))
    scale = dpi / 200
    clean = rng.random() < 0.25
    skew = 0.0 if clean else float(rng.uniform(-4, 4))
    margin = 0 if clean or rng.random() < 0.4 else rng.uniform(4, 18) * dpi / 25.4
    back = [(12, 12, 14), (235, 235, 235), (120, 122, 125)][rng.integers(3)] if margin else None
    turn = int(rng.choice([0, 0, 0, 0, 2, 1]))
    w, h = pages.WIDTH * scale + 2 * margin, pages.HEIGHT * scale + 2 * margin
    c, s = np.cos(np.radians(skew)), np.sin(np.radians(skew))
    # Flat page pixels to picture pixels, turned around the middle.
    to = np.array([[c * scale, -s * scale, 0], [s * scale, c * scale, 0]])
    centre = np.array([pages.WIDTH / 2, pages.HEIGHT / 2])
    to[:, 2] = np.array([w / 2, h / 2]) - to[:, :2] @ centre
    area = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    picture = cv2.warpAffine(page if scale >= 1 else cv2.GaussianBlur(page, (0, 0), 0.5), to, (int(w), int(h)), flags=area,
                             borderMode=cv2.BORDER_CONSTANT if back else cv2.BORDER_REPLICATE, borderValue=back or 0)
    picture = np.clip(picture + rng.normal(0, 1.5, picture.shape[:2])[..., None], 0, 255).astype(np.uint8)
    width, height = picture.shape[1], picture.shape[0]
    put = lambda uv: (np.asarray(uv) * [pages.WIDTH, pages.HEIGHT]) @ to[:, :2].T + to[:, 2]

    def places(uv):
        p = put(np.asarray(uv, float))
        for _ in range((4 - turn) % 4):  # the picture is turned clockwise that often
            pass
        if turn == 1:  # to read it, one turn clockwise: it is stored one turn counter-clockwise
            return np.stack([p[:, 1], width - p[:, 0]], axis=1)
        if turn == 2:
            return np.array([width, height]) - p
        return p

    picture = np.ascontiguousarray(np.rot90(picture, turn))
    look = rng.choice(["jpg", "jpg", "grey", "bits"])
    file = f"{name}.jpg" if look == "jpg" else f"{name}.png"
    image = Image.fromarray(picture)
    if look == "jpg":
        image.save(out / file, quality=int(rng.integers(80, 93)), dpi=(dpi, dpi))
    elif look == "grey":
        image.convert("L").save(out / file, dpi=(dpi, dpi))
    else:
        grey = np.asarray(image.convert("L"))
        image = Image.fromarray(((grey > 0.72 * np.median(grey)) * 255).astype(np.uint8)).convert("1", dither=0)
        image.save(out / file, dpi=(dpi, dpi))
    Image.fromarray(page).save(out / "flat" / f"{name}.jpg", quality=92)
    r = lambda a: np.round(np.asarray(a), 2).tolist()
    ink = pages.ink_points(page, rng, 400)
    return {"file": file, "kind": kind, "design": design, "corners": r(places([[0, 0], [1, 0], [1, 1], [0, 1]])),
            "gutter": None, "turn": turn, "paper_mm": [210, 297], "width": picture.shape[1], "height": picture.shape[0],
            "grid": r(places([(i / 16, j / 24) for j in range(25) for i in range(17)])), "flat": f"flat/{name}.jpg",
            "ink": r(places(ink)) if len(ink) else [], "occluded": [False] * 4, "skew_deg": skew, "look": str(look),
            "border": back is not None}
