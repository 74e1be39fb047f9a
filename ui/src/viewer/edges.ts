// Pulling the edges of a part of a page. Everything here is in fractions of the page as it is seen.
import type { Region } from '../generated';

/** Which edges of which part are in hand: -1 the left or upper one, 1 the right or lower one. */
export interface Grip {
  mark: number;
  x: -1 | 0 | 1;
  y: -1 | 0 | 1;
}

interface Point {
  x: number;
  y: number;
}

/** No part becomes narrower or lower than this. */
const LEAST = 0.02;

function side(at: number, from: number, size: number, near: number): -1 | 0 | 1 {
  const [first, last] = [Math.abs(at - from), Math.abs(at - from - size)];
  if (Math.min(first, last) > near) return 0;
  return first <= last ? -1 : 1;
}

/** The edge, or the corner, near the point; of two parts that touch, the one the point is in. */
export function gripAt(parts: readonly Region[], point: Point, near: Point): Grip | null {
  let found: Grip | null = null;
  for (const [mark, { x, y, w, h }] of parts.entries()) {
    const beside = point.x < x - near.x || point.x > x + w + near.x;
    if (beside || point.y < y - near.y || point.y > y + h + near.y) continue;
    const grip = { mark, x: side(point.x, x, w, near.x), y: side(point.y, y, h, near.y) };
    if (grip.x === 0 && grip.y === 0) continue;
    const inside = point.x >= x && point.x <= x + w && point.y >= y && point.y <= y + h;
    if (inside) return grip;
    found ??= grip;
  }
  return found;
}

function pulledAlong(from: number, size: number, way: -1 | 0 | 1, to: number): [number, number] {
  const end = from + size;
  if (way === -1) {
    const start = Math.min(end - LEAST, Math.max(0, to));
    return [start, end - start];
  }
  if (way === 1) return [from, Math.min(1, Math.max(from + LEAST, to)) - from];
  return [from, size];
}

/** The part with the edges in hand pulled to the point, inside the page. */
export function pulled(part: Region, grip: Grip, to: Point): Region {
  const [x, w] = pulledAlong(part.x, part.w, grip.x, to.x);
  const [y, h] = pulledAlong(part.y, part.h, grip.y, to.y);
  return { x, y, w, h };
}

export function cursorOf(grip: Grip | null): string {
  if (!grip) return '';
  if (grip.x === 0) return 'ns-resize';
  if (grip.y === 0) return 'ew-resize';
  return grip.x === grip.y ? 'nwse-resize' : 'nesw-resize';
}
