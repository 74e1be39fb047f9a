// Moving the four corners of a page in its picture.
import type { Corners } from '../../host/types';
import type { Point } from '../../generated';

/** Upper left, upper right, lower right, lower left. */
export const cornerNames = [
  'Góc trên trái',
  'Góc trên phải',
  'Góc dưới phải',
  'Góc dưới trái',
] as const;

export const wholePicture: Corners = [
  { x: 0, y: 0 },
  { x: 1, y: 0 },
  { x: 1, y: 1 },
  { x: 0, y: 1 },
];

/** One corner elsewhere, never out of the picture. */
export function cornerMoved(corners: Corners, which: number, to: Point): Corners {
  const inside = (n: number) => Math.min(1, Math.max(0, n));
  const next = [...corners] as Corners;
  next[which] = { x: inside(to.x), y: inside(to.y) };
  return next;
}

/** The one within `near` of a place, in fractions of the picture. */
export function nearest(all: readonly Point[], place: Point, near: Point): number | null {
  let best: number | null = null;
  let least = 1;
  all.forEach((corner, i) => {
    const far = Math.hypot((corner.x - place.x) / near.x, (corner.y - place.y) / near.y);
    if (far <= least) [best, least] = [i, far];
  });
  return best;
}

/** Whether the corners go around a page: no two edges cross, none is turned inside out. */
export function makePage(corners: Corners): boolean {
  return corners.every((b, i) => {
    const a = corners[(i + 3) % 4] ?? b;
    const c = corners[(i + 1) % 4] ?? b;
    return (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x) > 1e-3;
  });
}
