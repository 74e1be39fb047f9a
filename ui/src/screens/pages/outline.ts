// How a page lies in its picture, as it is dragged: four corners, edges that bow, a gutter. The same sums
// as `sohoa_core::shape`, for drawing the handles.
import type { Bow, Outline, Point, Shape } from '../../generated';
import { wholePicture } from './corners';

/** Columns of an edge that bows. */
const COLUMNS = 32;
/** Where an edge's handles stand, in parts of the page's width. */
export const handles = [0.25, 0.5, 0.75] as const;
/** How far a handle may pull an edge, in parts of the page's height. */
const FARTHEST = 0.35;

export type Edge = 'top' | 'bottom';

export const outlineOf = (shape: Shape | null | undefined): Outline => ({
  corners: shape?.corners ?? wholePicture,
  bow: shape?.bow ?? [],
  gutter: shape?.gutter ?? null,
});

/** From the plane of the corners into the picture (Heckbert 1989, 2.2.3), and back. */
export function plane([a, b, c, d]: Outline['corners']) {
  const [sx, sy] = [a.x - b.x + c.x - d.x, a.y - b.y + c.y - d.y];
  const [dx1, dx2] = [b.x - c.x, d.x - c.x];
  const [dy1, dy2] = [b.y - c.y, d.y - c.y];
  const det = dx1 * dy2 - dx2 * dy1 || 1e-12;
  const g = (sx * dy2 - dx2 * sy) / det;
  const h = (dx1 * sy - sx * dy1) / det;
  const [m0, m1, m2] = [b.x - a.x + g * b.x, d.x - a.x + h * d.x, a.x];
  const [m3, m4, m5] = [b.y - a.y + g * b.y, d.y - a.y + h * d.y, a.y];
  const onto = ({ x, y }: Point): Point => {
    const w = g * x + h * y + 1;
    return { x: (m0 * x + m1 * y + m2) / w, y: (m3 * x + m4 * y + m5) / w };
  };
  const back = ({ x, y }: Point): Point => {
    const u = (m4 - m5 * h) * x + (m2 * h - m1) * y + (m1 * m5 - m2 * m4);
    const v = (m5 * g - m3) * x + (m0 - m2 * g) * y + (m2 * m3 - m0 * m5);
    const w = (m3 * h - m4 * g) * x + (m1 * g - m0 * h) * y + (m0 * m4 - m1 * m3);
    return { x: u / w, y: v / w };
  };
  return { onto, back };
}

/** The column at a place of the page's width. */
function column(bow: readonly Bow[], x: number): Bow {
  const last = bow.length - 1;
  const left = Math.min(Math.max(Math.floor(x * last), 0), last - 1);
  const [a, b] = [bow[left], bow[left + 1]];
  if (!a || !b) return { u: x, top: 0, bottom: 1 };
  const part = x * last - left;
  const mix = (from: number, to: number) => from + (to - from) * part;
  return { u: mix(a.u, b.u), top: mix(a.top, b.top), bottom: mix(a.bottom, b.bottom) };
}

/** Where a place of an edge stands in the picture. */
export function onEdge(outline: Outline, edge: Edge, x: number): Point {
  const at = column(outline.bow, x);
  return plane(outline.corners).onto({ x: at.u, y: at[edge] });
}

/** The page's outline in the picture, as a line around it. */
export function around(outline: Outline): Point[] {
  if (!outline.bow.length) return [...outline.corners];
  const steps = Array.from({ length: COLUMNS + 1 }, (_, i) => i / COLUMNS);
  const upper = steps.map((x) => onEdge(outline, 'top', x));
  const lower = steps.map((x) => onEdge(outline, 'bottom', x)).reverse();
  return [...upper, ...lower];
}

/** An edge pulled at one of its handles; what is beyond the handles beside it stays. */
export function pulled(outline: Outline, edge: Edge, handle: number, to: Point): Outline {
  const flat = Array.from({ length: COLUMNS + 1 }, (_, i) => {
    return { u: i / COLUMNS, top: 0, bottom: 1 };
  });
  const bow: Bow[] = outline.bow.length ? outline.bow : flat;
  const by = plane(outline.corners).back(to).y - column(bow, handle)[edge];
  const level = edge === 'top' ? 0 : 1;
  const last = bow.length - 1;
  const next = bow.map((one, i) => {
    const far = Math.abs(i / last - handle) / 0.25;
    const part = far < 1 ? Math.cos((Math.PI / 2) * far) ** 2 : 0;
    const moved = Math.min(FARTHEST, Math.max(-FARTHEST, one[edge] - level + by * part)) + level;
    return { ...one, [edge]: moved };
  });
  return { ...outline, bow: next };
}

/** Both ends of the gutter in the picture. */
export function gutterEnds(outline: Outline): [Point, Point] | null {
  const { gutter } = outline;
  if (gutter === null) return null;
  return [onEdge(outline, 'top', gutter), onEdge(outline, 'bottom', gutter)];
}

/** The gutter where somebody pulled it. */
export function gutterAt(outline: Outline, to: Point): Outline {
  const { x } = plane(outline.corners).back(to);
  const { bow } = outline;
  const last = bow.length - 1;
  let page = x;
  const left = Math.max(
    bow.findIndex((one, i) => i < last && x < (bow[i + 1]?.u ?? 1) && one.u <= x),
    0,
  );
  const [a, b] = [bow[left], bow[left + 1]];
  if (a && b) page = (left + (x - a.u) / (b.u - a.u)) / last;
  return { ...outline, gutter: Math.min(0.95, Math.max(0.05, page)) };
}

/** Whether what the corners go around is wider than tall, so that it may be two pages. */
export function isWide({ corners: [a, b, c, d] }: Outline, width: number, height: number): boolean {
  const long = (p: Point, q: Point) => Math.hypot((p.x - q.x) * width, (p.y - q.y) * height);
  return long(a, b) + long(d, c) > 1.1 * (long(a, d) + long(b, c));
}
