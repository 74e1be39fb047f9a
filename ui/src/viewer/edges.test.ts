import { expect, test } from 'vitest';
import { cursorOf, gripAt, pulled } from './edges';

const upper = { x: 0, y: 0, w: 1, h: 0.5 };
const lower = { x: 0, y: 0.5, w: 1, h: 0.5 };
const near = { x: 0.01, y: 0.01 };

test('an edge is taken near it, a corner near both, nothing in the middle', () => {
  expect(gripAt([lower], { x: 0.4, y: 0.505 }, near)).toEqual({ mark: 0, x: 0, y: -1 });
  expect(gripAt([lower], { x: 0.995, y: 0.995 }, near)).toEqual({ mark: 0, x: 1, y: 1 });
  expect(gripAt([upper, lower], { x: 0.4, y: 0.3 }, near)).toBeNull();
  expect(gripAt([lower], { x: 0.4, y: 0.2 }, near)).toBeNull();
});

test('where two parts touch, the one under the pointer is meant', () => {
  expect(gripAt([upper, lower], { x: 0.4, y: 0.495 }, near)?.mark).toBe(0);
  expect(gripAt([upper, lower], { x: 0.4, y: 0.505 }, near)?.mark).toBe(1);
});

test('a pulled edge leaves the opposite one where it is', () => {
  const up = pulled(lower, { mark: 0, x: 0, y: -1 }, { x: 0.3, y: 0.4 });
  expect([up.y, up.y + up.h, up.x, up.w]).toEqual([0.4, 1, 0, 1]);
  const down = pulled(upper, { mark: 0, x: 0, y: 1 }, { x: 0.3, y: 0.7 });
  expect([down.y, down.h]).toEqual([0, 0.7]);
});

test('a part stays inside the page and never vanishes', () => {
  const grip = { mark: 0, x: 1, y: -1 } as const;
  const part = pulled({ x: 0.5, y: 0.5, w: 0.2, h: 0.2 }, grip, { x: 9, y: 9 });
  expect(part.x + part.w).toBeCloseTo(1);
  expect(part.h).toBeCloseTo(0.02);
  expect(pulled(upper, { mark: 0, x: 0, y: 1 }, { x: 0, y: -5 }).h).toBeCloseTo(0.02);
});

test('the pointer tells what it would pull', () => {
  expect(cursorOf(null)).toBe('');
  expect(cursorOf({ mark: 0, x: 0, y: 1 })).toBe('ns-resize');
  expect(cursorOf({ mark: 0, x: -1, y: 1 })).toBe('nesw-resize');
});
