import { expect, test } from 'vitest';
import {
  clampView,
  fitPage,
  fitWidth,
  inPart,
  kept,
  MAX_SCALE,
  ofPart,
  panned,
  resumed,
  seeing,
  turnedRegion,
  sharpFor,
  zoomAt,
} from './maths';

const page = { w: 2480, h: 3508 };
const frame = { w: 800, h: 600 };
const upper = { x: 0, y: 0, w: 1, h: 0.5 };
const lower = { x: 0, y: 0.5, w: 1, h: 0.5 };

test('fit to width fills the frame and begins at the upper edge', () => {
  const view = fitWidth(page, null, frame);
  expect(view.scale * page.w).toBeCloseTo(784);
  expect(view.y).toBeCloseTo(8);
});

test('fit to width of a part begins at that part', () => {
  const view = fitWidth(page, { ...lower, h: 0.3 }, { w: 800, h: 300 });
  expect(view.y).toBeCloseTo(8 - 0.5 * page.h * view.scale);
});

test('fit to page shows all of the part', () => {
  const view = fitPage(page, upper, frame);
  expect(upper.h * page.h * view.scale).toBeLessThanOrEqual(584.01);
  expect(upper.w * page.w * view.scale).toBeLessThanOrEqual(784.01);
});

test('zooming keeps what is under the pointer', () => {
  const view = fitWidth(page, null, frame);
  const point = { x: 300, y: 200 };
  const before = { x: (point.x - view.x) / view.scale, y: (point.y - view.y) / view.scale };
  const after = zoomAt(view, 2, point, page, frame);
  expect((point.x - after.x) / after.scale).toBeCloseTo(before.x);
  expect((point.y - after.y) / after.scale).toBeCloseTo(before.y);
  expect(zoomAt(view, 1e6, point, page, frame).scale).toBe(MAX_SCALE);
});

test('the page cannot be pushed out of sight', () => {
  const view = panned(fitWidth(page, null, frame), 0, -1e6, page, frame);
  expect(view.y + page.h * view.scale).toBeCloseTo(frame.h - 8);
  const small = clampView({ scale: 0.05, x: 900, y: 900 }, page, frame);
  expect(small.x).toBeCloseTo((frame.w - page.w * 0.05) / 2);
});

test('the same place of the next case: zoom stays, the view moves as far as the case', () => {
  const view = panned(
    zoomAt(fitWidth(page, upper, frame), 2, { x: 0, y: 0 }, page, frame),
    -40,
    -30,
    page,
    frame,
  );
  const keep = kept(view, 'free', page, upper);
  const next = resumed(keep, page, lower, frame);
  expect(next.scale).toBeCloseTo(view.scale);
  expect(next.x).toBeCloseTo(view.x);
  expect(next.y).toBeCloseTo(view.y - 0.5 * page.h * view.scale);
});

test('a fitted picture is fitted anew for the next case', () => {
  const keep = kept(fitWidth(page, null, frame), 'width', page, null);
  const half = { w: page.w / 2, h: page.h };
  expect(resumed(keep, half, null, frame)).toEqual(fitWidth(half, null, frame));
});

test('parts turn with their page, and four turns are none', () => {
  const part = { x: 0.1, y: 0.2, w: 0.3, h: 0.4 };
  let turned = part as ReturnType<typeof turnedRegion>;
  for (let i = 0; i < 4; i += 1) turned = turnedRegion(turned, 1);
  expect(turned?.x).toBeCloseTo(part.x);
  expect(turned?.y).toBeCloseTo(part.y);
  expect(turnedRegion(part, -1)).toEqual(turnedRegion(part, 3));
  expect(turnedRegion(null, 1)).toBeNull();
});

test('a larger picture is asked for only when the smaller one holds too little', () => {
  const big = { w: 4960, h: 7016 };
  const at = (scale: number, page = big, ratio = 1) => sharpFor({ scale, x: 0, y: 0 }, page, ratio);
  expect(at(0.15)).toBe('half');
  expect(at(0.2)).toBe('display');
  expect(at(0.15, big, 2)).toBe('display');
  expect(at(0.5)).toBe('original');
  expect(at(5, { w: 1000, h: 1400 })).toBe('display');
  expect(at(5, { w: 600, h: 1000 })).toBe('half');
});

test('a spot goes with the part of its case, and back', () => {
  const spot = { x: 0.5, y: 0.25, w: 0.25, h: 0.125 };
  const there = inPart(lower, spot);
  expect(there).toEqual({ x: 0.5, y: 0.625, w: 0.25, h: 0.0625 });
  expect(ofPart(lower, there)).toEqual(spot);
  // What reaches into the neighbour's part is cut, what lies there altogether is nothing.
  expect(ofPart(lower, { x: 0, y: 0.25, w: 0.5, h: 0.5 })).toEqual({ x: 0, y: 0, w: 0.5, h: 0.5 });
  expect(ofPart(lower, { x: 0, y: 0.1, w: 0.5, h: 0.2 })).toBeNull();
});

test('the picture moves to a spot only when it is out of sight', () => {
  const view = fitWidth(page, null, frame);
  const near = { x: 0.2, y: 0.1, w: 0.2, h: 0.02 };
  expect(seeing(view, near, page, frame)).toEqual(view);
  const far = { x: 0.2, y: 0.8, w: 0.2, h: 0.02 };
  const moved = seeing(view, far, page, frame);
  expect(moved.scale).toBe(view.scale);
  expect(moved.x).toBe(view.x);
  const top = moved.y + far.y * page.h * view.scale;
  expect(top).toBeGreaterThan(0);
  expect(top + far.h * page.h * view.scale).toBeLessThan(frame.h);
  // Larger than the frame: its beginning is in sight.
  const close = { ...view, scale: 3, x: 0, y: -900 };
  const wide = { x: 0.3, y: 0.5, w: 0.6, h: 0.02 };
  const begun = seeing(close, wide, page, frame);
  expect(begun.x + wide.x * page.w * 3).toBeGreaterThanOrEqual(0);
  expect(begun.x + wide.x * page.w * 3).toBeLessThan(frame.w / 2);
});
