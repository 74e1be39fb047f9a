import { describe, expect, it } from 'vitest';
import type { Cell } from '../../generated';
import {
  blank,
  casesOn,
  cutAcross,
  cutDown,
  fromCells,
  gripAt,
  mayBeTogether,
  moved,
  nextUse,
  snapped,
  strip,
  toCells,
  without,
} from './ruling';

const cell = (x: number, y: number, w: number, h: number, continues = false): Cell => ({
  region: { x, y, w, h },
  continues,
});

/** The same places to a millionth. */
function alike(found: Cell[], wanted: Cell[]) {
  const flat = (cells: Cell[]) =>
    cells.map(({ region: { x, y, w, h }, continues }) => [
      ...[x, y, w, h].map((n) => Math.round(n * 1e6) / 1e6),
      continues,
    ]);
  expect(flat(found)).toEqual(flat(wanted));
}

describe('cells become cuts and cuts become the same cells', () => {
  const pages: [string, Cell[]][] = [
    ['a whole page', [cell(0, 0, 1, 1)]],
    ['two a page', [cell(0, 0, 1, 0.5), cell(0, 0.5, 1, 0.5)]],
    ['a table under its heading', [cell(0, 0.2, 1, 0.3), cell(0, 0.5, 1, 0.4)]],
    ['rows with something between', [cell(0, 0.1, 1, 0.3), cell(0, 0.5, 1, 0.5)]],
    [
      'the upper part goes on with the page before',
      [cell(0, 0, 1, 0.3, true), cell(0, 0.3, 1, 0.7)],
    ],
    ['left, then right', [cell(0, 0, 0.5, 1), cell(0.5, 0, 0.5, 1)]],
    [
      'two pages with two each',
      [
        cell(0, 0, 0.5, 0.4),
        cell(0, 0.4, 0.5, 0.6),
        cell(0.5, 0, 0.5, 0.5),
        cell(0.5, 0.5, 0.5, 0.5),
      ],
    ],
    [
      'rows over both pages',
      [
        cell(0, 0.2, 0.5, 0.3),
        cell(0.5, 0.21, 0.5, 0.3, true),
        cell(0, 0.5, 0.5, 0.3),
        cell(0.5, 0.51, 0.5, 0.3, true),
      ],
    ],
  ];
  it.each(pages)('%s', (_, cells) => alike(toCells(fromCells(cells)), cells));
});

describe('cuts', () => {
  it('are added, moved between their neighbours, and taken away', () => {
    const two = cutAcross(cutAcross(blank, 0.7), 0.3);
    expect(two.columns[0]?.cuts).toEqual([0.3, 0.7]);
    expect(moved(two, { way: 'row', column: 0, cut: 0 }, 0.9).columns[0]?.cuts[0]).toBeCloseTo(
      0.692,
    );
    expect(without(two, { way: 'row', column: 0, cut: 0 }).columns[0]?.cuts).toEqual([0.7]);
    expect(cutAcross(two, 0.301)).toEqual(two);
  });

  it('run through all columns and move together while they are level', () => {
    const four = cutAcross(cutDown(blank, 0.5), 0.4);
    expect(toCells(four)).toHaveLength(4);
    const both = moved(four, { way: 'row', column: 1, cut: 0 }, 0.45);
    expect(both.columns.map((column) => column.cuts)).toEqual([[0.45], [0.45]]);
    expect(toCells(without(both, { way: 'column', column: 0 }))).toHaveLength(2);
  });

  it('are taken hold of by the nearest', () => {
    const four = cutAcross(cutDown(blank, 0.5), 0.4);
    const near = { x: 0.01, y: 0.01 };
    expect(gripAt(four, { x: 0.8, y: 0.405 }, near)).toEqual({ way: 'row', column: 1, cut: 0 });
    expect(gripAt(four, { x: 0.495, y: 0.7 }, near)).toEqual({ way: 'column', column: 0 });
    expect(gripAt(four, { x: 0.2, y: 0.7 }, near)).toBeNull();
  });

  it('snap to printed lines that run there', () => {
    const lines = [{ at: 0.4, from: 0, to: 0.45, strength: 1 }];
    expect(snapped(0.405, lines, 0.01, [0, 0.5])).toBe(0.4);
    expect(snapped(0.405, lines, 0.01, [0.5, 1])).toBe(0.405);
    expect(snapped(0.42, lines, 0.01)).toBe(0.42);
  });
});

describe('strips', () => {
  it('are a case, go on with the one before, or are none', () => {
    let page = cutAcross(blank, 0.3);
    const first = { column: 0, strip: 0 };
    page = nextUse(page, first);
    alike(toCells(page), [cell(0, 0, 1, 0.3, true), cell(0, 0.3, 1, 0.7)]);
    expect(casesOn(toCells(page))).toBe(1);
    page = nextUse(page, first);
    alike(toCells(page), [cell(0, 0.3, 1, 0.7)]);
    expect(nextUse(page, first).columns[0]?.uses).toEqual(['own', 'own']);
    expect(strip(page.columns[0]!, 1)).toEqual({ x: 0, y: 0.3, w: 1, h: 0.7 });
  });

  it('side by side are one case only where there are as many', () => {
    const four = { ...cutAcross(cutDown(blank, 0.5), 0.4), together: true };
    expect(toCells(four).map((one) => one.continues)).toEqual([false, true, false, true]);
    const three = nextUse(nextUse(four, { column: 1, strip: 0 }), { column: 1, strip: 0 });
    expect(mayBeTogether(three)).toBe(false);
    expect(casesOn(toCells(three))).toBe(3);
  });
});
