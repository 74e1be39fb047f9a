import { describe, expect, it } from 'vitest';
import type { Outline, Point } from '../../generated';
import { around, gutterAt, gutterEnds, isWide, onEdge, outlineOf, plane, pulled } from './outline';

const askew: Outline = {
  corners: [
    { x: 0.12, y: 0.1 },
    { x: 0.9, y: 0.05 },
    { x: 0.95, y: 0.93 },
    { x: 0.05, y: 0.88 },
  ],
  bow: [],
  gutter: null,
};
const near = (a: Point, b: Point) => {
  expect(a.x).toBeCloseTo(b.x, 9);
  expect(a.y).toBeCloseTo(b.y, 9);
};

describe('the outline of a page', () => {
  it('goes into the picture and back', () => {
    const { onto, back } = plane(askew.corners);
    near(onto({ x: 0, y: 0 }), askew.corners[0]);
    near(onto({ x: 1, y: 1 }), askew.corners[2]);
    for (const p of [
      { x: 0.2, y: 0.7 },
      { x: 0.9, y: 0.1 },
    ])
      near(back(onto(p)), p);
  });

  it('follows the handle that is pulled, and keeps its corners', () => {
    const to = { x: 0.5, y: 0.13 };
    const bent = pulled(askew, 'top', 0.5, to);
    expect(onEdge(bent, 'top', 0.5).y).toBeCloseTo(to.y, 2);
    near(onEdge(bent, 'top', 0), askew.corners[0]);
    near(onEdge(bent, 'top', 1), askew.corners[1]);
    near(onEdge(bent, 'bottom', 0.5), onEdge(askew, 'bottom', 0.5));
    expect(around(bent).length).toBeGreaterThan(8);
    // A second handle moves its own part only.
    const twice = pulled(bent, 'top', 0.25, onEdge(askew, 'top', 0.25));
    near(onEdge(twice, 'top', 0.5), onEdge(bent, 'top', 0.5));
  });

  it('never bends further than can be drawn', () => {
    const wild = pulled(askew, 'bottom', 0.5, { x: 0.5, y: -3 });
    expect(Math.min(...wild.bow.map((one) => one.bottom))).toBeGreaterThanOrEqual(0.6);
  });

  it('has its gutter where it is pulled, bent or not', () => {
    for (const outline of [askew, pulled(askew, 'top', 0.5, { x: 0.5, y: 0.2 })]) {
      const to = plane(outline.corners).onto({ x: 0.46, y: 0.5 });
      const parted = gutterAt(outline, to);
      expect(parted.gutter).toBeCloseTo(0.46, 6);
      const ends = gutterEnds(parted);
      expect(ends?.[0].x).toBeLessThan(0.55);
    }
    expect(gutterEnds(askew)).toBeNull();
    expect(gutterAt(askew, { x: 7, y: 0.5 }).gutter).toBe(0.95);
  });

  it('is wide when it may be two pages', () => {
    expect(isWide(outlineOf(null), 4000, 3000)).toBe(true);
    expect(isWide(outlineOf(null), 3000, 4000)).toBe(false);
  });
});
