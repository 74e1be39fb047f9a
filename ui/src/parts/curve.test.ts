import { mount, unmount } from 'svelte';
import { expect, test } from 'vitest';
import Curve from './Curve.svelte';
import { passing, plot, step } from './curve';

const box = { width: 480, height: 240, left: 40, right: 10, top: 10, bottom: 40 };
const points = [
  { wrong: 0, chance: 1 },
  { wrong: 0.025, chance: 0.68 },
  { wrong: 0.05, chance: 0.22 },
  { wrong: 0.12, chance: 0.001 },
];

test('ticks stand at round shares, five to ten of them', () => {
  for (const [end, wanted] of [
    [0.12, 0.02],
    [0.05, 0.01],
    [0.1, 0.02],
    [0.004, 0.0005],
    [1, 0.2],
  ] as const) {
    expect(step(end)).toBeCloseTo(wanted, 10);
    expect(end / step(end)).toBeGreaterThanOrEqual(5 - 1e-9);
    expect(end / step(end)).toBeLessThanOrEqual(10 + 1e-9);
  }
});

test('the curve begins at the upper left and ends at the foot', () => {
  const { path, across, up } = plot(points, [], box);
  expect(path).toBe('M40 10L129.6 70.8L219.2 158.2L470 199.8');
  expect(across[0]).toEqual({ x: 40, share: 0 });
  expect(across.at(-1)?.x).toBeCloseTo(470);
  expect(across).toHaveLength(7);
  expect(up[0]).toEqual({ y: 200, hundred: 0 });
  expect(up[4]).toEqual({ y: 10, hundred: 100 });
});

test('a mark beyond the curve widens it, and its words stay inside', () => {
  const marks = [
    { share: 0.01, words: 'mức chấp nhận được' },
    { share: 0.19, words: 'lô này sai nhiều nhất' },
  ];
  const drawn = plot(points, marks, box);
  expect(drawn.across.at(-1)?.share).toBeCloseTo(0.2);
  expect(drawn.marks.map((m) => m.before)).toEqual([false, true]);
  expect(drawn.marks[1]!.y - drawn.marks[0]!.y).toBeGreaterThan(14);
  expect(drawn.marks[1]!.y).toBeLessThan(box.top);
  for (const mark of drawn.marks) {
    expect(mark.x).toBeGreaterThanOrEqual(40);
    expect(mark.x).toBeLessThanOrEqual(470);
  }
});

test('nothing to draw is drawn without numbers that are none', () => {
  const drawn = plot([], [], box);
  expect(drawn.path).toBe('');
  expect(drawn.across.every((tick) => Number.isFinite(tick.x))).toBe(true);
  const over = plot([{ wrong: 2, chance: -1 }], [{ share: 7, words: '' }], box);
  expect(over.path).toBe('M470 200');
});

test('the text alternative reads the curve', () => {
  expect(passing(points, 0)).toBe(1);
  expect(passing(points, 0.0375)).toBeCloseTo(0.45);
  expect(passing(points, 0.5)).toBe(0.001);
  expect(passing([], 0.5)).toBeNull();
});

test('the drawing has a name, and its marks are read out', () => {
  const target = document.createElement('div');
  const marks = [
    { share: 0.01, words: 'mức chấp nhận được' },
    { share: 0.068, words: 'lô này sai nhiều nhất' },
  ];
  const part = mount(Curve, { target, props: { points, marks } });
  expect(target.querySelector('[role="img"]')?.getAttribute('aria-label')).toContain('100');
  const read = target.querySelector('figcaption')?.textContent?.replace(/\s+/g, ' ').trim();
  expect(read).toBe(
    'mức chấp nhận được 1 %: cho qua khoảng 87 trong 100 lô. ' +
      'lô này sai nhiều nhất 6,8 %: cho qua khoảng 16 trong 100 lô.',
  );
  void unmount(part);
});
